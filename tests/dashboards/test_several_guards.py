"""Several proxy processes that share one database: Prometheus adds them up, and the sums are right."""

import contextlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from asking import running_prometheus
from fixtures import through
from running import Running, start

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"


@contextlib.contextmanager
def guards(folder: Path, internet: StandIn, database: str) -> Iterator[list[Running]]:
    """Two guards, each with its own ports and its own place for keys."""
    made: list[Running] = []
    try:
        for name in ("one", "two"):
            (folder / name).mkdir()
            config = folder / name / "schaduwwacht.yaml"
            config.write_text(f"database: {database}\nworkers: 1\n")
            named = ("env", f"SCHADUWWACHT_NODE={name}")
            made.append(start(folder / name, *through(internet), "--config", config, prefix=named))
        yield made
    finally:
        for guard in made:
            if guard.process.poll() is None:
                guard.process.kill()
                guard.process.wait()


def send(guard: Running, *texts: str) -> None:
    """Prompts through one guard."""
    context = ssl.create_default_context(cafile=guard.ca)
    with httpx.Client(proxy=guard.proxy, verify=context, timeout=60) as http:
        for text in texts:
            http.post(CHAT, json={"model": "m", "messages": [{"role": "user", "content": text}]})


@pytest.mark.timeout(300)  # two guards, a database, and the silence before another tells
def test_sums_over_guards_are_right_also_when_one_is_killed(
    internet: StandIn, postgresql: str, tmp_path: Path
) -> None:
    """Each request counts once, and no request seems to be made when another process takes over telling."""
    total, recorded = "sum(schaduwwacht_requests_total)", "sum(action:schaduwwacht_requests:sum)"
    with (
        guards(tmp_path, internet, postgresql) as (one, two),
        running_prometheus(tmp_path, one.metrics, two.metrics) as prometheus,
    ):
        prometheus.wait_for("sum(up{job='schaduwwacht'})", lambda number: number == 2)
        send(one, "Hallo", "Het BSN is 111222333")
        send(two, "Hallo", "Hallo", "Hallo")
        prometheus.wait_for(total, lambda number: number == 5)
        prometheus.wait_for("sum(action:schaduwwacht_requests:sum offset 3s)", lambda number: number == 5)
        prometheus.wait_for("sum(schaduwwacht_connections_total{handling='inspected'})", lambda n: n == 2)
        assert [number for _, number in prometheus.ask("sum(schaduwwacht_store_told)")] == [1]
        assert [number for _, number in prometheus.ask("sum(schaduwwacht_decision_seconds_count)")] == [5]
        told = one if one.metric("schaduwwacht_store_told") else two
        other = two if told is one else one
        told.process.kill()
        told.process.wait()
        prometheus.wait_for("sum(schaduwwacht_store_told)", lambda number: number == 1)
        send(other, "Hallo")
        prometheus.wait_for(total, lambda number: number == 6)
        at = prometheus.wait_for(recorded, lambda number: number == 6)
        drawn = prometheus.graph(recorded, at, 1)
        grown = prometheus.ask("sum(increase(schaduwwacht_requests_total[2m]))", at)
    ((_, numbers),) = drawn
    assert max(numbers) == 6
    assert numbers == sorted(numbers)
    assert all(number < 6 for _, number in grown)
