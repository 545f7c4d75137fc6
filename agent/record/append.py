"""Put events into the database: chained, counted into the register and the incidents, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.breach import note_incidents
from agent.record.chain import genesis, link
from agent.record.event import Event, encode
from agent.record.observe import observe
from agent.record.schema import events, nodes
from agent.record.store import insert


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its canonical form, made once, where a mistake still reaches its maker."""

    event: Event
    body: bytes

    @classmethod
    def of(cls, event: Event) -> "Entry":
        """Encode an event."""
        return cls(event, encode(event))


def append(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append events of one node to its chain, in their order.

    The head is read from the database each time: another program (the command line beside the guard) may
    have appended since.
    """
    if not entries:
        return
    node = entries[0].event.node
    head = select_head(connection, node)
    number, previous = (head.number, head.hash) if head else (0, genesis(node))
    rows = []
    for entry in entries:
        if entry.event.node != node:
            raise ValueError("events of one node at a time")
        number += 1
        previous = link(previous, number, entry.body)
        rows.append(event_row(entry, number, previous))
    connection.execute(events.insert(), rows)
    set_head(connection, node, number, previous)
    added = [entry.event for entry in entries]
    observe(connection, added)
    note_incidents(connection, added)


def event_row(entry: Entry, number: int, digest: bytes) -> dict[str, Any]:
    """The row of an event."""
    event = entry.event
    return {
        "id": UUID(event.id).bytes,
        "node": event.node,
        "number": number,
        "time": event.time,
        "kind": event.kind,
        "service": event.service,
        "action": event.action,
        "body": entry.body,
        "hash": digest,
    }


def select_head(connection: Connection, node: str) -> Any:  # noqa: ANN401 - SQLAlchemy's Row, or None
    """Number and hash of a node's last event; locked against other writers."""
    query = sa.select(nodes.c.number, nodes.c.hash, nodes.c.forwarded).where(nodes.c.node == node)
    return connection.execute(query.with_for_update()).one_or_none()


def set_head(connection: Connection, node: str, number: int, digest: bytes) -> None:
    """Note the new last event."""
    connection.execute(_set_head(connection.dialect.name), {"node": node, "number": number, "hash": digest})


@cache
def _set_head(dialect: str) -> Any:  # noqa: ANN401 - the two dialects' Insert share no type
    statement = insert(dialect, nodes)
    return statement.on_conflict_do_update(
        index_elements=["node"],
        set_={"number": statement.excluded.number, "hash": statement.excluded.hash},
    )
