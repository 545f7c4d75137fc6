"""Sums: what the register and the reports read, kept in the transaction that writes the events."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from running import wait_until

from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.schema import daily_findings, daily_requests, people, system_counts, systems
from agent.record.store import Store
from agent.record.writer import Writer


def _rows(store: Store, table: sa.Table) -> list[tuple]:
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]


def test_sums_of_a_small_day(store: Store, event: Callable[..., Event]) -> None:
    """Three requests give exactly these rows; an event of another kind gives none."""
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    made = [
        event(time=noon),
        event(time=noon, pseudonym="p2", bytes=600),
        event(time=noon, tenant="acme", action="log", would="block", outcome="forwarded", operation=None),
        event(time=noon, kind="policy"),
    ]
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in made])
    day = date(2026, 7, 1)
    assert _rows(store, daily_requests) == [
        (day, "chatgpt", "", "hr", "block", "", "stopped", 2, 240, 1000),
        (day, "chatgpt", "acme", "hr", "log", "block", "forwarded", 1, 120, 400),
    ]
    assert _rows(store, daily_findings) == [
        (day, "chatgpt", "", "hr", "NL_BSN", "block", "", "stopped", 2, 2),
        (day, "chatgpt", "acme", "hr", "NL_BSN", "log", "block", "forwarded", 1, 1),
    ]
    assert _rows(store, people) == [("2026-07", "hr", "p1"), ("2026-07", "hr", "p2")]
    assert ("chatgpt", "acme", "would", "block", 1) in _rows(store, system_counts)


_made = st.builds(
    lambda service, day, count: Event(
        kind="decision",
        node="n1",
        service=service,
        time=datetime(2026, 7, day, tzinfo=UTC),
        action="log",
        bytes=day,
        findings=(FindingCount("NL_BSN", "q", count),) if count else (),
    ),
    st.sampled_from(["a", "b"]),
    st.integers(1, 28),
    st.integers(0, 3),
)


@settings(max_examples=20, deadline=None)
@given(batches=st.lists(st.lists(_made, max_size=8), max_size=4))
def test_sums_do_not_depend_on_batches(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Event]]
) -> None:
    """However events fall into transactions, totals, first and last times are those of all events."""
    with Store.open(tmp_path_factory.mktemp("sums") / "r.db") as store:
        for batch in batches:
            with store.write() as connection:
                append(connection, [Entry.of(item) for item in batch])
        every = [item for batch in batches for item in batch]
        with store.read() as connection:
            found = {row.service: row for row in connection.execute(sa.select(systems))}
            kinds = dict(
                connection.execute(
                    sa.select(system_counts.c.service, system_counts.c["count"]).where(
                        system_counts.c.dimension == "kind"
                    )
                ).all()
            )
    assert {s: row.requests for s, row in found.items()} == Counter(item.service for item in every)
    for service, row in found.items():
        own = [item for item in every if item.service == service]
        assert (row.first_seen, row.last_seen) == (min(i.time for i in own), max(i.time for i in own))
        assert row.bytes == sum(item.bytes for item in own)
        assert kinds.get(service, 0) == sum(f.count for item in own for f in item.findings)


def _wait_for_rows(store: Store) -> None:
    wait_until(lambda: _rows(store, systems))


async def test_traffic_without_content_is_counted(store: Store, event: Callable[..., Event]) -> None:
    """`seen` reaches the register without any event, by itself, and adds to what events count."""
    with Writer(store, "n1") as writer:
        for _ in range(3):
            writer.seen("claude", size=100, host="claude.ai")
        await asyncio.to_thread(_wait_for_rows, store)
        writer.seen("chatgpt", size=1)
        await writer.record(event())
    rows = {row[0]: row for row in _rows(store, systems)}
    assert rows["claude"][4:6] == (3, 300)
    assert rows["chatgpt"][4:6] == (2, 401)
    assert ("claude", "", "host", "claude.ai", 3) in _rows(store, system_counts)
