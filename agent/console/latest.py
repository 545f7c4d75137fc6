"""The latest decisions, read from the end: a page about a long record is as fast as one about a short one."""

import sqlalchemy as sa

from agent.record.event import Event, decode
from agent.record.schema import events
from agent.record.store import Store

_LOOKED_AT = 20_000
"""Rows of which an action is looked for: one that is rare must not make a page read the whole record."""


def latest_decisions(store: Store, most: int, action: str | None = None) -> list[Event]:
    """Decisions, the newest first.

    Args:
        store: An open store.
        most: How many at most.
        action: Only those with this action, among the latest of the record.

    Raises:
        RecordError: The store cannot be read.
    """
    newest = sa.select(sa.func.max(events.c.row)).scalar_subquery()
    query = sa.select(events.c.body).where(events.c.kind == "decision")
    if action:
        query = query.where(events.c.action == action, events.c.row > newest - _LOOKED_AT)
    with store.read() as connection:
        bodies = connection.execute(query.order_by(sa.desc(events.c.row)).limit(most)).scalars().all()
    return [decode(body) for body in bodies]
