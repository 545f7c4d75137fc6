"""A guard and a stand-in internet for the tests of this folder."""

from collections.abc import Iterator

import pytest
from running import Running, start

from agent.demo.stand_in import StandIn


@pytest.fixture(scope="session")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    with StandIn(tmp_path_factory.mktemp("internet")) as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def guard(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("guard"), *through(internet))
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def nothing_arrived(internet: StandIn) -> StandIn:
    """The stand-in, emptied."""
    internet.arrived.clear()
    internet.connects.clear()
    internet.sent_at.clear()
    return internet


def through(internet: StandIn) -> list[str]:
    """Options that send the guard's own traffic to the stand-in."""
    upstream = f"upstream:http://127.0.0.1:{internet.port}"
    return ["--mode", upstream, "--set", f"ssl_verify_upstream_trusted_ca={internet.ca_file}"]
