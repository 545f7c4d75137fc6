"""Send every event on to a SIEM, in order, from the store: what the SIEM misses while it is down comes later.

How far a stream has come is kept in the store. After an answer that got lost a batch is sent again; the SIEM
knows an event by `metadata.uid`.
"""

from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.event import canonical, decode
from agent.record.loop import Loop
from agent.record.ocsf import to_ocsf
from agent.record.schema import events, nodes, streams
from agent.record.sinks import Sink
from agent.record.store import Store, insert

BATCH = 200


class Stream:
    """Sends the events of a store to a sink until it is closed."""

    def __init__(self, store: Store, name: str, sink: Sink, idle: float = 0.5) -> None:
        """Start the thread.

        Args:
            store: An open store.
            name: The stream's name, under which its place is kept.
            sink: Where to send.
            idle: Seconds between looks at the store.
        """
        self.store = store
        self.name = name
        self._sink = sink
        self._loop = Loop(f"stream {name}", lambda: send_next(store, name, sink) == BATCH, idle)

    @property
    def problem(self) -> str | None:
        """Why sending does not work at the moment, or None."""
        return self._loop.problem

    def pending(self) -> int:
        """Events that were not sent yet."""
        with self.store.read() as connection:
            return sum(last - sent for _, sent, last in _places(connection, self.name))

    def close(self) -> None:
        """Stop; what is not sent is sent at the next start."""
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def send_next(store: Store, name: str, sink: Sink, limit: int = BATCH) -> int:
    """Send the next events of a stream, of one node at a time.

    Returns:
        How many were sent.

    Raises:
        SinkError: The sink did not take them.
        RecordError: The store cannot be used.
    """
    with store.read() as connection:
        found = _next(connection, name, limit)
    if found is None:
        return 0
    node, rows = found
    sink.send([canonical(to_ocsf(decode(row.body))) for row in rows])
    with store.write() as connection:
        statement = insert(connection.dialect.name, streams).values(
            name=name, node=node, number=rows[-1].number
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["name", "node"], set_={"number": statement.excluded.number}
            )
        )
    return len(rows)


def _places(connection: Connection, name: str) -> list[tuple[str, int, int]]:
    """Each node with the last number sent and the last there is."""
    sent = sa.select(streams.c.node, streams.c.number).where(streams.c.name == name)
    done = {row.node: row.number for row in connection.execute(sent)}
    there = connection.execute(sa.select(nodes.c.node, nodes.c.number).order_by(nodes.c.node))
    return [(row.node, done.get(row.node, 0), row.number) for row in there]


def _next(connection: Connection, name: str, limit: int) -> tuple[str, list[Any]] | None:
    """The next events of the first node that has any."""
    for node, sent, last in _places(connection, name):
        if sent < last:
            query = (
                sa.select(events.c.number, events.c.body)
                .where(events.c.node == node, events.c.number > sent)
                .order_by(events.c.number)
                .limit(limit)
            )
            rows = list(connection.execute(query))
            if rows:
                return node, rows
    return None
