"""How long one lookup takes; the aim is 2 microseconds on average."""

import itertools

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.services import load_catalogue
from detectors.services.load import packaged_entries

HOSTS = [
    "api.openai.com",
    "chatgpt.com",
    "europe-west4-aiplatform.googleapis.com",
    "bedrock-runtime.eu-central-1.amazonaws.com",
    "contoso.openai.azure.com",
    "outlook.office365.com",
    "www.example.nl",
    "static.xx.fbcdn.net",
    "s3.eu-west-1.amazonaws.com",
    "a.very.long.host.name.of.some.intranet.example",
]


@pytest.mark.parametrize("ask", ["lookup", "inspects"])
def test_asking_for_a_host(benchmark: BenchmarkFixture, ask: str) -> None:
    """Ten known and unknown hosts in turn: divide the mean by ten for one."""
    function = getattr(load_catalogue(), ask)
    benchmark(lambda: [function(host) for host in HOSTS])


def test_loading(benchmark: BenchmarkFixture) -> None:
    """Reading and checking every packaged file."""
    catalogue = benchmark.pedantic(load_catalogue, setup=packaged_entries.cache_clear, rounds=3)
    assert list(itertools.islice(catalogue.services, 1))


def test_loading_again(benchmark: BenchmarkFixture) -> None:
    """What a change of an organisation's own file costs."""
    load_catalogue()
    benchmark.pedantic(load_catalogue, rounds=3)
