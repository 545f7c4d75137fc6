"""What the guard adds to a request: time to a refusal, time to the first byte of a stream, requests a second.

Figures are from one run on one machine; the ratios against the stand-in without a guard are what travels.
"""

import itertools
import json
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fixtures import guard, internet, through  # noqa: F401 - fixtures
from pytest_benchmark.fixture import BenchmarkFixture
from running import Running, free_ports, start

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"
HARMLESS = "Schrijf een recept voor erwtensoep voor vier personen. "
LEAK = "Maak een brief voor Joke Zandstra, BSN 111222333, over haar contract. "
REDACT = """\
name: redact
rules:
  - id: people
    action: redact
    when: {finds: [{types: [PERSON, NL_BSN]}]}
    message: {nl: Gegevens zijn vervangen., en: Data was replaced.}
"""
# What any proxy must do for a chat to stream at all.
STREAMING = "def responseheaders(flow):\n    flow.response.stream = True\n"


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


@pytest.fixture(scope="module")
def mitmproxy(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:  # noqa: F811 - the fixture
    """A client of mitmproxy without a guard."""
    folder = tmp_path_factory.mktemp("mitmproxy")
    (folder / "streaming.py").write_text(STREAMING)
    (port,) = free_ports(1)
    options = ["--set", f"confdir={folder}", "--listen-host", "127.0.0.1", "--listen-port", str(port)]
    program = Path(sys.executable).with_name("mitmdump")
    process = subprocess.Popen([program, "-q", "-s", folder / "streaming.py", *options, *through(internet)])
    certificate = folder / "mitmproxy-ca-cert.pem"
    while not certificate.exists():
        time.sleep(0.1)
    time.sleep(2)
    context = ssl.create_default_context(cafile=certificate)
    with httpx.Client(proxy=f"http://127.0.0.1:{port}", verify=context, timeout=30) as client:
        yield client
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def redacted(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:  # noqa: F811 - the fixture
    """A client of a guard that replaces names and numbers."""
    folder = tmp_path_factory.mktemp("redacting")
    (folder / "policy.yaml").write_text(REDACT)
    running = start(folder, *through(internet), "--policy", folder / "policy.yaml")
    context = ssl.create_default_context(cafile=running.ca)
    with httpx.Client(proxy=running.proxy, verify=context, timeout=30) as client:
        yield client
    running.stop()


def test_time_to_the_first_event_beside_mitmproxy(
    benchmark: BenchmarkFixture, guarded: httpx.Client, mitmproxy: httpx.Client, redacted: httpx.Client
) -> None:
    """From the request to its first event, in turns; the aim is at most 10 ms more than bare mitmproxy."""
    benchmark.pedantic(_beside, (guarded, mitmproxy, redacted), rounds=1)
    assert redacted.post(CHAT, json=body(LEAK)).status_code == 200


def _beside(guarded: httpx.Client, mitmproxy: httpx.Client, redacted: httpx.Client) -> None:
    numbers = itertools.count(10)
    for size, repeat in (("100 characters", 1), ("2 KB", 30)):
        print(f"\nFrom the request to the first event, {size}, new texts")
        cases = {
            "mitmproxy": (mitmproxy, HARMLESS),
            "a guard, nothing found": (guarded, HARMLESS),
            "a guard, redacted and restored": (redacted, LEAK),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(65):
            for name, (client, text) in cases.items():
                times[name].append(_first_event(client, f"{text * repeat} {next(numbers)}"))
        for name, taken in times.items():
            line(name, sorted(taken[5:]))
        for name in list(cases)[1:]:
            more = [ours - bare for ours, bare in zip(times[name], times["mitmproxy"], strict=True)]
            p25, p50, _ = statistics.quantiles(more[5:], n=4)
            print(f"  {name:<44} p50 {p50:+7.1f} ms   p25 {p25:+7.1f} ms beside mitmproxy")


def _first_event(client: httpx.Client, text: str) -> float:
    """Milliseconds from sending a request to having the first event of its answer."""
    start = time.perf_counter()
    with client.stream("POST", CHAT, content=json.dumps(body(text, stream=True))) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        taken = (time.perf_counter() - start) * 1000
        for _ in pieces:
            continue
    return taken
