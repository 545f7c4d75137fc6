"""Through a real guard: AI that no catalogue has, and AI inside other sites."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fixtures import through
from running import Running, call, fetch, start, wait_until
from websockets.sync.client import connect

from agent.demo.stand_in import ANSWER, StandIn

BSN = "111222333"
LEAK = {"model": "ours", "messages": [{"role": "user", "content": f"Brief voor BSN {BSN}"}]}
HARMLESS = {"model": "ours", "messages": [{"role": "user", "content": "Hallo"}]}
SETTINGS = "inspect_also: [intranet.example]\ncatalogue: [{path}]\n"


@pytest.fixture(scope="module")
def looking(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("looking")
    (folder / "catalogue.yaml").write_text("services: []\n")
    (folder / "schaduwwacht.yaml").write_text(SETTINGS.format(path=folder / "catalogue.yaml"))
    running = start(folder, *through(internet), "--config", folder / "schaduwwacht.yaml")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def http(looking: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=looking.ca)
    with httpx.Client(proxy=looking.proxy, verify=context, timeout=60) as client:
        yield client


def system(looking: Running, service: str) -> dict[str, Any]:
    """Its row of the register, within the second or so that counting takes."""

    def row() -> dict[str, Any]:
        listed = call("register", "list", "--json", "--data-dir", looking.data_dir)
        rows = [json.loads(line) for line in listed.stdout.splitlines()]
        return next((row for row in rows if row["service"] == service), {})

    return wait_until(row)


def put(path: Path, text: str) -> None:
    """Whole at once: a file that is being written may be seen half."""
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").rename(path)


@pytest.mark.parametrize(
    "url", ["http://gpu1.example:9999/v1/chat/completions", "https://ai.intranet.example/gate/v1/messages"]
)
def test_an_unknown_service_is_judged_and_registered(
    looking: Running, http: httpx.Client, nothing_arrived: StandIn, url: str
) -> None:
    """Plain HTTP, and a host that was opted in: a BSN does not pass, and the evidence is kept."""
    assert http.post(url, json=HARMLESS).status_code == 200
    assert http.post(url, json=LEAK).status_code == 403
    assert len(nothing_arrived.arrived) == 1
    host = httpx.URL(url).host
    row = system(looking, f"unknown-ai:{host}")
    assert row["name"] == f"Unknown AI service ({host})"
    assert row["requests"] == 2
    assert row["kinds"] == {"NL_BSN": 1}
    assert row["evidence"]["body-roles"] == 2
    assert looking.metric("schaduwwacht_requests_total", service="unknown-ai", action="block") >= 1


def test_other_traffic_of_the_same_host_passes(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """A form of the intranet is no prompt, whatever stands in it."""
    form = {"employee": "Jo", "bsn": BSN, "message": "Please pay the train"}
    for url in ("http://gpu1.example:9999/api/expenses", "https://ai.intranet.example/api/expenses"):
        assert http.post(url, json=form).status_code == 200
    assert len(nothing_arrived.arrived) == 2


def test_a_host_that_was_not_opted_in_stays_closed(looking: Running, nothing_arrived: StandIn) -> None:
    """Encrypted traffic to anybody else is not looked at."""
    context = ssl.create_default_context(cafile=nothing_arrived.ca_file)
    with httpx.Client(proxy=looking.proxy, verify=context, timeout=60) as client:
        assert client.post("https://other.example/v1/chat/completions", json=LEAK).status_code == 200


def test_an_answer_of_a_model_gives_its_host_away(
    looking: Running, http: httpx.Client, nothing_arrived: StandIn
) -> None:
    """What did not look like a prompt was answered by a model: the next one to the same place is judged."""
    url = "http://bot.example/v1/messages?kind=1"
    first = {"say": f"Brief voor BSN {BSN}", "stream": True}
    assert http.post(url, json=first).status_code == 200  # a form of its own, which nobody could know
    assert system(looking, "unknown-ai:bot.example")["evidence"] == {
        "answer-anthropic": 1,
        "path-messages": 1,
    }
    assert http.post(url, json=first).status_code == 403
    assert len(nothing_arrived.arrived) == 1


def test_a_message_over_a_websocket_is_judged(looking: Running, nothing_arrived: StandIn) -> None:
    """A self-hosted voice or chat server is known by the messages that it gets."""
    context = ssl.create_default_context(cafile=looking.ca)
    url = "wss://voice.intranet.example/live"
    with connect(url, proxy=looking.proxy, ssl=context, open_timeout=60) as socket:
        socket.send(json.dumps(HARMLESS))
        assert socket.recv(60) == ANSWER
        socket.send(json.dumps(LEAK))
        socket.send(json.dumps({"room": 1, "text": f"BSN {BSN}"}))  # it is known by now
        socket.send(json.dumps(HARMLESS))
        while socket.recv(60) != ANSWER:
            pass
    assert BSN.encode() not in nothing_arrived.bodies()


@pytest.mark.parametrize(
    ("headers", "service", "evidence"),
    [
        ({"origin": "https://crm.example"}, "embedded-ai:crm.example", "origin-site"),
        (
            {"origin": "chrome-extension://kbfnbcaeplbcioakkpcpgfkobkghlhen"},
            "embedded-ai:extension-kbfnbcaeplbcioakkpcpgfkobkghlhen",
            "origin-extension",
        ),
    ],
)
def test_ai_inside_another_product_gets_a_row(
    looking: Running, http: httpx.Client, headers: dict[str, str], service: str, evidence: str
) -> None:
    """The request is judged as the AI service's; the product that it comes from is in the register too."""
    assert (
        http.post("https://api.openai.com/v1/chat/completions", json=LEAK, headers=headers).status_code == 403
    )
    row = system(looking, service)
    assert row["category"] == "embedded"
    assert row["evidence"] == {evidence: 1}
    assert row["uses"] == {"openai-api": 1}


def test_an_assistant_of_a_site_gets_a_row(looking: Running, http: httpx.Client) -> None:
    """A route that a site's own page calls is AI inside that site, and is judged."""
    body = {"question": f"Wat betekent BSN {BSN}?"}
    assert http.post("https://suite.intranet.example/api/ai/ask", json=body).status_code == 403
    assert system(looking, "embedded-ai:suite.intranet.example")["evidence"]["path-ai-route"] == 1


def test_an_own_catalogue_takes_over_without_a_restart(
    looking: Running, http: httpx.Client, nothing_arrived: StandIn
) -> None:
    """What was found is given a name of its own; a broken file leaves that in force, and is told."""
    path = looking.data_dir.parent / "catalogue.yaml"
    entry = "{id: ours, vendor: Us, name: Ours, category: chat, hosts: [ours.example], protocols: [openai]}"
    put(path, f"services: [{entry}]\n")
    wait_until(lambda: looking.metric("schaduwwacht_catalogue_reloads_total", result="loaded") == 1)
    assert http.post("https://ours.example/v1/chat/completions", json=LEAK).status_code == 403
    assert system(looking, "ours")["requests"] == 1
    put(path, "services: [{id: ours, hots: []}]\n")
    wait_until(lambda: looking.metric("schaduwwacht_catalogue_reloads_total", result="refused") == 1)
    problems = json.loads(fetch(looking.console + "/readyz"))["problems"]
    assert any("hots" in problem for problem in problems)
    assert http.post("https://ours.example/v1/chat/completions", json=LEAK).status_code == 403
    assert nothing_arrived.arrived == []
