"""The record as JSON Lines: each line an event with its hash, or a checkpoint with its signature.

Chains follow one another, a node's lines in their order. Every line is in canonical form, so that a
verifier can hold each byte to account.
"""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.checkpoint import Checkpoint, from_row, sign_when_due
from agent.record.event import canonical
from agent.record.keys import Signer
from agent.record.schema import checkpoints, events, nodes
from agent.record.store import Store

_PAGE = 2000


def export(
    store: Store,
    signer: Signer | None = None,
    node: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[bytes]:
    """Lines of the record, each with its line end.

    A range of time gives the whole segments that it touches, since only those can be verified.

    Args:
        store: An open store.
        signer: Signs what is not signed yet of `node`'s chain, so that the export ends with a signature.
        node: Name of this machine.
        since: Leave out segments that ended before.
        until: Leave out segments that began after.
    """
    if signer and node:
        with store.write() as connection:
            sign_when_due(connection, node, signer, now=True)
    with store.read() as connection:
        for name in connection.execute(sa.select(nodes.c.node).order_by(nodes.c.node)).scalars().all():
            yield from _chain(connection, name, since, until)


def event_line(body: bytes, digest: bytes, number: int) -> bytes:
    """An event's line; the body is put in as it is, being canonical itself."""
    return b'{"event":%b,"hash":"%b","number":%d}\n' % (body, digest.hex().encode(), number)


def checkpoint_line(made: Checkpoint) -> bytes:
    """A checkpoint's line."""
    return canonical({"checkpoint": made.facts(), "signature": made.signature.hex()}) + b"\n"


def _chain(
    connection: Connection, node: str, since: datetime | None, until: datetime | None
) -> Iterator[bytes]:
    """One chain: the checkpoint it starts from, if it has lost its beginning, then events and checkpoints."""
    query = sa.select(checkpoints).where(checkpoints.c.node == node).order_by(checkpoints.c.number)
    signed = [from_row(row) for row in connection.execute(query)]
    first, last = _bounds(connection, node, signed, since, until)
    for made in signed:
        if made.number == first - 1:
            yield checkpoint_line(made)
        elif first <= made.number <= last:
            yield from _events(connection, node, first, made.number)
            yield checkpoint_line(made)
            first = made.number + 1
    if first <= last:
        yield from _events(connection, node, first, last)


def _bounds(
    connection: Connection,
    node: str,
    signed: list[Checkpoint],
    since: datetime | None,
    until: datetime | None,
) -> tuple[int, int]:
    """First and last number: all there is, widened from the range to whole segments."""
    there = sa.select(sa.func.min(events.c.number), sa.func.max(events.c.number)).where(events.c.node == node)
    low, high = connection.execute(there).one()
    if low is None:
        return 1, 0
    inside = there
    if since is not None:
        inside = inside.where(events.c.time >= since)
    if until is not None:
        inside = inside.where(events.c.time < until)
    first, last = (low, high) if inside is there else connection.execute(inside).one()
    if first is None:
        return 1, 0
    first = max((made.number + 1 for made in signed if made.number < first), default=low)
    last = min((made.number for made in signed if made.number >= last), default=high)
    return max(first, low), last


def _events(connection: Connection, node: str, first: int, last: int) -> Iterator[bytes]:
    """Lines of the events from `first` to `last`, read a page at a time."""
    while first <= last:
        query = (
            sa.select(events.c.number, events.c.body, events.c.hash)
            .where(events.c.node == node, events.c.number.between(first, last))
            .order_by(events.c.number)
            .limit(_PAGE)
        )
        rows = connection.execute(query).all()
        for row in rows:
            yield event_line(row.body, row.hash, row.number)
        if not rows:
            return
        first = rows[-1].number + 1
