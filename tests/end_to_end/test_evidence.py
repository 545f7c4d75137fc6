"""What is kept, and what is never kept."""

import json
import os
import signal
import sqlite3
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fixtures import through
from running import Running, call, start

from agent.demo.stand_in import StandIn

BSN = "416274377"
NAME = "Hendrikje Oldenzaal"
KEY = "sk-proj-a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ0123456789abT3BlbkFJ"
MAIL = "h.oldenzaal@werkgever.example"
PLANTED = (BSN, NAME, "Oldenzaal", KEY, MAIL)
CHAT = "https://api.openai.com/v1/chat/completions"


def prompt(text: str) -> dict[str, object]:
    return {"model": "m", "messages": [{"role": "user", "content": text}]}


def client(guard: Running) -> httpx.Client:
    context = ssl.create_default_context(cafile=guard.ca)
    return httpx.Client(proxy=guard.proxy, verify=context, timeout=60)


@pytest.fixture
def fresh(internet: StandIn, tmp_path: Path) -> Iterator[Running]:
    """A guard of this test's own."""
    running = start(tmp_path, *through(internet))
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_evidence_survives_kill_9(fresh: Running, internet: StandIn, tmp_path: Path) -> None:
    """Killed right after the client's answer: event, register row and metric are there."""
    with client(fresh) as http:
        stopped = http.post(CHAT, json=prompt(f"BSN van {NAME}: {BSN}"))
        passed = http.post(CHAT, json=prompt("Hallo"))
        os.kill(fresh.process.pid, signal.SIGKILL)
    fresh.process.wait()
    assert (stopped.status_code, passed.status_code) == (403, 200)
    with sqlite3.connect(fresh.data_dir / "schaduwwacht.db") as database:
        kept = database.execute("SELECT service, action FROM events WHERE kind = 'decision'").fetchall()
    database.close()
    assert sorted(kept) == [("openai-api", "allow"), ("openai-api", "block")]
    register = call("register", "list", "--json", "--data-dir", fresh.data_dir)
    row = json.loads(register.stdout)
    assert (row["service"], row["requests"], row["status"]) == ("openai-api", 2, "discovered")
    again = start(tmp_path, *through(internet))
    try:
        labels = {"service": "openai-api", "category": "api", "status": "discovered"}
        assert again.metric("schaduwwacht_requests_total", **labels, action="block") == 1
        assert again.metric("schaduwwacht_requests_total", **labels, action="allow") == 1
        assert again.metric("schaduwwacht_findings_total", type="NL_BSN", action="block") == 1
        assert again.metric("schaduwwacht_register_systems", status="discovered") == 1
    finally:
        assert again.stop() == 0


def test_nothing_planted_is_kept_or_printed(fresh: Running, tmp_path: Path) -> None:
    """Names, numbers and keys that passed through are in no file, log, metric or output of the guard."""
    with client(fresh) as http:
        for text in (f"BSN {BSN} van {NAME}", f"{NAME} ({MAIL})", f"OPENAI_API_KEY={KEY}", f"Beste {NAME},"):
            http.post(CHAT, json=prompt(text))
        http.post(CHAT, json={NAME: {BSN: text}}, headers={"x-name": MAIL})
        http.post(f"{CHAT}?naam={NAME}&bsn={BSN}", content=f"kapot {BSN}".encode())
        http.get("https://chatgpt.com/c/1", headers={"cookie": f"mail={MAIL}"})
    metrics = httpx.get(fresh.metrics + "/metrics").text
    ready = httpx.get(fresh.console + "/readyz").text
    register = call("register", "list", "--json", "--data-dir", fresh.data_dir)
    assert "openai-api" in metrics
    assert "openai-api" in register.stdout
    before = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = b"\n".join(path.read_bytes() for path in before)
    assert fresh.stop() == 0
    kept += b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    everything = kept + (metrics + ready + register.stdout + register.stderr).encode()
    assert [value for value in PLANTED if value.encode() in everything] == []


def test_a_clean_stop_finishes_what_is_open(fresh: Running, internet: StandIn) -> None:
    """SIGTERM during a streamed answer: the answer arrives whole, then the guard ends with exit code 0."""
    internet.go_on.clear()
    with client(fresh) as http, http.stream("POST", CHAT, json=prompt("Hallo") | {"stream": True}) as answer:
        pieces = answer.iter_text()
        text = next(pieces)
        fresh.process.send_signal(signal.SIGTERM)
        fresh.process.send_signal(signal.SIGTERM)  # `uv run` passes on what the whole group gets
        time.sleep(0.3)
        internet.go_on.set()
        text += "".join(pieces)
    assert "[DONE]" in text
    assert fresh.process.wait(60) == 0
    assert fresh.log.read_text().endswith("Stopped.\n")


def test_a_running_guards_record_verifies(fresh: Running, tmp_path: Path) -> None:
    """While it runs, from a shell that does not know the guard's name; a changed or missing end is found."""
    record, key = tmp_path / "record.jsonl", tmp_path / "key.pem"
    data = ("--data-dir", fresh.data_dir)
    key.write_text(call("audit", "key", *data).stdout)
    for asked in (1, 2):
        with client(fresh) as http:
            assert http.post(CHAT, json=prompt(f"BSN: {BSN}")).status_code == 403
        exported = call("audit", "export", "-o", record, *data)
        assert (exported.returncode, exported.stderr) == (0, "")
        assert record.read_text().count('"kind":"decision"') == asked
        verified = call("audit", "verify", record, key)
        assert verified.returncode == 0, verified.stderr
    lines = record.read_text().splitlines(keepends=True)
    changed = lines[-2].replace('"action":"block"', '"action":"allow"')
    assert changed != lines[-2]
    for damaged in ([*lines[:-2], changed, lines[-1]], [*lines[:-2], lines[-1]], lines[:-1]):
        record.write_text("".join(damaged))
        assert call("audit", "verify", record, key).returncode == 1


def test_the_data_directory_is_private(guard: Running) -> None:
    """Only the user who runs the guard can read what it keeps."""
    assert guard.data_dir.stat().st_mode & 0o777 == 0o700
    assert (guard.data_dir / "schaduwwacht.db").stat().st_mode & 0o777 == 0o600
    assert (guard.data_dir / "ca" / "mitmproxy-ca.pem").stat().st_mode & 0o077 == 0


def test_health_pages_answer(guard: Running) -> None:
    """`/healthz` says ok; `/readyz` says what is in force."""
    assert httpx.get(guard.console + "/healthz").text == "ok\n"
    ready = httpx.get(guard.console + "/readyz").json()
    assert ready["ready"] is True
    assert ready["policy"].startswith("default ")
    assert ready["mode"] == "enforce"
