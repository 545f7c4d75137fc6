"""How fast events are written, and how fast a million of them is queried.

`make bench ARGS=tests/benchmarks/test_bench_record.py`; `SCHADUWWACHT_BENCH_EVENTS` sets another number.
"""

import asyncio
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytest_benchmark.fixture import BenchmarkFixture

from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.export import export
from agent.record.keys import Keyring, load_signer
from agent.record.schema import daily_findings, daily_requests
from agent.record.store import Store
from agent.record.verify import verify
from agent.record.writer import Writer
from agent.register.incidents import list_incidents
from agent.register.systems import list_systems

EVENTS = int(os.environ.get("SCHADUWWACHT_BENCH_EVENTS", "1000000"))
START = datetime(2026, 1, 1, tzinfo=UTC)
SERVICES = [f"service-{n}" for n in range(60)]
GROUPS = [f"group-{n}" for n in range(25)]
KINDS = ["NL_BSN", "PERSON", "EMAIL_ADDRESS", "IBAN_CODE", "HEALTH", "SECRET"]
SIX_MONTHS = timedelta(days=180)


def make_event(chance: random.Random, number: int, node: str = "n1") -> Event:
    """An event as traffic makes them: one in five has findings, one in a hundred is a possible breach."""
    dice = chance.random()
    found = (FindingCount(chance.choice(KINDS), "messages[].content", 1, 0.95),) if dice < 0.2 else ()
    leak = dice < 0.01
    return Event(
        kind="decision",
        node=node,
        time=START + SIX_MONTHS * (number / EVENTS),
        service=chance.choice(SERVICES),
        operation="chat",
        tenant=chance.choice([None, "acme"]),
        method="POST",
        host="api.example.com",
        status="discovered",
        group=chance.choice(GROUPS),
        pseudonym=f"pseudonym{chance.randrange(1000):07d}",
        action="log" if leak else "block" if found else "allow",
        would="block" if leak else None,
        rule="bsn-never-leaves" if found else "default",
        policy_version="0123456789ab",
        findings=found,
        parts=3,
        chars=1234,
        bytes=4321,
        scan_ms=12.34,
        decision_ms=0.12,
        outcome="stopped" if found and not leak else "forwarded",
    )


@pytest.mark.parametrize("callers", [1, 50, 500])
def test_events_per_second(benchmark: BenchmarkFixture, tmp_path: Path, callers: int) -> None:
    """Durable events by so many callers at once, each waiting for its own."""
    chance = random.Random(1)
    events = [make_event(chance, number) for number in range(200 if callers == 1 else 10_000)]
    signer = load_signer(tmp_path / "key.pem")

    async def record(writer: Writer) -> None:
        todo = iter(events)

        async def call() -> None:
            for event in todo:
                await writer.record(event)

        await asyncio.gather(*(call() for _ in range(callers)))

    def run() -> None:
        with Store.open(tmp_path / f"{random.random()}.db") as store, Writer(store, "n1", signer) as writer:
            asyncio.run(record(writer))

    benchmark.extra_info["events"] = len(events)
    benchmark.pedantic(run, rounds=3)
    print(f"\n{callers} callers: {len(events) / benchmark.stats['min']:,.0f} events/s")


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a million events over half a year."""
    chance = random.Random(2)
    path = tmp_path_factory.mktemp("million") / "record.db"
    with Store.open(path) as store:
        for first in range(0, EVENTS, 5000):
            entries = [Entry.of(make_event(chance, n)) for n in range(first, min(first + 5000, EVENTS))]
            with store.write() as connection:
                append(connection, entries)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        size = sum(item.stat().st_size for item in path.parent.iterdir())
        print(f"\n{EVENTS:,} events: {size / 2**20:,.0f} MiB, {size / EVENTS:,.0f} bytes an event")
        yield store


def test_query_register(benchmark: BenchmarkFixture, million: Store) -> None:
    """The whole register."""
    assert len(benchmark(list_systems, million)) == 120


def test_query_incidents(benchmark: BenchmarkFixture, million: Store) -> None:
    """All incidents with their counts."""
    assert benchmark(list_incidents, million)


def test_query_undecided(benchmark: BenchmarkFixture, million: Store) -> None:
    """The incidents that people have still to decide, as the metric asks."""
    assert benchmark(lambda: list_incidents(million, undecided=True))


def test_query_report(benchmark: BenchmarkFixture, million: Store) -> None:
    """Requests by service, group and action, and findings by kind, of a quarter: what the report adds up."""
    since, until = (START + timedelta(days=30)).date(), (START + timedelta(days=120)).date()

    def report() -> int:
        day = daily_requests.c.day
        keys = [daily_requests.c[name] for name in ("service", "group", "action")]
        sums = sa.func.sum(daily_requests.c.requests)
        requests = sa.select(*keys, sums).where(day.between(since, until)).group_by(*keys)
        day = daily_findings.c.day
        keys = [daily_findings.c[name] for name in ("service", "group", "type", "action")]
        sums = sa.func.sum(daily_findings.c.findings)
        findings = sa.select(*keys, sums).where(day.between(since, until)).group_by(*keys)
        with million.read() as connection:
            return len(connection.execute(requests).all()) + len(connection.execute(findings).all())

    assert benchmark(report)


def test_export_and_verify(benchmark: BenchmarkFixture, million: Store, tmp_path: Path) -> None:
    """Export and verify everything, once."""
    signer = load_signer(tmp_path / "key.pem")
    keys = Keyring([signer.key.public_key()])
    report = benchmark.pedantic(lambda: verify(export(million, signer, "n1"), keys), rounds=1)
    assert report.holds
    assert report.events == EVENTS
