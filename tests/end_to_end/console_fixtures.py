"""A guard that people used a little, accounts for every role, and a browser to visit its console."""

import ssl
from collections.abc import Iterator

import httpx
import pytest
from console_visits import Visitor, chromium, give_accounts, visit
from fixtures import through
from playwright.sync_api import Browser
from running import Running, start

from agent.demo.stand_in import StandIn
from agent.record.store import Store

CHAT = "https://api.openai.com/v1/chat/completions"
CLAUDE = "https://api.anthropic.com/v1/messages"
WITH_NAME = "Schrijf een brief aan mevrouw Fatima El Amrani, Dorpsstraat 12, 1234 AB Ons Dorp."
WITH_BSN = "Het BSN van de klant is 111222333."
SETTINGS = """\
organisation: {{name: Gemeente Voorbeeld, contact: privacy@voorbeeld.nl, public_body: true}}
policy: {policy}
workers: 1
"""
POLICY = "name: ons-beleid\ndescription: Beleid van de gemeente\nextends: default\n"


def ask(guard: Running, url: str, prompt: str) -> httpx.Response:
    """Somebody's program asks an AI service something."""
    trust = ssl.create_default_context(cafile=guard.ca)
    body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": prompt}]}
    with httpx.Client(proxy=guard.proxy, verify=trust, timeout=60) as client:
        return client.post(url, json=body)


@pytest.fixture(scope="module")
def console_guard(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A guard through which people asked four things, and accounts for every role."""
    folder = tmp_path_factory.mktemp("console")
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "schaduwwacht.yaml").write_text(SETTINGS.format(policy=folder / "policy.yaml"))
    running = start(folder, *through(internet), "--config", folder / "schaduwwacht.yaml")
    for prompt in ("Recept voor erwtensoep", WITH_NAME, WITH_BSN):
        ask(running, CHAT, prompt)
    ask(running, CLAUDE, "Maak een vergaderschema.")
    give_accounts(running.data_dir / "schaduwwacht.db")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def console_browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as made:
        yield made


@pytest.fixture
def visitor(console_browser: Browser, console_guard: Running) -> Iterator[Visitor]:
    """A window in which nothing may go wrong, and from which nothing may leave this machine."""
    with visit(console_browser, console_guard.console) as made:
        yield made
        assert made.complaints == []
        assert made.elsewhere == []


@pytest.fixture
def console_store(console_guard: Running) -> Iterator[Store]:
    """The guard's own store."""
    with Store.open(console_guard.data_dir / "schaduwwacht.db") as opened:
        yield opened
