"""What the store knows of register, law, clocks and learning, as numbers; and the processes' own."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from agent.measuring.certificates import CertificateCollector
from agent.measuring.processes import PROC, ProcessCollector, memory_by_process
from agent.measuring.totals import read_totals
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.store import Store
from agent.register.duties import set_duty
from agent.register.law import Organisation
from agent.register.literacy import add_training
from agent.register.systems import Actor, set_system

ACTOR = Actor("ann", "n1")
TODAY = date(2026, 7, 1)


def test_decisions_that_end_are_counted_once(tmp_path: Path) -> None:
    """By how soon; a refused system needs no new decision."""
    with Store.open(tmp_path / "r.db") as store:
        for name, days, status in (
            ("a", -1, "allowed"),
            ("b", 0, "allowed"),
            ("c", 30, "allowed"),
            ("d", 31, "allowed"),
            ("e", 91, "allowed"),
            ("f", 5, "refused"),
        ):
            facts = {"status": status, "expires": (TODAY + timedelta(days=days)).isoformat()}
            set_system(store, name, None, facts, ACTOR)
        totals = read_totals(store, {}, Organisation(), TODAY)
    assert totals.expiring == {("overdue",): 1, ("30d",): 2, ("90d",): 1}


def test_a_duty_is_late_when_the_law_asks_it_now(tmp_path: Path) -> None:
    """AI literacy holds since 2 February 2025: not late the day before, late after, and never when done."""
    alone = Organisation(countries=frozenset({"BE"}), works_council=False)
    with Store.open(tmp_path / "r.db") as store:
        before = read_totals(store, {}, alone, date(2025, 2, 1)).late
        after = read_totals(store, {}, alone, date(2025, 2, 2)).late
        set_duty(store, "ai-act-4", None, {"state": "done"}, ACTOR)
        done = read_totals(store, {}, alone, date(2025, 2, 2))
    assert (before["AI Act",], after["AI Act",], done.late["AI Act",]) == (0, 1, 0)
    assert done.obligations["done",] == 1
    assert set(done.obligations) == {("open",), ("in progress",), ("done",), ("not applicable",)}


def test_people_are_counted_from_five_on(tmp_path: Path) -> None:
    """Four people are not told; trainings of more than a year ago neither."""
    now = datetime.now(UTC)
    with Store.open(tmp_path / "r.db") as store:
        for number in range(5):
            event = Event(kind="decision", node="n1", service="s", pseudonym=f"p{number}", action="log")
            with store.write() as connection:
                append(connection, [Entry.of(event)])
            people = read_totals(store, {}, Organisation()).people
            assert people == (5 if number == 4 else None)
        for days, number in ((1, "3"), (364, "4"), (366, "50")):
            day = (now.date() - timedelta(days=days)).isoformat()
            facts = {"day": day, "group": "hr", "people": number, "subject": "AI"}
            add_training(store, facts, ACTOR)
        assert read_totals(store, {}, Organisation(), now.date()).trained == 7


@pytest.mark.skipif(not PROC.is_dir(), reason="this system has no /proc")
def test_memory_is_told_by_process() -> None:
    """Children of our child are scan processes; what they start counts with them."""
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    inner = "import time; x = b'x' * 50_000_000; print('up', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", child, inner], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        found = memory_by_process(os.getpid())
    finally:
        subprocess.run(["kill", *pids_below(process.pid), str(process.pid)], check=True)
        process.wait()
    assert found["proxy"] > 10_000_000
    assert any(size > 50_000_000 for name, size in found.items() if name.startswith("scan-"))


def pids_below(pid: int) -> list[str]:
    """Children of a process."""
    stats = [folder / "stat" for folder in PROC.glob("[0-9]*")]
    return [
        stat.parent.name
        for stat in stats
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[1] == str(pid)
    ]


def test_files_and_certificates_are_told(tmp_path: Path) -> None:
    """Open files below their limit; a broken certificate ends at once, an absent one is left out."""
    (tmp_path / "broken.pem").write_text("no certificate")
    registry = CollectorRegistry()
    registry.register(ProcessCollector("p_"))
    registry.register(
        CertificateCollector("p_", {"ca": tmp_path / "broken.pem", "absent": tmp_path / "none.pem"})
    )
    assert (registry.get_sample_value("p_open_files") or 0) > 0
    assert (registry.get_sample_value("p_open_files") or 0) < (
        registry.get_sample_value("p_open_files_limit") or 0
    )
    name = "p_certificate_expiry_timestamp_seconds"
    assert registry.get_sample_value(name, {"certificate": "ca"}) == 0
    assert registry.get_sample_value(name, {"certificate": "absent"}) is None
