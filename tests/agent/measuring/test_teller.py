"""Of all processes that share a store, one tells its numbers."""

import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import wait_until

from agent.errors import AgentError
from agent.measuring.families import FAMILIES
from agent.measuring.teller import Teller
from agent.measuring.totals import Totals
from agent.metrics import Metrics
from agent.record.store import Store

HOLD = """
import sys
from pathlib import Path
from agent.measuring.teller import Teller
from agent.record.store import Store
location = sys.argv[1]
teller = Teller(Store.open(location if "://" in location else Path(location)), Path(sys.argv[2]))
print(teller.tells(), flush=True)
sys.stdin.read()
"""


def check_turns(location: str | Path, folder: Path) -> None:
    """Another process tells; while it lives we do not; when it is killed we do."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(location), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    assert other.stdout.readline() == "True\n"
    with Store.open(location) as store:
        teller = Teller(store, folder, settle=0)
        assert not teller.tells()
        other.kill()
        other.wait()
        wait_until(teller.tells)  # PostgreSQL notices in its own time
        assert teller.tells()
        teller.close()


def test_one_process_tells_of_a_file(tmp_path: Path) -> None:
    """SQLite: a lock beside the file, which a killed process cannot keep."""
    check_turns(tmp_path / "r.db", tmp_path)


def test_one_process_tells_of_a_server(postgresql: str, tmp_path: Path) -> None:
    """PostgreSQL: a lock in the database, whatever machine the processes are on."""
    check_turns(postgresql, tmp_path)


def test_a_new_teller_waits_until_the_old_one_is_forgotten(tmp_path: Path) -> None:
    """Else Prometheus would add both for one scrape; who was first of all tells at once."""
    with Store.open(tmp_path / "r.db") as store:
        first, second = Teller(store, tmp_path), Teller(store, tmp_path, settle=0.05)
        assert first.tells()
        assert not second.tells()
        first.close()
        assert not second.tells()
        time.sleep(0.1)
        assert second.tells()
        assert not first.tells()
        second.close()


def test_who_does_not_tell_serves_its_own_counters(tmp_path: Path) -> None:
    """The store's metrics are left out, not 0: a sum over all processes is then right."""
    metrics = Metrics()
    metrics.watch(Totals, lambda: False)
    metrics.connections.labels("passed").inc()
    names = {family.name for family in metrics.registry.collect()}
    assert not {f"schaduwwacht_{family.name}" for family in FAMILIES} & names
    assert metrics.registry.get_sample_value("schaduwwacht_store_told") == 0
    assert metrics.registry.get_sample_value("schaduwwacht_connections_total", {"handling": "passed"}) == 1


def test_a_broken_store_costs_its_own_metrics_only(caplog: pytest.LogCaptureFixture) -> None:
    """The endpoint answers, says that the store was not read, and the log says why."""

    def broken() -> Totals:
        raise AgentError("the disk is gone")

    metrics = Metrics()
    metrics.watch(broken)
    with caplog.at_level(logging.WARNING):
        names = {family.name for family in metrics.registry.collect()}
    assert metrics.registry.get_sample_value("schaduwwacht_store_readable") == 0
    assert "schaduwwacht_requests" not in names
    assert "schaduwwacht_decision_seconds" in names
    assert "the disk is gone" in caplog.text
