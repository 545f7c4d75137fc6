"""Numbers by group as people may see them. Whoever shows any takes them from here, and from nowhere else.

`agent.record.groups` says which groups of a month are named; the rest is ``other``. Numbers are by whole
month: a day of a group may be the day of one person. The month that runs is shown as far as it has come.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from agent.record.groups import (
    LEAST,
    OTHER,
    GroupNames,
    first_day,
    last_day,
    month_of,
    read_names,
    settle_all,
)
from agent.record.schema import daily_findings, daily_requests, people
from agent.record.store import Store
from agent.register.system import System

__all__ = [
    "LEAST",
    "OTHER",
    "GroupNames",
    "GroupNumber",
    "group_findings",
    "group_names",
    "group_people",
    "group_requests",
    "groups_of_system",
    "merge_groups",
    "months_between",
    "system_groups",
    "with_shown_groups",
]


@dataclass(frozen=True, slots=True)
class GroupNumber:
    """A number of one group in one month.

    Attributes:
        month: As ``2026-11``.
        group: A name that may be shown, or ``other``.
        service: Service id.
        tenant: Its tenant, or an empty string.
        action: What was done.
        outcome: ``forwarded`` or ``stopped``; empty for findings.
        type: Entity type, for findings; else empty.
        requests: How many.
    """

    month: str
    group: str
    service: str
    tenant: str
    action: str
    outcome: str
    type: str
    requests: int


def group_names(store: Store, today: date | None = None) -> GroupNames:
    """The names that may be shown, after closing the months that have ended.

    Args:
        store: An open store.
        today: None is today.
    """
    with store.write() as connection:
        settle_all(connection, today or datetime.now(UTC).date())
        return read_names(connection)


def group_requests(store: Store, months: Iterable[str], names: GroupNames | None = None) -> list[GroupNumber]:
    """Requests with content by group, for whole months.

    Args:
        store: An open store.
        months: As ``2026-11``; see `months_between`.
        names: From `group_names`, when they were read already.
    """
    return _numbers(store, daily_requests, months, names or group_names(store))


def group_findings(store: Store, months: Iterable[str], names: GroupNames | None = None) -> list[GroupNumber]:
    """Requests in which something was found by group and type, for whole months; see `group_requests`."""
    return _numbers(store, daily_findings, months, names or group_names(store))


def system_groups(
    store: Store, names: GroupNames | None = None
) -> dict[tuple[str, str | None], dict[str, int]]:
    """Requests by group of each system, over all months that are known."""
    table = daily_requests.c
    with store.read() as connection:
        first, last = connection.execute(sa.select(sa.func.min(table.day), sa.func.max(table.day))).one()
    if first is None:
        return {}
    systems: dict[tuple[str, str | None], dict[str, int]] = {}
    for number in group_requests(store, months_between(first, last), names):
        groups = systems.setdefault((number.service, number.tenant or None), {})
        groups[number.group] = groups.get(number.group, 0) + number.requests
    return systems


def groups_of_system(
    store: Store, service: str, tenant: str | None, names: GroupNames | None = None
) -> dict[str, int]:
    """Requests by group of one system, over all months that are known."""
    found: dict[str, int] = {}
    names = names or group_names(store)
    table = daily_requests.c
    with store.read() as connection:
        first, last = connection.execute(sa.select(sa.func.min(table.day), sa.func.max(table.day))).one()
        if first is None:
            return {}
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        query = sa.select(table.day, table.group, sa.func.sum(table.requests)).where(
            table.day.in_(days),  # named, so that the index leads straight to each day's rows of the system
            table.service == service,
            table.tenant == (tenant or ""),
        )
        for day, group, number in connection.execute(query.group_by(table.day, table.group)):
            name = names.of(month_of(day), group)
            found[name] = found.get(name, 0) + int(number)
    return found


def with_shown_groups(store: Store, systems: Iterable[System]) -> list[System]:
    """Systems with their requests by group as they may be shown."""
    groups = system_groups(store)
    return [replace(item, groups=groups.get((item.service, item.tenant), {})) for item in systems]


def merge_groups(counts: Mapping[str, int], names: GroupNames, month: str) -> dict[str, int]:
    """Counts by group of one month, under the names that may be shown."""
    merged: dict[str, int] = {}
    for group, number in counts.items():
        name = names.of(month, group)
        merged[name] = merged.get(name, 0) + number
    return merged


def months_between(first: date, last: date) -> list[str]:
    """The months that some days are part of, in order."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = (divmod(first.year * 12 + first.month - 1 + n, 12) for n in range(count))
    return [f"{year:04d}-{month + 1:02d}" for year, month in starts]


def group_people(store: Store, names: GroupNames) -> dict[str, int]:
    """How many people of each named group were seen in the busiest month that is still known."""
    table = people.c
    query = sa.select(table.month, table.group, sa.func.count()).group_by(table.month, table.group)
    most: dict[str, int] = {}
    with store.read() as connection:
        for month, group, number in connection.execute(query):
            if group in names.named(month):
                most[group] = max(most.get(group, 0), int(number))
    return most


def _numbers(store: Store, table: sa.Table, months: Iterable[str], names: GroupNames) -> list[GroupNumber]:
    """Sums by month and shown name, whatever the group's own name is."""
    own = "outcome" if table is daily_requests else "type"
    keys = [table.c[name] for name in ("service", "tenant", "group", "action", own)]
    sums: Counter[tuple[str, str, str, str, str, str]] = Counter()
    with store.read() as connection:
        for month in months:
            total = sa.func.sum(table.c.requests).label("number")
            query = sa.select(*keys, total).where(table.c.day.between(first_day(month), last_day(month)))
            for row in connection.execute(query.group_by(*keys)).mappings():
                group = names.of(month, row["group"])
                key = (month, group, row["service"], row["tenant"], row["action"], row[own])
                sums[key] += int(row["number"])
    found = []
    for (month, group, service, tenant, action, value), number in sorted(sums.items()):
        outcome, kind = (value, "") if own == "outcome" else ("", value)
        found.append(GroupNumber(month, group, service, tenant, action, outcome, kind, number))
    return found
