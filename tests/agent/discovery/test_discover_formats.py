"""Every format, written with known answers, is told by its content and counted right."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from log_writers import AI_HOSTS, WRITERS, Visit, Writer, visits
from wild_logs import wild_logs

from agent.discovery import Discovery, discover
from agent.discovery.logs.formats import FORMATS

VISITS = list(visits(600))


def expected(seen: list[Visit]) -> dict[str, list[Visit]]:
    """The visits to each AI service."""
    found = defaultdict(list)
    for visit in seen:
        if visit.host in AI_HOSTS:
            found[AI_HOSTS[visit.host]].append(visit)
    return found


@pytest.fixture(scope="module", params=WRITERS)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Writer, Discovery]:
    """A log of one product, and what was found in it."""
    writer = WRITERS[request.param]
    log = tmp_path_factory.mktemp("logs") / "a.log"
    log.write_text("".join(f"{line}\n" for line in writer.lines(VISITS)))
    return writer, discover([log], timezone="UTC")


def test_every_format_has_a_writer() -> None:
    """No format is left out of these tests."""
    written = {writer.name for writer in WRITERS.values()} | {wild.format for wild in wild_logs().values()}
    assert written == set(FORMATS)


def test_the_format_is_told_by_content(written: tuple[Writer, Discovery]) -> None:
    """Nothing but the lines says which product wrote them."""
    writer, found = written
    assert list(found.formats.values()) == [writer.name]


def test_services_hosts_events_and_clients(written: tuple[Writer, Discovery]) -> None:
    """Exactly the AI services, each with its hosts, lines and different clients."""
    _, found = written
    wanted = {
        service: (sorted({visit.host for visit in seen}), len(seen), len({visit.client for visit in seen}))
        for service, seen in expected(VISITS).items()
    }
    assert {one.service: (list(one.hosts), one.events, one.clients) for one in found.services} == wanted
    assert {one.evidence for one in found.services} == {"catalogue"}


def test_times(written: tuple[Writer, Discovery]) -> None:
    """First and last are those of the visits, as exact as the product writes them."""
    writer, found = written
    for one in found.services:
        seen = expected(VISITS)[one.service]
        for got, visit in ((one.first_seen, seen[0]), (one.last_seen, seen[-1])):
            assert got is not None
            if writer.years:
                assert abs(got - visit.time) < max(writer.unit, timedelta(milliseconds=1))
            else:  # the last such day before today
                assert got.strftime("%m-%d %H:%M:%S") == visit.time.strftime("%m-%d %H:%M:%S")
                assert got < datetime.now(UTC) + timedelta(days=2)


def test_bytes_sent(written: tuple[Writer, Discovery]) -> None:
    """The sum of what was sent where the product writes that, and nothing at all where it does not."""
    writer, found = written
    for one in found.services:
        total = sum(visit.sent for visit in expected(VISITS)[one.service])
        assert one.bytes_out == (total if writer.sizes else None)


def test_other_lines_are_skipped_with_a_reason(written: tuple[Writer, Discovery]) -> None:
    """Lines that are no request are counted, each under its reason; read and skipped add up."""
    writer, found = written
    comments = sum(line.startswith(("#", "Timestamp;")) for line in writer.head)
    wanted: dict[str, int] = {"comment or header": comments} if comments else {}
    for reason in writer.noise:
        wanted[reason] = wanted.get(reason, 0) + len(VISITS)
    assert dict(found.summary.reasons) == wanted
    assert found.summary.read == len(VISITS)
    assert found.summary.lines == found.summary.read + found.summary.skipped


def test_a_mixture_of_formats(tmp_path: Path) -> None:
    """Logs of many products in one go: the same people are not counted twice, their visits are."""
    names = ("bind", "squid", "zeek-ssl", "suricata", "paloalto", "csv")
    for name in names:
        (tmp_path / name).write_text("\n".join(WRITERS[name].lines(VISITS)))
    found = discover([tmp_path], timezone="UTC")
    wanted = expected(VISITS)
    assert found.summary.read == len(names) * len(VISITS)
    for one in found.services:
        seen = wanted[one.service]
        assert (one.events, one.clients) == (len(names) * len(seen), len({visit.client for visit in seen}))
    assert {Path(log).name: read_as for log, read_as in found.formats.items()} == {
        name: WRITERS[name].name for name in names
    }
