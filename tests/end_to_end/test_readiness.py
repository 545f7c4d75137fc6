"""`/readyz`: a guard through which nobody can connect is not ready."""

import json
import shutil
import urllib.error
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from running import Running, fetch, listens, start, wait_until

from agent.demo.stand_in import StandIn
from agent.errors import FailureError
from agent.proxy.master import make_ca


def readiness(guard: Running) -> dict[str, Any]:
    """What it answers, whatever the status; nothing while there is no answer."""
    try:
        return dict(json.loads(fetch(guard.console + "/readyz")))
    except urllib.error.HTTPError as error:
        return dict(json.loads(error.read()))
    except OSError:
        return {}


def test_an_expired_ca_shows(tmp_path: Path) -> None:
    """Clients refuse what it signs, so the guard says what is wrong and is not ready."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=11 * 365)):
        make_ca(tmp_path / "data" / "ca")
    guard = start(tmp_path, ready=listens)
    try:
        wait_until(lambda: "expired" in str(readiness(guard).get("problems")))
        assert readiness(guard)["ready"] is False
    finally:
        guard.stop()


def test_a_damaged_ca_is_said_in_one_line(tmp_path: Path) -> None:
    """The guard does not start with it, nor make another that no client knows."""
    make_ca(tmp_path)
    damaged = tmp_path / "mitmproxy-ca.pem"
    damaged.write_text(damaged.read_text()[:-200])
    with pytest.raises(FailureError, match="restore it from a backup"):
        make_ca(tmp_path)


def test_damaged_trust_shows_until_it_is_repaired(internet: StandIn, tmp_path: Path) -> None:
    """Without the certificates by which services are believed nothing can be asked of them."""
    trusted = tmp_path / "trusted.pem"
    trusted.write_text("damaged")
    guard = start(tmp_path, "--set", f"ssl_verify_upstream_trusted_ca={trusted}", ready=listens)
    try:
        said = wait_until(lambda: [note for note in readiness(guard).get("problems", ()) if "TLS" in note])
        assert readiness(guard)["ready"] is False
        assert said[0].startswith("no TLS with AI services")
        shutil.copy(internet.ca_file, trusted)
        wait_until(lambda: readiness(guard).get("ready"))
    finally:
        guard.stop()
