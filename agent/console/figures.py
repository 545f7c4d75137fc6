"""Sums of the last weeks for the overview.

They are worked out anew for each page while that is quick; in a large store the page shows those of a moment
ago, while newer ones are worked out beside it.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from agent.record.schema import daily_findings, daily_requests
from agent.record.store import Store
from agent.register.privacy import GroupNames, group_requests, months_between

WEEKS = 12
DAYS = 30
QUICK_SECONDS = 0.05
OLD_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was used and what was stopped.

    Attributes:
        since: First of the last thirty days.
        until: The last of them.
        services: Requests of the last thirty days by service.
        actions: By what was done.
        actions_before: The same of the thirty days before.
        kinds: Requests with a kind of finding, by kind and what was done.
        weeks: Requests of the last twelve weeks by their Monday and what was done.
        groups: Requests of this month by group, small ones merged.
    """

    since: date
    until: date
    services: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    actions_before: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    weeks: Counter[tuple[date, str]] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)


def read_figures(store: Store, today: date, names: GroupNames | None = None) -> Figures:
    """Work them out."""
    monday = today - timedelta(days=today.weekday())
    found = Figures(today - timedelta(days=DAYS - 1), today)
    before = found.since - timedelta(days=DAYS)
    table = daily_requests.c
    keys = (table.day, table.service, table.action)
    start = min(monday - timedelta(weeks=WEEKS - 1), before)
    query = sa.select(*keys, sa.func.sum(table.requests).label("number")).where(
        table.day.between(start, today)
    )
    with store.read() as connection:
        for day, service, action, number in connection.execute(query.group_by(*keys)):
            _count(found, day, service, action, int(number))
        table = daily_findings.c
        sums = sa.func.sum(table.requests)
        query = sa.select(table.type, table.action, sums).where(table.day.between(found.since, today))
        for row in connection.execute(query.group_by(table.type, table.action)):
            found.kinds[str(row[0]), str(row[1])] += int(row[2])
    for item in group_requests(store, months_between(today, today), names):
        found.groups[item.group] += item.requests
    return found


def _count(found: Figures, day: date, service: str, action: str, number: int) -> None:
    found.weeks[day - timedelta(days=day.weekday()), action] += number
    if day >= found.since:
        found.services[service] += number
        found.actions[action] += number
    elif day >= found.since - timedelta(days=DAYS):
        found.actions_before[action] += number


class Kept[T]:
    """A value that is worked out again when it is old, without anybody waiting for it.

    Args:
        work: Works it out.
        rest: Seconds that it is kept in any case.
        clock: Seconds that only grow.
    """

    def __init__(
        self, work: Callable[[], T], rest: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._work = work
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._value: T | None = None
        self._took = 0.0
        self._made = 0.0

    def get(self) -> T:
        """The value: of this moment when it costs little, else of a moment ago."""
        value = self._value
        age = self._clock() - self._made
        if value is not None and age < self._rest:
            return value
        if value is None or self._took < QUICK_SECONDS:
            with self._lock:
                return self._make()
        if age > OLD_SECONDS and self._lock.acquire(blocking=False):
            threading.Thread(target=self._make_and_release, name="figures", daemon=True).start()
        return value

    def _make_and_release(self) -> None:
        try:
            self._make()
        finally:
            self._lock.release()

    def _make(self) -> T:
        began = self._clock()
        value = self._work()
        self._value, self._made = value, self._clock()
        self._took = self._made - began
        return value
