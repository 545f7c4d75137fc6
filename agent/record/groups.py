"""Groups too small to be shown: whoever sees a number of four people can guess whose it is.

Each month a group is either named, and all its numbers of that month may stand under its name, or it is part
of ``other``. Everything that shows numbers by group takes its names from here, so no two outputs divide a
month differently. The rules make that no sum or difference of shown numbers, however often and wherever they
are shown, is about a part of ``other`` or about a group of which fewer than five people were seen:

- a group is named when five of its people were seen that month, and five others that stay in ``other``;
- a name once given in a month stays: the rest of ``other`` only grows;
- two days after a month ends it is closed: when ``other`` is one group of five or more, that is named too.
  Who comes after that is part of ``other``, or of the smallest group when there is no ``other``.

See docs/decisions/0010-small-groups.md for why.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.schema import daily_requests, group_names, people
from agent.record.store import upsert

LEAST = 5
OTHER = "other"
DAYS_TO_CLOSE = 2
"""So long may a fleet's node that lost its connection take to send a month's last events."""


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The names that may be shown.

    Attributes:
        months: Name by group, for each month (``2026-11``). ``""`` is every group that is not there.
    """

    months: Mapping[str, Mapping[str, str]]

    def of(self, month: str, group: str) -> str:
        """The name for a group's numbers of a month."""
        names = self.months.get(month, {})
        return names.get(group) or names.get("") or OTHER

    def named(self, month: str) -> frozenset[str]:
        """The groups that are shown by name in a month."""
        return frozenset(self.months.get(month, {}).values()) - {OTHER}


def name_groups(
    members: Mapping[str, AbstractSet[str]], named: AbstractSet[str] = frozenset(), *, closing: bool = False
) -> frozenset[str]:
    """The groups of a month that may be named.

    Args:
        members: Pseudonyms of the people seen, by group; a group of which nobody is known is there too.
        named: The groups that have been named already.
        closing: Nobody more will come.
    """
    found = set(named)
    for group in sorted(members, key=lambda name: (-len(members[name]), name)):
        if group in found or group in ("", OTHER) or len(members[group]) < LEAST:
            continue
        rest = [people for name, people in members.items() if name not in found and name != group]
        if len(set().union(*rest)) >= LEAST or (closing and not rest):
            found.add(group)
    return frozenset(found)


def settle(connection: Connection, month: str, today: date | None = None) -> None:
    """Name the groups of a month that have become large enough, in a transaction that writes.

    Args:
        connection: In that transaction.
        month: As ``2026-11``.
        today: To close the month when it has ended long enough; None leaves it open.
    """
    if connection.dialect.name == "postgresql":  # two nodes must not divide one month in two ways
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7223373)")
    kept = read_names(connection, month).months.get(month, {})
    if "" in kept:
        return
    closing = today is not None and today > last_day(month) + timedelta(days=DAYS_TO_CLOSE)
    members = _members(connection, month)
    if closing:
        members = {group: set[str]() for group in _users(connection, month)} | members
    named = name_groups(members, frozenset(kept.values()), closing=closing)
    names = {group: group for group in named}
    if closing and members:
        smallest = min(named, key=lambda name: (len(members.get(name, ())), name), default=OTHER)
        names[""] = smallest if named >= members.keys() else OTHER
    rows = [{"month": month, "group": group, "name": name} for group, name in sorted(names.items())]
    upsert(connection, group_names, [row for row in rows if row["group"] not in kept], ())


def settle_all(connection: Connection, today: date) -> None:
    """The same for every month of which people are known, in a transaction that writes."""
    query = sa.select(people.c.month).distinct().order_by(people.c.month)
    for month in connection.execute(query).scalars().all():
        settle(connection, month, today)


def read_names(connection: Connection, month: str | None = None) -> GroupNames:
    """The names of one month, or of all."""
    query = sa.select(group_names)
    if month:
        query = query.where(group_names.c.month == month)
    months: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        months.setdefault(row.month, {})[row.group] = row.name
    return GroupNames(months)


def month_of(day: date) -> str:
    """``2026-11`` of a day in November 2026."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """The first day of a month."""
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    """The last day of a month."""
    return (first_day(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _members(connection: Connection, month: str) -> dict[str, set[str]]:
    """Pseudonyms by group."""
    found: dict[str, set[str]] = {}
    seen = sa.select(people.c.group, people.c.pseudonym).where(people.c.month == month)
    for group, pseudonym in connection.execute(seen):
        found.setdefault(group, set()).add(pseudonym)
    return found


def _users(connection: Connection, month: str) -> list[str]:
    """Groups that sent requests, by people who are known or not."""
    day = daily_requests.c.day
    query = sa.select(daily_requests.c.group).where(day.between(first_day(month), last_day(month)))
    return list(connection.execute(query.distinct()).scalars())
