"""A guard of a fleet: the central database may be gone, and nobody notices."""

import os
import ssl
import time
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from running import Running, start, wait_until

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"
DOWN_SECONDS = float(os.environ.get("SCHADUWWACHT_TEST_DOWN", "3"))


def pending(guard: Running) -> float:
    return guard.metric("schaduwwacht_events_pending")


def test_a_database_that_is_down_loses_nothing(cluster: Any, postgresql: str, tmp_path: Path) -> None:
    """No request is refused for it; what waits shows in the metric; afterwards every event is there once."""
    (tmp_path / "schaduwwacht.yaml").write_text(f"central: {postgresql}\n")
    (tmp_path / "internet").mkdir()
    statuses = []
    with StandIn(tmp_path / "internet") as internet:
        upstream = ["--mode", f"upstream:http://127.0.0.1:{internet.port}"]
        trust = ["--set", f"ssl_verify_upstream_trusted_ca={internet.ca_file}"]
        guard = start(tmp_path, "--config", tmp_path / "schaduwwacht.yaml", *upstream, *trust)
        context = ssl.create_default_context(cafile=guard.ca)
        with httpx.Client(proxy=guard.proxy, verify=context, timeout=60) as http:

            def send() -> None:
                number = len(statuses)
                body = {"model": "m", "messages": [{"role": "user", "content": f"Vraag {number}"}]}
                statuses.append(http.post(CHAT, json=body).status_code)

            send()
            cluster.stop()
            until = time.monotonic() + DOWN_SECONDS
            while time.monotonic() < until:
                send()
            waiting = pending(guard)
            cluster.start()
            send()
        wait_until(lambda: pending(guard) == 0)
        assert guard.stop() == 0
    engine = sa.create_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT count(*), count(DISTINCT id) FROM events WHERE kind = 'decision'"
        )
        assert kept.one() == (len(statuses), len(statuses))
    engine.dispose()
    assert set(statuses) == {200}
    assert waiting >= len(statuses) - 3
