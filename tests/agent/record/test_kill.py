"""`kill -9` at random moments under load: what was acknowledged is there, once, and the chain holds.

`SCHADUWWACHT_TEST_KILLS` sets how often; 200 was run by hand.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from agent.record.export import export
from agent.record.forward import forward
from agent.record.keys import Keyring, load_signer
from agent.record.schema import events
from agent.record.store import Store
from agent.record.verify import verify

KILLS = int(os.environ.get("SCHADUWWACHT_TEST_KILLS", "20"))
PROGRAM = Path(__file__).with_name("write_until_killed.py")


def killed_run(*arguments: str) -> list[str]:
    """Start the program, let it write for a moment, kill it; the ids it acknowledged."""
    with subprocess.Popen([sys.executable, PROGRAM, *arguments], stdout=subprocess.PIPE) as program:
        first = program.stdout.readline()
        time.sleep(random.uniform(0, 0.12))
        program.send_signal(signal.SIGKILL)
        rest = program.stdout.read()
    return (first + rest).decode().split("\n")[:-1]


def stored(store: Store) -> list[str]:
    """Ids in the store."""
    with store.read() as connection:
        return [str(UUID(bytes=item)) for item in connection.execute(sa.select(events.c.id)).scalars()]


@pytest.mark.timeout(1800)
def test_acknowledged_events_survive(tmp_path: Path) -> None:
    """Every acknowledged event of every killed run is in the database once, and the chain verifies."""
    database, key = tmp_path / "r.db", tmp_path / "key.pem"
    acknowledged = [item for _ in range(KILLS) for item in killed_run(str(database), str(key))]
    with sqlite3.connect(database) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    signer = load_signer(key)
    with Store.open(database) as store:
        there = stored(store)
        report = verify(export(store, signer, "n1"), Keyring([signer.key.public_key()]))
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there)) == report.events
    assert report.holds


@pytest.mark.timeout(1800)
def test_forwarded_events_arrive_once(tmp_path: Path, postgresql: str) -> None:
    """The same for a node of a fleet: PostgreSQL ends up with every event once, and its chain verifies."""
    database, key = tmp_path / "r.db", tmp_path / "key.pem"
    acknowledged = [item for _ in range(KILLS) for item in killed_run(str(database), str(key), postgresql)]
    signer = load_signer(key)
    with Store.open(database) as local, Store.open(postgresql) as central:
        list(export(local, signer, "n1"))  # signs the end
        while forward(local, central, "n1"):
            pass
        there = stored(central)
        report = verify(export(central), Keyring([signer.key.public_key()]))
        assert sorted(there) == sorted(stored(local))
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there)) == report.events
    assert report.holds
