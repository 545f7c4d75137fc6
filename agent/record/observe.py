"""Count events into what the register and the reports read: totals a system, and sums a day.

The sums are kept while events are purged; they hold no pseudonyms. `people` holds this and last month's
pseudonyms a group, for no other use than to know which groups are too small to be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.engine import Connection

from agent.record.event import Event
from agent.record.groups import GroupNames, month_of, read_names, settle
from agent.record.schema import daily_findings, daily_requests, people, system_counts, systems
from agent.record.shown import count_shown
from agent.record.store import insert, upsert

System = tuple[str, str]


@dataclass(slots=True)
class Sight:
    """What was seen of one system: when, how often and how much."""

    first: datetime
    last: datetime
    requests: int = 0
    bytes: int = 0

    def add(self, time: datetime, requests: int, size: int) -> None:
        """Count more traffic."""
        self.first = min(self.first, time)
        self.last = max(self.last, time)
        self.requests += requests
        self.bytes += size


@dataclass(slots=True)
class Tally:
    """Sums over some traffic, ready to be added to the tables."""

    systems: dict[System, Sight] = field(default_factory=dict)
    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    requests: dict[tuple[date, str, str, str, str, str, str], list[int]] = field(default_factory=dict)
    findings: dict[tuple[date, str, str, str, str, str, str, str], list[int]] = field(default_factory=dict)
    people: set[tuple[str, str, str]] = field(default_factory=set)

    def see(self, system: System, time: datetime, requests: int, size: int) -> None:
        """Count traffic to a system."""
        sight = self.systems.get(system)
        if sight is None:
            sight = self.systems[system] = Sight(time, time)
        sight.add(time, requests, size)

    def count(self, system: System, dimension: str, value: str | None, number: int = 1) -> None:
        """Count one fact about a system."""
        if value:
            self.counts[(*system, dimension, value)] += number

    def merge(self, other: Tally) -> None:
        """Add the systems and counts of another tally."""
        for system, sight in other.systems.items():
            self.see(system, sight.first, sight.requests, sight.bytes)
            self.see(system, sight.last, 0, 0)
        self.counts.update(other.counts)


def observe(connection: Connection, events: Iterable[Event], *, received: bool = False) -> None:
    """Add events to the tables, in the transaction that writes them.

    Args:
        connection: In that transaction.
        events: What happened.
        received: The events come from another node, whose counts of traffic are not in these tables yet.
    """
    tally = Tally()
    for event in events:
        if event.kind == "decision" and event.service:
            _add(tally, event, event.service)
        elif event.kind == "traffic" and event.service and received:
            _add_traffic(tally, event, event.service)
    apply(connection, tally)


def traffic_events(node: str, tally: Tally) -> list[Event]:
    """Counts of traffic without content, as events for the central store of a fleet."""
    made = []
    for (service, tenant), sight in tally.systems.items():
        numbers = {"requests": sight.requests}
        for (*system, dimension, value), number in tally.counts.items():
            if system == [service, tenant]:
                numbers[f"{dimension}:{value}"] = number
        detail = tuple((name, str(number)) for name, number in sorted(numbers.items()))
        made.append(
            Event(
                kind="traffic",
                node=node,
                time=sight.last,
                service=service,
                tenant=tenant or None,
                bytes=sight.bytes,
                detail=detail,
            )
        )
    return made


def _add_traffic(tally: Tally, event: Event, service: str) -> None:
    system = (service, event.tenant or "")
    for name, number in event.detail:
        dimension, _, value = name.partition(":")
        if dimension == "requests":
            tally.see(system, event.time, int(number), event.bytes)
        else:
            tally.count(system, dimension, value, int(number))


def _add(tally: Tally, event: Event, service: str) -> None:
    system = (service, event.tenant or "")
    group = event.group or ""
    tally.see(system, event.time, 1, event.bytes)
    for name, fact in event.detail:
        if name == "evidence":
            tally.count(system, name, fact)
    for dimension, value in (
        ("action", event.action),
        ("would", event.would),
        ("rule", f"{event.action} {event.rule}" if event.rule else None),
        ("group", event.group),
        ("operation", event.operation),
        ("host", event.host),
    ):
        tally.count(system, dimension, value)
    key = (event.time.date(), *system, group, event.action, event.would or "", event.outcome)
    _sum(tally.requests, key, (1, event.chars, event.bytes))
    by_type: Counter[str] = Counter()
    for found in event.findings:
        by_type[found.type] += found.count
    for kind, number in by_type.items():
        tally.count(system, "kind", kind, number)
        place = (event.time.date(), *system, group, kind, event.action, event.would or "", event.outcome)
        _sum(tally.findings, place, (1, number))
    if event.pseudonym:
        tally.people.add((event.time.strftime("%Y-%m"), group, event.pseudonym))


def _sum[K](sums: dict[K, list[int]], key: K, numbers: tuple[int, ...]) -> None:
    row = sums.setdefault(key, [0] * len(numbers))
    for index, number in enumerate(numbers):
        row[index] += number


def apply(connection: Connection, tally: Tally) -> None:
    """Add sums to the tables. Keys are sorted, so that two writers cannot wait for each other's rows."""
    if tally.systems:
        rows = [
            {
                "service": service,
                "tenant": tenant,
                "first_seen": sight.first,
                "last_seen": sight.last,
                "requests": sight.requests,
                "bytes": sight.bytes,
            }
            for (service, tenant), sight in sorted(tally.systems.items(), key=lambda item: item[0])
        ]
        connection.execute(_see(connection.dialect.name), rows)
    _add_sums(connection, tally)
    _add_people(connection, tally)
    counts: list[dict[str, Any]] = [
        {"service": s, "tenant": t, "dimension": d, "value": v, "count": n}
        for (s, t, d, v), n in sorted(tally.counts.items())
    ]
    upsert(connection, system_counts, counts + _shown(connection, tally), ("count",))


