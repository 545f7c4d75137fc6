"""What the guard adds to a request: time to a refusal, time to the first byte of a stream, requests a second.

Figures are from one run on one machine; the ratios against the stand-in without a guard are what travels.
"""

import json
import ssl
import statistics
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from fixtures import guard, internet  # noqa: F401 - fixtures
from pytest_benchmark.fixture import BenchmarkFixture
from running import Running

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"
HARMLESS = "Schrijf een recept voor erwtensoep voor vier personen. "
LEAK = "Maak een brief voor Joke Zandstra, BSN 111222333, over haar contract. "


def body(text: str, *, stream: bool = False) -> dict[str, object]:
    return {"model": "m", "stream": stream, "messages": [{"role": "user", "content": text}]}


@pytest.fixture(scope="module")
def guarded(guard: Running) -> Iterator[httpx.Client]:  # noqa: F811 - the fixture
    context = ssl.create_default_context(cafile=guard.ca)
    with httpx.Client(proxy=guard.proxy, verify=context, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def bare(internet: StandIn) -> Iterator[httpx.Client]:  # noqa: F811 - the fixture
    context = ssl.create_default_context(cafile=internet.ca_file)
    with httpx.Client(proxy=f"http://127.0.0.1:{internet.port}", verify=context, timeout=30) as client:
        yield client


def milliseconds(action: Callable[[], object], runs: int = 60) -> list[float]:
    """Sorted times of an action, after five that do not count."""
    times = []
    for number in range(runs + 5):
        start = time.perf_counter()
        action()
        if number >= 5:
            times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def line(name: str, times: list[float]) -> None:
    p95 = times[int(len(times) * 0.95)]
    print(f"  {name:<44} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms")


def test_time_to_an_answer(benchmark: BenchmarkFixture, guarded: httpx.Client, bare: httpx.Client) -> None:
    """Refusals and answers, new texts each time (nothing cached) and a text seen before."""
    benchmark.pedantic(_answers, (guarded, bare), rounds=1)
    assert guarded.post(CHAT, json=body(LEAK)).status_code == 403


def _answers(guarded: httpx.Client, bare: httpx.Client) -> None:
    print("\nTime to the whole answer")
    numbers = iter(range(10**6))

    def send(client: httpx.Client, text: str, *, fresh: bool) -> Callable[[], object]:
        def post() -> object:
            return client.post(CHAT, json=body(f"{text} {next(numbers)}" if fresh else text))

        return post

    for size, repeat in (("100 characters", 1), ("2 KB", 30)):
        line(f"refused, {size}", milliseconds(send(guarded, LEAK * repeat, fresh=True)))
        line(f"answered, {size}", milliseconds(send(guarded, HARMLESS * repeat, fresh=True)))
        line(f"answered, {size}, seen before", milliseconds(send(guarded, HARMLESS * repeat, fresh=False)))
        line(f"answered, {size}, without a guard", milliseconds(send(bare, HARMLESS * repeat, fresh=True)))


def test_time_to_the_first_byte_of_a_stream(
    benchmark: BenchmarkFixture,
    guarded: httpx.Client,
    bare: httpx.Client,
    internet: StandIn,  # noqa: F811 - the fixture
) -> None:
    """From the moment the service sends the first event to the moment the client has it."""
    benchmark.pedantic(_first_bytes, (guarded, bare, internet), rounds=1)
    assert internet.arrived


def _first_bytes(guarded: httpx.Client, bare: httpx.Client, service: StandIn) -> None:
    print("\nFirst event of a stream, from the service to the client")
    for name, client in (("through the guard", guarded), ("without a guard", bare)):
        delays = []
        for _ in range(60):
            service.sent_at.clear()
            service.go_on.clear()  # the second event waits until the first has arrived
            with client.stream("POST", CHAT, content=json.dumps(body(HARMLESS, stream=True))) as answer:
                pieces = answer.iter_raw()
                next(pieces)
                delays.append((time.perf_counter() - service.sent_at[0]) * 1000)
                service.go_on.set()
                for _ in pieces:
                    continue
        line(name, sorted(delays[5:]))
