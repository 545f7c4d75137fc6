"""How fast the console's pages are with a million events, and what its load does to the proxy.

`make bench ARGS=tests/benchmarks/test_bench_console.py`; `SCHADUWWACHT_BENCH_EVENTS` sets another number.
The ratio with and without load is of one run; the milliseconds are of one machine.
"""

import os
import random
import re
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fixtures import guard, internet  # noqa: F401 - fixtures
from pytest_benchmark.fixture import BenchmarkFixture
from running import Running, command
from starlette.testclient import TestClient

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.roles import Role
from agent.console.users import add_account
from agent.console.warm import warm_up
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.purge import purge
from agent.record.schema import incidents
from agent.record.store import Store
from agent.register.systems import Actor
from detectors.services import load_catalogue

EVENTS = int(os.environ.get("SCHADUWWACHT_BENCH_EVENTS", "1000000"))
PASSWORD = "een lang wachtwoord"
CHAT = "https://api.openai.com/v1/chat/completions"
KINDS = ["NL_BSN", "PERSON", "EMAIL_ADDRESS", "IBAN_CODE", "HEALTH", "SECRET"]
HALF_A_YEAR = timedelta(days=180)
ROUNDS = 30


def make_event(chance: random.Random, number: int, services: list[str], end: datetime) -> Event:
    """An event as traffic makes them, the newest of now: one in five has findings, one in a hundred leaks."""
    dice, who = chance.random(), chance.randrange(1000)
    found = (FindingCount(chance.choice(KINDS), "messages[].content", 1, 0.95),) if dice < 0.2 else ()
    leak = dice < 0.01
    return Event(
        kind="decision",
        node="n1",
        time=end - HALF_A_YEAR * (1 - number / EVENTS),
        service=chance.choice(services),
        tenant=chance.choice([None, "acme"]),
        method="POST",
        host="api.example.com",
        status="discovered",
        group=f"group-{who % 25}",
        pseudonym=f"pseudonym{who:07d}",
        action="log" if leak else "block" if found else "allow",
        would="block" if leak else None,
        rule="bsn-never-leaves" if found else "default",
        findings=found,
        chars=1234,
        bytes=4321,
        outcome="stopped" if found and not leak else "forwarded",
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A signed-in browser with every role, at a console over a million events."""
    config = Config(data_dir=tmp_path_factory.mktemp("console"), node="n1")
    chance, end = random.Random(2), datetime.now(UTC)
    services = list(load_catalogue().services)[:60]
    with Store.open(config.database_location) as store:
        for first in range(0, EVENTS, 5000):
            numbers = range(first, min(first + 5000, EVENTS))
            entries = [Entry.of(make_event(chance, n, services, end)) for n in numbers]
            with store.write() as connection:
                append(connection, entries)
        purge(store, "n1", 7)  # as the guard does every day
        with store.write() as connection:  # and people decide about incidents within a week
            old = incidents.c.last < end - timedelta(days=7)
            connection.execute(incidents.update().where(old).values(state="not notifiable", reason="seeded"))
        add_account(store, "all", list(Role), Actor("root", "n1"), password=PASSWORD)
        console = open_console(config, store, bytes(32), lambda: {"ready": True, "problems": []})
        began = time.perf_counter()
        warm_up(console)
        print(f"\n{EVENTS:,} events; the console is warm after {time.perf_counter() - began:.1f} s")
        client = TestClient(console_app(console), base_url="http://127.0.0.1:8081")
        sign_in(client)
        yield client


def sign_in(client: TestClient | httpx.Client, name: str = "all") -> None:
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/sign-in").text)
    assert token
    form = {"csrf": token[1], "name": name, "password": PASSWORD}
    client.post("/sign-in", data=form)
    assert client.get("/").status_code == 200


def test_pages(benchmark: BenchmarkFixture, pages: TestClient) -> None:
    """Every page of the navigation, one system and one incident, each many times."""
    paths = [entry.path for entry in pages.app.state.navigation]  # type: ignore[attr-defined]
    for listing, link in (
        ("/register", r'href="(/register/system[^"]+)"'),
        ("/incidents", r'href="(/incidents/INC[^"]+)"'),
    ):
        found = re.search(link, pages.get(listing).text)
        assert found
        paths.append(found[1].replace("&amp;", "&"))
    benchmark.pedantic(_time_pages, (pages, paths), rounds=1)


def _time_pages(pages: TestClient, paths: list[str]) -> None:
    print(f"\nPages, {ROUNDS} times each")
    for path in paths:
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            answer = pages.get(path)
            times.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, path
        times.sort()
        p95 = times[int(len(times) * 0.95)]
        size = len(answer.content) // 1024
        print(f"  {path:<46} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms   {size:4} KiB")


LOAD = """\
import sys, httpx
from agent.priority import step_back
step_back()  # a browser is on another machine
with httpx.Client(base_url=sys.argv[1], cookies={sys.argv[2]: sys.argv[3]}, timeout=60) as client:
    number = 0
    while True:
        for path in ("/", "/register", "/obligations?view=all", "/incidents"):
            assert client.get(path).status_code == 200
            number += 1
            print(number, flush=True)
"""


@pytest.fixture(scope="module")
def proxied(guard: Running) -> Iterator[httpx.Client]:  # noqa: F811 - the fixture
    context = ssl.create_default_context(cafile=guard.ca)
    with httpx.Client(proxy=guard.proxy, verify=context, timeout=30) as client:
        yield client


def test_the_proxy_beside_a_busy_console(
    benchmark: BenchmarkFixture,
    guard: Running,  # noqa: F811 - the fixture
    proxied: httpx.Client,
    tmp_path: Path,
) -> None:
    """The proxy's latency in turns with and without four readers who load pages without a pause."""
    subprocess.run(
        command("user", "add", "all", "--role", "hr", "--role", "dpo", "--password-stdin"),
        input=PASSWORD + "\n",
        text=True,
        check=True,
        env=os.environ | {"SCHADUWWACHT_DATA_DIR": str(guard.data_dir)},
    )
    assert benchmark.pedantic(_in_turns, (guard, proxied, tmp_path), rounds=1)


def _in_turns(running: Running, proxied: httpx.Client, folder: Path) -> int:
    """Print the latencies; gives how many pages were read."""
    with httpx.Client(base_url=running.console) as reader:
        sign_in(reader)
        ((name, value),) = [item for item in reader.cookies.items() if item[0].endswith("session")]
    (folder / "load.py").write_text(LOAD)
    quiet: list[float] = []
    loaded: list[float] = []
    read = 0
    for _ in range(6):
        quiet += _latencies(proxied)
        outputs = [(folder / f"{n}.out") for n in range(4)]
        readers = []
        for output in outputs:
            with output.open("w") as file:
                arguments = [sys.executable, str(folder / "load.py"), running.console, name, value]
                readers.append(subprocess.Popen(arguments, stdout=file, start_new_session=True))
        time.sleep(2)
        loaded += _latencies(proxied)
        for process in readers:
            process.kill()
            process.wait()
        read += sum(int((output.read_text().split() or ["0"])[-1]) for output in outputs)
    print(f"\nThe proxy beside the console; {read} pages were read")
    for text, times in (("nobody reads", sorted(quiet)), ("four readers", sorted(loaded))):
        p95 = times[int(len(times) * 0.95)]
        print(f"  {text:<20} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms")
    print(f"  ratio of the medians {statistics.median(loaded) / statistics.median(quiet):.2f}")
    return read


def _latencies(proxied: httpx.Client) -> list[float]:
    """Refusals of texts that were not seen before: the whole way, scan included."""
    times = []
    for number in range(45):
        text = f"Maak een brief voor Joke Zandstra, BSN 111222333, over haar contract {random.random()}"
        body = {"model": "m", "messages": [{"role": "user", "content": text}]}
        start = time.perf_counter()
        assert proxied.post(CHAT, json=body).status_code == 403
        if number >= 5:
            times.append((time.perf_counter() - start) * 1000)
    return times
