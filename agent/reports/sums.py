"""What the store adds up for a report; but for numbers by group, which `agent.register.privacy` gives."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.coverage import Coverage, read_coverage
from agent.record.groups import first_day, last_day, month_of
from agent.record.schema import daily_findings, daily_requests, reveals
from agent.record.store import Store

type Handling = Literal["stopped", "replaced", "passed"]
type System = tuple[str, str | None]

HANDLINGS: tuple[Handling, ...] = ("stopped", "replaced", "passed")


def handling(action: str, outcome: str) -> Handling:
    """What became of a request: stopped, sent with placeholders, or let through as it was."""
    if outcome != "forwarded":
        return "stopped"
    return "replaced" if action == "redact" else "passed"


@dataclass(slots=True)
class Sums:
    """What happened in some days.

    Attributes:
        requests: Requests with content by system, action and handling.
        findings: Requests with a finding by entity type, system and handling.
        coverage: What was looked into, and what was not.
        asked: Requests to name a user.
        named: Those that were approved.
    """

    requests: Counter[tuple[System, str, Handling]] = field(default_factory=Counter)
    findings: Counter[tuple[str, System, Handling]] = field(default_factory=Counter)
    coverage: Coverage = field(default_factory=lambda: Coverage({}, {}, {}))
    asked: int = 0
    named: int = 0

    def total(self, handled: Handling | None = None) -> int:
        """Requests, all of them or those handled so."""
        return sum(number for (*_, way), number in self.requests.items() if handled in (None, way))

    def by_system(self) -> Counter[System]:
        """Requests by system."""
        totals: Counter[System] = Counter()
        for (system, *_), number in self.requests.items():
            totals[system] += number
        return totals

    def by_action(self) -> Counter[str]:
        """Requests by what the policy decided."""
        totals: Counter[str] = Counter()
        for (_, action, _), number in self.requests.items():
            totals[action] += number
        return totals


def read_sums(store: Store, first: date, last: date) -> Sums:
    """The sums of these days, both included."""
    sums = Sums(coverage=read_coverage(store, first, last))
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    with store.read() as connection:
        _requests(connection, sums, first, last)
        _findings(connection, sums, first, last)
        for column in (reveals.c.asked, reveals.c.approved):
            query = sa.select(sa.func.count()).where(column >= start, column < end)
            number = int(connection.execute(query).scalar_one())
            if column is reveals.c.asked:
                sums.asked = number
            else:
                sums.named = number
    return sums


def first_known(store: Store) -> date | None:
    """The first day of which there are sums, or None."""
    with store.read() as connection:
        found: date | None = connection.execute(sa.select(sa.func.min(daily_requests.c.day))).scalar()
    return found


def by_month(store: Store, months: list[str]) -> dict[str, Counter[Handling]]:
    """Requests of each month by handling; months without any are there too."""
    table = daily_requests.c
    found: dict[str, Counter[Handling]] = {month: Counter() for month in months}
    if not months:
        return found
    query = (
        sa.select(table.day, table.action, table.outcome, sa.func.sum(table.requests))
        .where(table.day.between(first_day(months[0]), last_day(months[-1])))
        .group_by(table.day, table.action, table.outcome)
    )
    with store.read() as connection:
        for day, action, outcome, number in connection.execute(query):
            found[month_of(day)][handling(action, outcome)] += int(number)
    return found


def _requests(connection: Connection, sums: Sums, first: date, last: date) -> None:
    table = daily_requests.c
    keys = (table.service, table.tenant, table.action, table.outcome)
    query = sa.select(*keys, sa.func.sum(table.requests)).where(table.day.between(first, last))
    for service, tenant, action, outcome, number in connection.execute(query.group_by(*keys)):
        sums.requests[(service, tenant or None), action, handling(action, outcome)] += int(number)


def _findings(connection: Connection, sums: Sums, first: date, last: date) -> None:
    table = daily_findings.c
    keys = (table.type, table.service, table.tenant, table.action, table.outcome)
    query = sa.select(*keys, sa.func.sum(table.requests)).where(table.day.between(first, last))
    for kind, service, tenant, action, outcome, number in connection.execute(query.group_by(*keys)):
        sums.findings[kind, (service, tenant or None), handling(action, outcome)] += int(number)
