"""How long a report over a million events takes, and each of its forms.

`make bench ARGS=tests/benchmarks/test_bench_report.py`; `SCHADUWWACHT_BENCH_EVENTS` sets another number.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from report_traffic import SETTING, make_event

from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.store import Store
from agent.register.privacy import group_names
from agent.reports.build import build
from agent.reports.model import Period, Report
from agent.reports.period import period
from agent.reports.render import FORMS, render

EVENTS = int(os.environ.get("SCHADUWWACHT_BENCH_EVENTS", "1000000"))
START = datetime(2026, 1, 1, tzinfo=UTC)
MADE = datetime(2026, 7, 20, tzinfo=UTC)
MAY = period(date(2026, 5, 1), date(2026, 5, 31), MADE.date())
HALF_YEAR = period(START.date(), date(2026, 6, 30), MADE.date())


def big_event(chance: random.Random, number: int) -> Event:
    """An event of one of 60 services under two tenants, by one of a thousand people in 25 groups."""
    event = make_event(chance, START + timedelta(days=180) * (number / EVENTS))
    person = chance.randrange(1000)
    if event.action in ("log", "coach") and event.outcome == "forwarded" and chance.random() < 0.9:
        event = replace(event, action="log", would=None, status="allowed")  # else half of it were breaches
    return replace(
        event,
        service=f"service-{chance.randrange(60)}",
        tenant=chance.choice([None, "acme"]),
        group=f"group-{person % 25}",
        pseudonym=f"{event.time:%m}-{person}",
    )


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a million events over half a year: 120 systems, 25 groups."""
    chance = random.Random(2)
    with Store.open(tmp_path_factory.mktemp("report") / "record.db") as store:
        for first in range(0, EVENTS, 5000):
            entries = [Entry.of(big_event(chance, n)) for n in range(first, min(first + 5000, EVENTS))]
            with store.write() as connection:
                append(connection, entries)
        group_names(store, MADE.date())
        yield store


@pytest.fixture(scope="module")
def report(million: Store) -> Report:
    """The report of all of it."""
    return build(million, SETTING, HALF_YEAR, MADE)


@pytest.mark.parametrize("days", [MAY, HALF_YEAR], ids=["month", "half year"])
def test_report_is_built(benchmark: BenchmarkFixture, million: Store, days: Period) -> None:
    """The data of a report, from the store."""
    found = benchmark.pedantic(lambda: build(million, SETTING, days, MADE), rounds=5)
    assert found.figure("requests").value


@pytest.mark.parametrize("form", FORMS)
def test_report_is_rendered(benchmark: BenchmarkFixture, report: Report, form: str) -> None:
    """Each form of the half year's report."""
    data = benchmark.pedantic(lambda: render(report, form, "nl"), rounds=3)
    print(f"\n{form}: {len(data) / 1024:,.0f} KiB")
