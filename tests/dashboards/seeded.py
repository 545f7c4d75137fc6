"""A real guard with people at work in four groups, and a register that somebody keeps.

Every number in `expected.yaml` follows from what happens here.
"""

import contextlib
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from asking import Prometheus
from fixtures import through
from running import Running, start

from agent.demo.stand_in import StandIn
from agent.record.store import Store
from agent.register.duties import set_duty
from agent.register.incidents import list_incidents, set_incident
from agent.register.literacy import add_training
from agent.register.systems import Actor, set_system

POLICY = """
name: seeded
always_list:
  - words: [Zonnewende]
    type: CONFIDENTIAL_MARK
groups:
  - {id: hr, users: [h1, h2, h3, h4, h5, h6]}
  - {id: board, users: [b1, b2]}
  - {id: legal, users: [l1, l2, l3]}
  - {id: it, users: [i0, i1, i2, i3, i4, i5, i6, i7]}
rules:
  - id: bsn-never-leaves
    action: block
    when: {finds: [{types: [NL_BSN]}]}
    message: {nl: Geen BSN., en: No national number.}
  - id: code-names
    action: coach
    when: {finds: [{types: [CONFIDENTIAL_MARK]}]}
    message: {nl: Vertrouwelijk., en: Confidential.}
  - id: no-mail-addresses
    action: redact
    when: {finds: [{types: [EMAIL_ADDRESS]}]}
    message: {nl: Geen adressen., en: No addresses.}
  - id: phones-are-noted
    action: log
    when: {finds: [{types: [PHONE_NUMBER]}]}
    message: {nl: Genoteerd., en: Noted.}
"""
OPENAI = "https://api.openai.com/v1/chat/completions"
ANTHROPIC = "https://api.anthropic.com/v1/messages"
EMOTION = "https://api.hume.ai/v0/batch/jobs"
HELLO, BSN, CODE = "Hallo daar", "Het BSN is 111222333.", "Wat vind je van Zonnewende?"
MAIL, PHONE = "Mail naar jan@werkgever.example.", "Bel mij op 06-12345678."
FIRST = [(user, OPENAI, HELLO) for user in ("b1", "b2", "l1", "l2", "l3", "h1", "h2", "h3", "h4")]
"""Nine requests before any group has five people: all are `other`."""
THEN = [
    *((user, OPENAI, HELLO) for user in ("h5", "h6")),
    *((user, OPENAI, BSN) for user in ("h1", "h2", "h3", "b1")),
    *((user, ANTHROPIC, CODE) for user in ("h1", "l1")),
    *((user, OPENAI, MAIL) for user in ("h4", "h5", "l2")),
    *((user, ANTHROPIC, PHONE) for user in ("h6", "b2")),
]
"""Thirteen more, nine of them of group hr, which now has six people and a name."""
NOT_AI = ("https://example.org/", "https://www.example.net/")
ACTOR = Actor("tests", "test")


@dataclass(frozen=True)
class Watched:
    """A guard with its work done, and the Prometheus that saw it.

    Attributes:
        guard: It still runs.
        prometheus: So does this.
        at: A moment at which all that happened was scraped and summed.
        codes: What the clients were answered.
    """

    guard: Running
    prometheus: Prometheus
    at: float
    codes: list[int]


def ask(guard: Running, user: str, url: str, text: str) -> int:
    """One request over a connection of its own."""
    context = ssl.create_default_context(cafile=guard.ca)
    proxy = httpx.Proxy(guard.proxy, auth=(user, "x"))
    body: Mapping[str, Any] = {"model": "m", "messages": [{"role": "user", "content": text}], "max_tokens": 9}
    with httpx.Client(proxy=proxy, verify=context, timeout=60) as http:
        return http.post(url, json=body).status_code


def work(guard: Running, internet: StandIn, pause: Callable[[], object] = lambda: None) -> list[int]:
    """All requests, one after the other; gives the status codes of the judged ones.

    Args:
        guard: The guard.
        internet: What is behind it.
        pause: Called halfway, so that a graph has two parts.
    """
    codes = [ask(guard, *one) for one in FIRST]
    pause()
    codes += [ask(guard, *one) for one in THEN]
    context = ssl.create_default_context(cafile=guard.ca)
    proxy = httpx.Proxy(guard.proxy, auth=("h1", "x"))
    with httpx.Client(proxy=proxy, verify=context, timeout=60) as http:  # cannot be read: no such coding
        garbled = http.post(OPENAI, content=b"\x00\x01", headers={"content-encoding": "rot13"})
        codes.append(garbled.status_code)
    trusting = ssl.create_default_context(cafile=internet.ca_file)
    with httpx.Client(proxy=proxy, verify=trusting, timeout=60) as http:
        for url in NOT_AI:
            http.get(url)
        with contextlib.suppress(httpx.ConnectError):  # does not trust our certificate, as an app that pins
            http.get("https://claude.ai/")
    return codes


def keep_register(store: Store) -> None:
    """People decide about systems and incidents, tick off a duty, and train."""
    today = datetime.now(UTC).date()
    facts = {"status": "allowed", "expires": (today + timedelta(days=10)).isoformat()}
    set_system(store, "openai-api", None, facts, ACTOR)
    emotion = {"risk": "prohibited", "risk_reason": "emotions at work", "status": "discovered"}
    set_system(store, "mood-reader", None, {"name": "Mood reader", **emotion}, ACTOR)
    set_duty(store, "ai-act-4", None, {"state": "done"}, ACTOR)
    incident = list_incidents(store)[-1]
    set_incident(store, incident.id, {"aware": datetime.now(UTC) - timedelta(hours=30)}, ACTOR)
    training = {"day": today.isoformat(), "group": "hr", "people": "7", "subject": "Prompts"}
    add_training(store, training, ACTOR, today)


@contextlib.contextmanager
def seeded_guard(folder: Path, internet: StandIn) -> Iterator[Running]:
    """A guard with that policy, whose users sign in to the proxy."""
    (folder / "policy.yaml").write_text(POLICY)
    options = ["--policy", folder / "policy.yaml", "--set", "proxyauth=any"]
    running = start(folder, *through(internet), *options)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
