"""A node of a fleet sends its events to the central store, from its own: what is down or slow delays nobody.

The node's own commit is what the client waits for. From there a thread sends the events on, in order and
again when in doubt: the central store knows each by its id and its place in the chain, and keeps one.
"""

import logging
from collections.abc import Callable
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.append import Entry, event_row, select_head, set_head
from agent.record.breach import note_incidents
from agent.record.chain import genesis, link
from agent.record.errors import RecordError
from agent.record.event import decode
from agent.record.loop import Loop
from agent.record.observe import observe
from agent.record.schema import checkpoints, events, identities, nodes
from agent.record.store import Store, insert, upsert

BATCH = 500

_log = logging.getLogger(__name__)


class Forwarder:
    """Sends one node's events to a central store until it is closed."""

    def __init__(self, local: Store, connect: Callable[[], Store], node: str) -> None:
        """Start the thread.

        Args:
            local: The node's own store.
            connect: Opens the central store; called again after an error, so that the guard can start while
                the server is down.
            node: Whose events to send.
        """
        self.local = local
        self.node = node
        self._connect = connect
        self._central: Store | None = None
        self._signed = 0
        self._loop = Loop("forwarder", self._step)

    @property
    def problem(self) -> str | None:
        """Why sending does not work at the moment, or None."""
        return self._loop.problem

    def pending(self) -> int:
        """Events that the central store does not have yet."""
        with self.local.read() as connection:
            query = sa.select(nodes.c.number - nodes.c.forwarded).where(nodes.c.node == self.node)
            return connection.execute(query).scalar() or 0

    def close(self) -> None:
        """Send the rest, when sending works, and stop; what is not sent is sent at the next start."""
        self._loop.close()
        if self._central is None:
            return
        try:
            while self._loop.ended and not self._loop.problem and self._step():
                continue
        except RecordError as error:
            _log.warning("forwarder: events wait on this node: %s", error)
        self._central.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _step(self) -> bool:
        self._central = self._central or self._connect()
        sent = forward(self.local, self._central, self.node)
        if not sent:
            self._signed = forward_signature(self.local, self._central, self.node, self._signed)
        return sent == BATCH


def forward(local: Store, central: Store, node: str, limit: int = BATCH) -> int:
    """Send the next events of a node, and the checkpoints among them.

    Returns:
        How many were sent.

    Raises:
        RecordError: One of the stores cannot be used; nothing is lost.
    """
    with local.read() as connection:
        head = connection.execute(sa.select(nodes).where(nodes.c.node == node)).one_or_none()
        if head is None or head.forwarded >= head.number:
            return 0
        query = (
            sa.select(events.c.number, events.c.body, events.c.hash)
            .where(events.c.node == node, events.c.number > head.forwarded)
            .order_by(events.c.number)
            .limit(limit)
        )
        rows = connection.execute(query).all()
        if not rows:
            raise RecordError(f"{local.where}: events after {head.forwarded} of {node} are gone unsent")
        span = checkpoints.c.number.between(head.forwarded, rows[-1].number)
        signed = (
            connection.execute(sa.select(checkpoints).where(checkpoints.c.node == node, span))
            .mappings()
            .all()
        )
    entries = [(Entry(decode(row.body), row.body), row.number, row.hash) for row in rows]
    sealed = _identities(local, entries)
    with central.write() as connection:
        receive(connection, node, entries)
        upsert(connection, identities, sealed, ())
        _keep_signatures(connection, [dict(row) for row in signed])
    last = rows[-1].number
    with local.write() as connection:
        connection.execute(nodes.update().where(nodes.c.node == node).values(forwarded=last))
    return len(rows)


def forward_signature(local: Store, central: Store, node: str, known: int) -> int:
    """Send the signature of a chain's end, when it was made after the end was sent.

    Args:
        local: The node's own store, of which every event was sent.
        central: The central store.
        node: Whose chain.
        known: Number of the event under the last signature that was sent; that one is not sent again.

    Returns:
        `known`, as it is now.
    """
    with local.read() as connection:
        query = sa.select(checkpoints).join(nodes, nodes.c.node == checkpoints.c.node)
        end = query.where(checkpoints.c.node == node, checkpoints.c.number == nodes.c.forwarded)
        signed = connection.execute(end).mappings().one_or_none()
    if signed is None or signed["number"] == known:
        return known
    with central.write() as connection:
        _keep_signatures(connection, [dict(signed)])
    return int(signed["number"])


def _keep_signatures(connection: Connection, signed: list[dict[str, Any]]) -> None:
    """Those that are there already change nothing."""
    if signed:
        connection.execute(insert(connection.dialect.name, checkpoints).on_conflict_do_nothing(), signed)


def _identities(local: Store, entries: list[tuple[Entry, int, bytes]]) -> list[dict[str, Any]]:
    """The sealed identities behind the pseudonyms of these events."""
    names = {entry.event.pseudonym for entry, _, _ in entries if entry.event.pseudonym}
    if not names:
        return []
    query = sa.select(identities).where(identities.c.pseudonym.in_(sorted(names)))
    with local.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def receive(connection: Connection, node: str, entries: list[tuple[Entry, int, bytes]]) -> None:
    """Put a node's events into the central store; those that are there already change nothing.

    Raises:
        RecordError: Another chain of this name is there: two machines have the same node name.
    """
    head = select_head(connection, node)
    known = head.number if head else 0
    fresh = [(entry, number, digest) for entry, number, digest in entries if number > known]
    for entry, number, digest in entries[: len(entries) - len(fresh)]:
        _check_same(connection, node, entry, number, digest)
    if not fresh:
        return
    first, number, digest = fresh[0]
    if number != known + 1 or link(head.hash if head else genesis(node), number, first.body) != digest:
        raise _differs(node, number)
    connection.execute(events.insert(), [event_row(*item) for item in fresh])
    set_head(connection, node, fresh[-1][1], fresh[-1][2])
    added = [entry.event for entry, _, _ in fresh]
    observe(connection, added, received=True)
    note_incidents(connection, added)


def _check_same(connection: Connection, node: str, entry: Entry, number: int, digest: bytes) -> None:
    """An event sent twice must be the same one; it may have been purged since."""
    query = sa.select(events.c.id, events.c.hash).where(events.c.node == node, events.c.number == number)
    row = connection.execute(query).one_or_none()
    if row is not None and (row.id, row.hash) != (UUID(entry.event.id).bytes, digest):
        raise _differs(node, number)


def _differs(node: str, number: int) -> RecordError:
    return RecordError(
        f"event {number} of node {node} does not fit the central store's: two machines share that name, or "
        "a database was lost or restored; give this machine another name (node) to go on"
    )
