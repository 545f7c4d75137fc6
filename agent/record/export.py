"""The record as JSON Lines: each line an event with its hash, or a checkpoint with its signature.

Chains follow one another, a node's lines in their order. Every line is in canonical form, so that a
verifier can hold each byte to account. Each chain ends with a signature: what came after it could have been
added or cut off by anybody, so it waits for the next export.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.checkpoint import Checkpoint, from_row, last_checkpoint, sign_when_due
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
        signer: Signs what is not signed yet of `node`'s chain, and of every other chain that this key signs.
        node: Name of this machine.
        since: Leave out segments that ended before.
        until: Leave out segments that began after.
    """
    if signer and node:
        with store.write() as connection:
            _sign_own(connection, signer, node)
    with store.read() as connection:
        for name in _names(connection):
            yield from _chain(connection, name, since, until)


def left_out(store: Store, since: datetime | None = None, until: datetime | None = None) -> Mapping[str, int]:
    """Events of each node that came after its last signature, and so are in no export yet.

    Args:
        store: An open store.
        since: Only events from then on.
        until: Only events before.
    """
    found = {}
    with store.read() as connection:
        for name in _names(connection):
            last = last_checkpoint(connection, name)
            query = sa.select(sa.func.count()).where(
                events.c.node == name, events.c.number > (last.number if last else 0)
            )
            found[name] = connection.execute(_within(query, since, until)).scalar_one()
    return {name: count for name, count in found.items() if count}


def _names(connection: Connection) -> list[str]:
    return list(connection.execute(sa.select(nodes.c.node).order_by(nodes.c.node)).scalars())


def _sign_own(connection: Connection, signer: Signer, node: str) -> None:
    """Sign this machine's chain, under its present name and those that it had before."""
    for name in _names(connection):
        last = last_checkpoint(connection, name)
        if name == node or (last and last.key == signer.id):
            sign_when_due(connection, name, signer, now=True)


def _within(query: sa.Select[Any], since: datetime | None, until: datetime | None) -> sa.Select[Any]:
    """The query, for events of a range of time."""
    if since is not None:
        query = query.where(events.c.time >= since)
    if until is not None:
        query = query.where(events.c.time < until)
    return query


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
    inside = _within(there, since, until)
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
