"""Processes that make pages and reports step back for the proxy."""

import subprocess
import sys

import pytest

from agent.priority import AUTOGROUP, NICENESS

PROGRAM = "import os, agent.priority as p; p.step_back(); print(os.nice(0)); print(p.AUTOGROUP.read_text())"


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this kernel does not schedule by session")
def test_a_session_of_its_own_steps_back_with_its_process() -> None:
    """Niceness alone counts within the session only, so that of the session is lowered as well."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], start_new_session=True, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == str(NICENESS)
    assert done.stdout.split()[-2:] == ["nice", str(NICENESS)]


def test_the_session_of_others_keeps_its_priority() -> None:
    """A process within a session, as under a terminal, lowers itself and nobody else."""
    before = AUTOGROUP.read_text() if AUTOGROUP.exists() else ""
    program = "import os, agent.priority as p; p.step_back(); print(os.nice(0))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= NICENESS
    assert (AUTOGROUP.read_text() if AUTOGROUP.exists() else "") == before
