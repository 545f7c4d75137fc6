"""`kill -9` of the guard at random moments under load: each answer has its event, once, and the chain holds.

`SCHADUWWACHT_TEST_KILLS` sets how often; 200 was run by hand. Events hold no text, so a request is known
again by its size, which no other request has.
"""

import asyncio
import json
import logging
import os
import random
import ssl
from collections import Counter
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from fixtures import through
from running import Running, call, listens, start, wait_until

from agent.demo.stand_in import StandIn
from agent.record.export import export
from agent.record.store import Store

logger = logging.getLogger(__name__)
KILLS = int(os.environ.get("SCHADUWWACHT_TEST_KILLS", "3"))
CLIENTS = 16
LONGEST_RUN = 0.8
SMALLEST = 400
CHAT = "https://api.openai.com/v1/chat/completions"


class Office:
    """People who ask things, through one guard after another.

    Attributes:
        asked: How many requests were sent.
        answered: Status of each answer that arrived whole, by size of the request.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.answered: dict[int, int] = {}
        self._sizes = count(SMALLEST)
        self._answer = asyncio.Event()

    async def until_killed(self, guard: Running, *, early: bool) -> None:
        """Everybody asks one thing after another, until the guard is killed: early, before any answer."""
        context = ssl.create_default_context(cafile=guard.ca)
        limits = httpx.Limits(max_connections=CLIENTS)
        async with httpx.AsyncClient(proxy=guard.proxy, verify=context, timeout=60, limits=limits) as client:
            self._answer = asyncio.Event()
            work = [asyncio.create_task(self._ask(client)) for _ in range(CLIENTS)]
            if not early:
                await self._answer.wait()
            await asyncio.sleep(random.uniform(0, LONGEST_RUN))
            guard.process.kill()
            await asyncio.gather(*work)

    async def _ask(self, client: httpx.AsyncClient) -> None:
        for size in self._sizes:
            subject = "BSN 111222333" if size % 3 == 0 else "soep"
            prompt = {"role": "user", "content": f"Schrijf {size} woorden over {subject}."}
            body = json.dumps({"model": "m", "messages": [prompt], "stream": size % 2 == 0}).ljust(size)
            self.asked += 1
            try:
                answer = await client.post(CHAT, content=body, headers={"content-type": "application/json"})
            except httpx.HTTPError:
                return  # killed
            self.answered[size] = answer.status_code
            self._answer.set()


def decisions(lines: Iterable[bytes]) -> Counter[tuple[int, str]]:
    """Size and action of every decision in an export."""
    found = (json.loads(line) for line in lines)
    events: list[dict[str, Any]] = [line["event"] for line in found if "event" in line]
    return Counter((event["bytes"], event["action"]) for event in events if event["kind"] == "decision")


def kill_again_and_again(folder: Path, internet: StandIn, *options: str | Path) -> tuple[Office, Path]:
    """Run guards over the same data, each until its kill, and a last one; gives an export of the record."""
    office = Office()
    for number in range(KILLS):
        guard = start(folder, *through(internet), *options, ready=listens)
        asyncio.run(office.until_killed(guard, early=number % 5 == 4))
        guard.process.wait()
    last = start(folder, *through(internet), *options, ready=listens)
    wait_until(lambda: last.metric("schaduwwacht_events_pending") == 0, seconds=180)
    assert last.stop() == 0
    record = folder / "record.jsonl"
    exported = call("audit", "export", "--data-dir", last.data_dir, "--output", record, *options)
    assert exported.returncode == 0, exported.stderr
    return office, record


def verified(record: Path, folder: Path) -> str:
    """What `audit verify` says of an export."""
    key = folder / "node.pub"
    key.write_text(call("audit", "key", "--data-dir", folder / "data").stdout)
    return call("audit", "verify", record, key).stdout


def check(office: Office, kept: Counter[tuple[int, str]], internet: StandIn) -> None:
    """Every answer has its event, what reached the service too, and no event is there twice."""
    counts = (KILLS, office.asked, len(office.answered), len(internet.arrived), kept.total())
    logger.info("%s kills: %s asked, %s answered, %s arrived, %s events", *counts)
    assert set(kept.values()) == {1}
    actions = {200: "allow", 403: "block"}
    wanted = {(size, actions[status]) for size, status in office.answered.items()}
    assert wanted <= kept.keys()
    arrived = [(len(one.body), "allow") for one in internet.arrived]
    assert len(arrived) == len(set(arrived))
    assert set(arrived) <= kept.keys()
    assert {item for item in wanted if item[1] == "allow"} <= set(arrived)
    assert len(office.answered) > KILLS


@pytest.mark.timeout(7200)
def test_killed_guards_keep_every_event_once(tmp_path: Path) -> None:
    """On SQLite: refused and forwarded, answered and not, and `audit verify` holds."""
    (tmp_path / "internet").mkdir()
    with StandIn(tmp_path / "internet") as internet:
        office, record = kill_again_and_again(tmp_path, internet)
        with record.open("rb") as lines:
            check(office, decisions(lines), internet)
    assert "holds" in verified(record, tmp_path)


@pytest.mark.timeout(7200)
def test_a_killed_node_sends_every_event_once(tmp_path: Path, postgresql: str) -> None:
    """A node of a fleet: the same at the node and at the central store, whose chain verifies as well."""
    (tmp_path / "internet").mkdir()
    config = tmp_path / "schaduwwacht.yaml"
    config.write_text(f"central: {postgresql}\n")
    with StandIn(tmp_path / "internet") as internet:
        office, record = kill_again_and_again(tmp_path, internet, "--config", config)
        central = tmp_path / "central.jsonl"
        with Store.open(postgresql) as store:
            central.write_bytes(b"".join(export(store)))
        for place in (record, central):
            with place.open("rb") as lines:
                check(office, decisions(lines), internet)
            assert "holds" in verified(place, tmp_path)
