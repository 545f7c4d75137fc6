"""Logs of other makes, settings and carriers are told by content and counted right."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_writers import AI_HOSTS, Visit, visits
from wild_logs import WildLog, wild_logs

from agent.discovery import Discovery, discover
from agent.discovery.logs.formats import FORMATS, find_layout
from agent.errors import FailureError
from detectors.services import load_catalogue

VISITS = list(visits(30, people=6, share=0.6))
LOGS = wild_logs()
CATALOGUE = load_catalogue()


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
    return wild, discover([log], timezone="UTC", catalogue=CATALOGUE)


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


@pytest.mark.parametrize(
    "name",
    [
        "umbrella-dns",
        "umbrella-web",
        "proxysg-main",
        "tmg-tabs",
        "sentinel-asim-dns-csv",
        "technitium",
        "sonicwall",
        "paloalto-leef",
        "paloalto-cef",
        "zscaler-qradar-leef",
    ],
)
def test_logs_in_utc_are_read_so_everywhere(name: str, tmp_path: Path) -> None:
    """Where the product or the line says UTC, this machine's time zone does not matter."""
    log = tmp_path / "log"
    log.write_text("".join(f"{line}\n" for line in LOGS[name].write(VISITS)))
    here = discover([log], timezone="Europe/Amsterdam", catalogue=CATALOGUE)
    assert here.services == discover([log], timezone="UTC", catalogue=CATALOGUE).services


@pytest.mark.parametrize(
    "line",
    [
        "Oct 20 10:15:30 srv sshd[812]: Accepted publickey for jan from 192.0.2.10 port 53124 ssh2",
        "Oct 20 10:15:30 fw kernel: IN=eth0 OUT= SRC=192.0.2.10 DST=198.51.100.7 LEN=60 PROTO=TCP DPT=443",
        "Oct 20 10:15:30 mx postfix/smtp[8]: 4A: to=<j@a.example>, relay=mx.example[198.51.100.7]:25",
        "Oct 20 10:15:30 gw dhcpd: DHCPACK on 192.0.2.10 to 00:00:5e:00:53:01 (w12.kantoor.example)",
        '192.0.2.1 - - [20/Oct/2026:10:15:30 +0200] "GET /v1/ HTTP/1.1" 200 9 "https://chatgpt.com/"',
        '{"log":"GET /health 200","stream":"stdout","time":"2026-10-20T08:15:30Z"}',
        '{"@timestamp":"2026-10-20T08:15:30Z","host":{"name":"srv1.kantoor.example"},"event":{"action":"login"}}',
        "Oct 20 10:15:30 ns1 dnsmasq[377]: reply chatgpt.com is 198.51.100.7",
    ],
)  # fmt: skip
def test_logs_of_other_things_are_left_alone(line: str, tmp_path: Path) -> None:
    """What does not tell who asked for which host is in no format that we know."""
    log = tmp_path / "log"
    log.write_text(f"{line}\n" * 20)
    with pytest.raises(FailureError, match="nothing readable"):
        discover([log])


def test_a_log_of_a_whole_machine(tmp_path: Path) -> None:
    """A few lines of a DNS server among thousands of others are found, and the others counted."""
    ours = "Oct 20 10:15:30 srv dnsmasq[377]: query[A] chatgpt.com from 192.0.2.10\n"
    others = "Oct 20 10:15:30 srv CRON[812]: (root) CMD (true)\n" * 60
    log = tmp_path / "syslog"
    log.write_text((others + ours) * 20)
    found = discover([log])
    assert [(one.service, one.events) for one in found.services] == [("chatgpt", 20)]
    assert dict(found.summary.reasons) == {"not in this format": 1200}


_PIECES = st.sampled_from(
    [
        *' \t|,;"={}[]#^',
        "CEF:0|",
        "LEEF:2.0|a|b|c|d|x7C|",
        "#Fields: date time cs-host",
        "#fields\tserver_name\tts\tid.orig_h",
        "#separator \\x2c",
        "sep=;",
        'host="',
        "src=10.0.0.1",
        "url=chatgpt.com",
        "2026-10-20T10:15:30Z",
        "Oct 20 10:15:30 a b[1]: ",
        '{"query_name":"a.nl"}',
        "chatgpt.com",
        "10.0.0.1",
    ]
)


@given(st.lists(st.lists(_PIECES | st.text(max_size=5), max_size=12).map("".join), max_size=6))
def test_no_line_stops_the_search_for_a_format(lines: list[str]) -> None:
    """Whatever the first lines are, a format is found or not; nothing is raised."""
    found = find_layout("\n".join(lines).splitlines(), FORMATS.values())
    assert found is None or found.format in FORMATS


@pytest.mark.parametrize("name", ["squid", "combined", "csv", "pairs", "umbrella", "meraki"])
def test_a_forced_format_is_carried_too(name: str, tmp_path: Path) -> None:
    """With --format the lines are understood as without it."""
    for wild in LOGS.values():
        if wild.format == name:
            log = tmp_path / "log"
            log.write_text("".join(f"{line}\n" for line in wild.write(VISITS)))
            forced = discover([log], name, timezone="UTC", catalogue=CATALOGUE)
            told = discover([log], timezone="UTC", catalogue=CATALOGUE)
            assert forced.services == told.services
