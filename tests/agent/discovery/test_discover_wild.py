"""Logs of other makes, settings and carriers are told by content and counted right."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from log_writers import AI_HOSTS, Visit, visits
from wild_logs import WildLog, wild_logs

from agent.discovery import Discovery, discover

VISITS = list(visits(30, people=6, share=0.6))
LOGS = wild_logs()


def expected() -> dict[str, list[Visit]]:
    """The visits to each AI service."""
    found = defaultdict(list)
    for visit in VISITS:
        if visit.host in AI_HOSTS:
            found[AI_HOSTS[visit.host]].append(visit)
    return found


@pytest.fixture(scope="module", params=LOGS)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[WildLog, Discovery]:
    """A log, and what was found in it."""
    wild = LOGS[request.param]
    log = tmp_path_factory.mktemp("wild") / "log"
    log.write_text("".join(f"{line}\n" for line in wild.write(VISITS)))
    return wild, discover([log], timezone="UTC")


def test_the_format_is_told_by_content(written: tuple[WildLog, Discovery]) -> None:
    """Whatever carried the lines, they are read as what they are."""
    wild, found = written
    assert list(found.formats.values()) == [wild.format]


def test_services_events_clients_and_bytes(written: tuple[WildLog, Discovery]) -> None:
    """Exactly the AI services, each with its lines, its different clients and what was sent."""
    wild, found = written
    assert {one.service: (one.events, one.clients, one.bytes_out) for one in found.services} == {
        service: (len(seen), wild.people(seen), sum(v.sent for v in seen) if wild.sizes else None)
        for service, seen in expected().items()
    }


def test_first_and_last_seen(written: tuple[WildLog, Discovery]) -> None:
    """To the second, in UTC; a log without times has none."""
    wild, found = written
    for one in found.services:
        seen = expected()[one.service]
        for got, visit in ((one.first_seen, seen[0]), (one.last_seen, seen[-1])):
            if wild.times == "none":
                assert got is None
                continue
            assert got is not None
            wanted = visit.time
            if wild.times == "short":
                wanted = wanted.replace(year=got.year)
                assert got < datetime.now(UTC) + timedelta(days=2)
            assert abs(got - wanted) < timedelta(seconds=1)


def test_other_lines_are_skipped_with_a_reason(written: tuple[WildLog, Discovery]) -> None:
    """Nothing is read that is no request, and the reason says what it is."""
    wild, found = written
    assert dict(found.summary.reasons) == wild.skipped(len(VISITS))
    assert found.summary.read == len(VISITS)


@pytest.mark.parametrize("name", ["squid", "combined", "csv", "pairs", "umbrella", "meraki"])
def test_a_forced_format_is_carried_too(name: str, tmp_path: Path) -> None:
    """With --format the lines are understood as without it."""
    for wild in LOGS.values():
        if wild.format == name:
            log = tmp_path / "log"
            log.write_text("".join(f"{line}\n" for line in wild.write(VISITS)))
            assert discover([log], name, timezone="UTC").services == discover([log], timezone="UTC").services
