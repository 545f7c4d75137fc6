"""Retention: remove whole signed segments that are old enough, and say so in the chain itself.

Deployers of high-risk AI keep logs at least six months (Regulation (EU) 2024/1689, art. 26(6)); keeping them
longer than needed is itself against GDPR art. 5(1)(e). Seven months leaves room to answer a request.
"""

import time as clock
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.schema import checkpoints, events, identities, nodes, people
from agent.record.store import Store

DEFAULT_MONTHS = 7
LEAST_MONTHS = 6
_PAUSE = 0.005


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge did.

    Attributes:
        before: Events from before this moment were to go.
        events: How many went.
        through: Last event that went, by node.
    """

    before: datetime
    events: int
    through: dict[str, int]


def purge(store: Store, node: str, months: int = DEFAULT_MONTHS, reason: str = "", actor: str = "") -> Purge:
    """Remove the signed segments of which every event is older than so many months.

    Args:
        store: An open store.
        node: This machine, whose chain keeps the purge on record.
        months: How long events are kept.
        reason: Needed for less than six months.
        actor: Who asks for it; empty for the guard itself.

    Raises:
        UsageError: Too short without a reason.
    """
    if months < 1 or (months < LEAST_MONTHS and not reason.strip()):
        raise UsageError(
            f"retention of {months} months: the AI Act (art. 26(6)) asks at least {LEAST_MONTHS}; "
            "to purge sooner give a reason, which goes on record"
        )
    before = months_before(datetime.now(UTC), months)
    with store.read() as connection:
        through = _due(connection, before)
    with store.write() as connection:
        append(connection, [Entry.of(_event(node, item, before, reason, actor)) for item in through.items()])
        _forget_people(connection, before)
    removed = sum(_remove(store, chain, last) for chain, last in through.items())
    if removed and store.path:
        _give_back_disk(store)
    return Purge(before, removed, through)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or the last day of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError("no such month")


def _due(connection: Connection, before: datetime) -> dict[str, int]:
    """Last number that may go, by node: that of the newest checkpoint with only old events before it.

    On a node that forwards its events, what is not forwarded yet stays.
    """
    due = {}
    for node, forwarded in connection.execute(sa.select(nodes.c.node, nodes.c.forwarded)).all():
        young = sa.select(sa.func.min(events.c.number)).where(events.c.node == node, events.c.time >= before)
        limit = connection.execute(young).scalar()
        query = sa.select(sa.func.max(checkpoints.c.number)).where(
            checkpoints.c.node == node, checkpoints.c.time < before
        )
        if limit is not None:
            query = query.where(checkpoints.c.number < limit)
        if forwarded:
            query = query.where(checkpoints.c.number <= forwarded)
        first = connection.execute(
            sa.select(sa.func.min(events.c.number)).where(events.c.node == node)
        ).scalar()
        last = connection.execute(query).scalar()
        if first is not None and last is not None and last >= first:
            due[node] = last
    return due


def _event(node: str, due: tuple[str, int], before: datetime, reason: str, actor: str) -> Event:
    chain, through = due
    detail = {"before": before.isoformat(timespec="seconds"), "node": chain, "through": str(through)}
    if reason.strip():
        detail["reason"] = reason.strip()
    return Event(kind="purge", node=node, actor=actor or None, detail=tuple(sorted(detail.items())))


def _remove(store: Store, node: str, through: int) -> int:
    """Delete segment by segment, so that the guard's own writes get their turn in between.

    The last checkpoint before the first event that stays is kept: the chain starts from it. When this is
    broken off, the rest goes with the next purge, and the record verifies in between.
    """
    removed = 0
    while True:
        with store.write() as connection:
            first = connection.execute(
                sa.select(sa.func.min(events.c.number)).where(events.c.node == node)
            ).scalar()
            if first is None or first > through:
                return removed
            end = connection.execute(
                sa.select(sa.func.min(checkpoints.c.number)).where(
                    checkpoints.c.node == node, checkpoints.c.number >= first
                )
            ).scalar_one()
            old = (events.c.node == node, events.c.number <= end)
            removed += connection.execute(events.delete().where(*old)).rowcount
            connection.execute(
                checkpoints.delete().where(checkpoints.c.node == node, checkpoints.c.number < end)
            )
        clock.sleep(_PAUSE)


def _forget_people(connection: Connection, before: datetime) -> None:
    """Pseudonyms a group are kept for this month and the last; identities as long as events."""
    last_month = months_before(datetime.now(UTC), 1).strftime("%Y-%m")
    connection.execute(people.delete().where(people.c.month < last_month))
    connection.execute(identities.delete().where(identities.c.month < before.strftime("%Y-%m")))


def _give_back_disk(store: Store) -> None:
    """Hand the freed pages back to the file system, some at a time."""
    while True:
        with store.write() as connection:
            free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
            if free == 0:
                return
            cursor = connection.connection.cursor()  # the driver's own: each fetch frees one more page
            cursor.execute("PRAGMA incremental_vacuum(1000)")
            cursor.fetchall()
            if connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() >= free:
                return
