"""The console beside the guard: a process of its own that does not outlive it, nor is missed for long."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from running import Running, start, wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A guard that a test may hurt."""
    made = start(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.send_signal(signal.SIGCONT)
        made.process.kill()
        made.process.wait()


def console_of(guard: Running) -> int:
    """The process of a guard's console."""
    children = Path(f"/proc/{guard.process.pid}/task/{guard.process.pid}/children").read_text().split()
    found = [int(pid) for pid in children if b"agent.console" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(found) == 1
    return found[0]


def status(guard: Running, path: str) -> int:
    """The status of an answer; 0 when nobody answers."""
    try:
        return httpx.get(guard.console + path, timeout=60).status_code
    except httpx.HTTPError:
        return 0


def test_a_killed_console_comes_back_while_the_guard_goes_on(running: Running) -> None:
    """The guard starts a new console, and does not stop for it."""
    first = console_of(running)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: status(running, "/readyz") == 200)
    assert console_of(running) != first
    assert running.process.poll() is None
    assert "the console ended with code -9" in running.log.read_text()
    assert running.stop() == 0


def test_a_guard_that_does_not_answer_is_not_ready(running: Running) -> None:
    """The console says 503 when the guard's process hangs, and says that itself is alive."""
    running.process.send_signal(signal.SIGSTOP)
    assert status(running, "/readyz") == 503
    assert status(running, "/healthz") == 200
    running.process.send_signal(signal.SIGCONT)
    wait_until(lambda: status(running, "/readyz") == 200)
    assert running.stop() == 0


def test_no_console_outlives_its_guard(running: Running) -> None:
    """A guard that is killed takes its console along, so that a new one finds the port free."""
    console = Path(f"/proc/{console_of(running)}")
    running.process.kill()
    running.process.wait()
    wait_until(lambda: not (console / "exe").exists())
    assert status(running, "/healthz") == 0