def _add_people(connection: Connection, tally: Tally) -> None:
    """Keep who was seen, and name the groups that become large enough by newcomers."""
    if not tally.people:
        return
    rows = [{"month": m, "group": g, "pseudonym": p} for m, g, p in sorted(tally.people)]
    new = connection.execute(_meet(connection.dialect.name), rows).all()
    for month in sorted({person.month for person in new}):
        names = read_names(connection, month).months.get(month, {})
        if any(person.group not in names for person in new if person.month == month):
            settle(connection, month)  # a newcomer to a group that has its name changes nothing


@cache
def _meet(dialect: str) -> Any:  # noqa: ANN401 - the two dialects' Insert share no type
    """Insert people; gives those that were not there."""
    return insert(dialect, people).on_conflict_do_nothing().returning(people)


def _shown(connection: Connection, tally: Tally) -> list[dict[str, Any]]:
    """The same requests under the labels of Prometheus."""
    if not tally.systems:
        return []
    months = {month_of(day) for day, *_ in tally.requests}
    names = GroupNames({month: read_names(connection, month).months.get(month, {}) for month in months})
    judged: Counter[tuple[str, str, str, str]] = Counter()
    for (day, service, tenant, group, action, *_), (number, *_) in tally.requests.items():
        judged[service, tenant, names.of(month_of(day), group), action] += number
    seen = {system: sight.requests for system, sight in tally.systems.items()}
    return count_shown(connection, judged, seen)


def _add_sums(connection: Connection, tally: Tally) -> None:
    _add_rows(connection, daily_requests, tally.requests, ("requests", "chars", "bytes"))
    _add_rows(connection, daily_findings, tally.findings, ("requests", "findings"))


def _add_rows[K: tuple[date | str, ...]](
    connection: Connection, table: sa.Table, sums: dict[K, list[int]], numbers: tuple[str, ...]
) -> None:
    names = [*(column.name for column in table.primary_key), *numbers]
    rows = [dict(zip(names, (*key, *sums[key]), strict=True)) for key in sorted(sums)]
    upsert(connection, table, rows, numbers)


@cache
def _see(dialect: str) -> Any:  # noqa: ANN401 - the two dialects' Insert share no type
    """Insert systems, or add to their sums and widen the time in which they were seen."""
    statement = insert(dialect, systems)
    earlier, later = (func.least, func.greatest) if dialect == "postgresql" else (func.min, func.max)
    old, new = systems.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["service", "tenant"],
        set_={
            "first_seen": earlier(func.coalesce(old.first_seen, new.first_seen), new.first_seen),
            "last_seen": later(func.coalesce(old.last_seen, new.last_seen), new.last_seen),
            "requests": old.requests + new.requests,
            "bytes": old.bytes + new.bytes,
        },
    )
