"""Times in logs: the two that are kept, earliest and latest, are those that a careful reader would find."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.discovery import discover
from agent.discovery.logs.moments import CLOCKS, clock_of, in_utc, read_moment

NOW = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read(text: str, zone: ZoneInfo | timezone = UTC) -> datetime | None:
    clock = clock_of([text])
    assert clock is not None
    stamp, moment = (part.execute() for part in clock.split(ibis.literal(text)))
    return read_moment(clock.name, stamp, moment, zone, NOW)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-10-20T10:15:30Z", "2026-10-20T10:15:30"),
        ("2026-10-20T10:15:30.123456+0200", "2026-10-20T08:15:30.123456"),
        ("2026-10-20 10:15:30,5 +02:00", "2026-10-20T08:15:30.5"),
        ("2026/10/20 10:15:30", "2026-10-20T10:15:30"),
        ("[20/Oct/2026:10:15:30 +0200]", "2026-10-20T08:15:30"),
        ("20-Oct-2026 10:15:30.123 queries", "2026-10-20T10:15:30.123"),
        ("Tue Oct 20 10:15:30 2026", "2026-10-20T10:15:30"),
        ("Oct  3 10:15:30 ns1", "2026-10-03T10:15:30"),
        ("Dec 31 23:59:59 ns1", "2025-12-31T23:59:59"),
        ("<30>Nov  5 09:00:00 ns1", "2026-11-05T09:00:00"),
        ("20-10-2026 10:15:30 0E70", "2026-10-20T10:15:30"),
        ("10/20/2026 1:15:30 PM", "2026-10-20T13:15:30"),
        ("5/6/2026 12:15:30 AM", "2026-05-06T00:15:30"),
        ("20/10/2026 1:15:30 p.m. 0E70", "2026-10-20T13:15:30"),
        ("10/20/2026 1:15:30\u202fPM", "2026-10-20T13:15:30"),
        ("Oct 20, 2026 1:15:30 PM", "2026-10-20T13:15:30"),
        ("Oct 2, 2026, 12:15:30\u202fam", "2026-10-02T00:15:30"),
        ("2026:10:20-10:15:30 utm", "2026-10-20T10:15:30"),
        ("Oct 20 2026 10:15:30", "2026-10-20T10:15:30"),
        ("05/06/2026 12:15:30", "2026-06-05T12:15:30"),
        ("[1792484130] unbound", "2026-10-20T08:15:30"),
        ("1792484130.25", "2026-10-20T08:15:30.25"),
        ("1792484130250", "2026-10-20T08:15:30.25"),
        ("1792484130250000000", "2026-10-20T08:15:30.25"),
        ("1.79248413025E9", "2026-10-20T08:15:30.25"),
    ],
)  # fmt: skip
def test_ways_to_write_a_time(text: str, wanted: str) -> None:
    """Each is read as what it says, in UTC."""
    assert read(text) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_a_zone_where_the_log_is_silent() -> None:
    """Local time before and after the clocks change."""
    assert read("2026-07-01 12:00:00", AMSTERDAM) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert read("2026-12-01 12:00:00", AMSTERDAM) == datetime(2026, 12, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-20 10:15:30 UTC",
        "2026-10-20 10:15:30 GMT",
        "Oct 20 2026 10:15:30 GMT",
        "Tue Oct 20 10:15:30 2026 UTC",
        "[2026-10-20 10:15:30 UTC] [192.0.2.1:5353]",
    ],
)
def test_a_zone_by_name(text: str) -> None:
    """A log that says UTC is believed, wherever this machine is."""
    assert read(text, AMSTERDAM) == datetime(2026, 10, 20, 10, 15, 30, tzinfo=UTC)


def test_a_log_that_is_known_to_be_in_utc() -> None:
    """The clock of such a log keeps an offset that a line does name."""
    clock = in_utc(in_utc(CLOCKS["iso"]))
    for text, hour in (("2026-10-20 10:15:30", 10), ("2026-10-20 10:15:30+02:00", 8)):
        stamp, moment = (part.execute() for part in clock.split(ibis.literal(text)))
        got = read_moment(clock.name, stamp, moment, AMSTERDAM, NOW)
        assert got == datetime(2026, 10, 20, hour, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-13-40 10:15:30", "31-Feb-2026 10:15:30", "Foo 12 10:15:30 x", "99/99/2026 9:61:00"]
)
def test_nonsense_is_no_time(text: str) -> None:
    """A time that cannot be gives none, and stops nothing."""
    assert read(text) is None


@given(
    st.integers(1_000_000_000, 9_900_000_000),
    st.integers(-12 * 4, 14 * 4),
    st.sampled_from(["%Y-%m-%dT%H:%M:%S%z", "%d/%b/%Y:%H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z"]),
)
def test_written_and_read_again(seconds: int, quarters: int, pattern: str) -> None:
    """Any moment, in any offset."""
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=15 * quarters)))
    assert read(moment.strftime(pattern)) == moment


def test_months_and_offsets_in_any_order(tmp_path: Path) -> None:
    """First and last are right over a change of month, year and offset, whatever the order of the lines."""
    times = ["01/Nov/2026:00:10:00 +0100", "31/Oct/2026:23:50:00 +0200", "02/Jan/2026:09:00:00 +0100"]
    lines = [f'192.0.2.1 - - [{time}] "CONNECT chatgpt.com:443 HTTP/1.1" 200 9 "-" "-" X:Y' for time in times]
    log = tmp_path / "log"
    log.write_text("\n".join(lines))
    (one,) = discover([log]).services
    assert one.first_seen == datetime(2026, 1, 2, 8, tzinfo=UTC)
    assert one.last_seen == datetime(2026, 10, 31, 23, 10, tzinfo=UTC)
