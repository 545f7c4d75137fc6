"""The stand-in internet of the end-to-end tests, and a Prometheus that watched a guard at work."""

import time
from collections.abc import Iterator

import pytest
from asking import running_prometheus
from fixtures import internet
from postgres import cluster, postgresql
from seeded import Watched, keep_register, seeded_guard, work

from agent.demo.stand_in import StandIn
from agent.record.store import Store

__all__ = ["cluster", "internet", "postgresql", "watched"]


@pytest.fixture(scope="session")
def watched(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    with (
        seeded_guard(folder, internet) as guard,
        running_prometheus(folder, guard.metrics) as prometheus,
    ):
        prometheus.wait_for("job:schaduwwacht_up:count offset 6s", lambda number: number == 1)
        codes = work(guard, internet, lambda: time.sleep(6))
        with Store.open(guard.data_dir / "schaduwwacht.db") as store:
            keep_register(store)
        prometheus.wait_for("sum(schaduwwacht_trained_people)", lambda number: number == 7)
        at = prometheus.wait_for(
            "sum(action:schaduwwacht_requests:sum offset 6s)", lambda number: number == 23
        )
        yield Watched(guard, prometheus, at, codes)
