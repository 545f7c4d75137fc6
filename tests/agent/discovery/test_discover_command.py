"""`schaduwwacht discover` as its users see it: results, exit codes, and nobody's name."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from log_writers import AI_HOSTS, WRITERS, visits
from running import call

from agent.discovery.logs.formats import FORMATS

VISITS = list(visits(300))
KEYS = ["service", "name", "hosts", "events", "clients", "first_seen", "last_seen", "bytes_out", "evidence"]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log in which users have names."""
    path = tmp_path / "web.csv"
    path.write_text("".join(f"{line}\n" for line in WRITERS["csv"].lines(VISITS)))
    return path


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_agreed_json(log: Path) -> None:
    """One line a service, the summary last; exit code 0 and a silent standard error."""
    done = call("discover", "--json", log)
    *services, summary = records(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [list(one) for one in services] == [KEYS] * len(services)
    assert {one["service"] for one in services} == set(AI_HOSTS.values())
    assert summary == {
        "summary": {
            "lines": len(VISITS) + 1,
            "read": len(VISITS),
            "skipped": 1,
            "reasons": {"comment or header": 1},
        }
    }


def test_clients_are_counted_and_never_named(log: Path, tmp_path: Path) -> None:
    """No address and no user of the log is in the output, the messages, or the database."""
    done = call("discover", "--register", "--json", log, "--data-dir", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    database = (tmp_path / "data" / "schaduwwacht.db").read_bytes()
    kept = (done.stdout + done.stderr).encode() + database
    assert b"jansen" not in kept.lower()
    assert not [visit.client for visit in VISITS if visit.client.encode() in kept]


def test_a_table_for_people(log: Path) -> None:
    """Without --json: a table on standard output, how much was read on standard error."""
    done = call("discover", log)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == KEYS
    assert "ChatGPT" in done.stdout
    assert f"{len(VISITS)} read, 1 skipped (comment or header: 1)" in done.stderr


def test_standard_input_and_columns(log: Path) -> None:
    """`-` reads standard input; --columns says which column is which."""
    text = log.read_text().replace("URL", "Waarheen", 1)
    done = call("discover", "--json", "--columns", "host=waarheen,client=user", "-", input=text)
    *services, summary = records(done.stdout)
    assert done.returncode == 0, done.stderr
    assert summary["summary"]["read"] == len(VISITS)
    assert {one["clients"] for one in services} == {2}


def test_the_help_names_every_format() -> None:
    """Who asks for help sees what --format may be."""
    words = set(call("discover", "--help").stdout.replace(",", " ").replace(".", " ").split())
    assert set(FORMATS) <= words


def test_a_log_with_addresses_only(tmp_path: Path) -> None:
    """Where no line names a host, that is what is said: nothing is wrong with the format."""
    log = tmp_path / "forward.log"
    log.write_text(
        'date=2026-10-20 time=10:15:30 type="traffic" srcip=192.0.2.1 dstip=198.51.100.7 action=close\n'
    )
    done = call("discover", "--json", log)
    assert done.returncode == 0
    assert records(done.stdout)[0]["summary"]["reasons"] == {"no host name": 1}
    assert "no line names a host" in done.stderr


def test_nothing_readable_is_a_failure(tmp_path: Path) -> None:
    """Exit code 3, one line that names the formats, and no result."""
    log = tmp_path / "verhaal.txt"
    log.write_text("Er was eens\n")
    done = call("discover", "--json", log)
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert all(name in done.stderr for name in ("verhaal.txt", "bind", "suricata", "paloalto"))


def test_the_wrong_format_by_name(log: Path) -> None:
    """Exit code 0: the lines are counted as skipped, and a warning asks whether --format was right."""
    done = call("discover", "--json", "--format", "bind", log)
    (summary,) = records(done.stdout)
    assert done.returncode == 0
    assert summary["summary"]["skipped"] == summary["summary"]["lines"] == len(VISITS) + 1
    assert "--format" in done.stderr


@pytest.mark.parametrize("options", [("--format", "squit"), ("--columns", "host"), ("--timezone", "X/Y")])
def test_wrong_options(options: tuple[str, str], log: Path) -> None:
    """Exit code 2 and one line."""
    done = call("discover", *options, log)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_into_the_register(log: Path, tmp_path: Path) -> None:
    """Systems with their first and last day, lines, hosts and evidence; an event tells who did it."""
    data = tmp_path / "data"
    found = records(call("discover", "--json", "--register", log, "--data-dir", data).stdout)[:-1]
    kept = records(call("register", "list", "--json", "--data-dir", data).stdout)
    wanted = {one["service"]: (one["events"], one["last_seen"][:19] + "Z") for one in found}
    assert {one["service"]: (one["requests"], one["last_seen"]) for one in kept} == wanted
    with sqlite3.connect(data / "schaduwwacht.db") as connection:
        counts = {
            (service, dimension): (value, count)
            for service, dimension, value, count in connection.execute(
                "SELECT service, dimension, value, count FROM system_counts WHERE service = 'claude'"
            )
        }
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM events")]
    events = wanted["claude"][0]
    assert counts["claude", "evidence"] == ("catalogue", events)
    assert counts["claude", "host"] == ("claude.ai", events)
    assert {body["kind"] for body in bodies} == {"traffic"}
    assert all(body["actor"] for body in bodies)
    assert len(bodies) == len(found)
