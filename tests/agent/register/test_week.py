"""A seeded week of traffic gives exactly these rows, obligations and incidents."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.record.event import Event, FindingCount
from agent.record.identities import Identities
from agent.record.pseudonym import Pseudonyms
from agent.record.store import Store
from agent.record.writer import Writer
from agent.register.duties import list_duties
from agent.register.exports import read_register
from agent.register.incidents import list_incidents
from agent.register.law import Organisation
from agent.register.systems import Actor, list_systems, set_system
from detectors.services import load_catalogue

MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)
HR = [f"hr{n}@voorbeeld.nl" for n in range(6)]
ANN = Actor("ann", "n1")
COMPANY = Organisation(name="Voorbeeld B.V.", works_council=True)


def bsn(count: int = 1) -> tuple[FindingCount, ...]:
    """A BSN in a message."""
    return (FindingCount("NL_BSN", "messages[].content", count, 0.95),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Monday: HR tries ChatGPT, stopped. Tuesday: monitor mode. Wednesday: the contracted tenant, allowed.

    Thursday: somebody of the board with HireVue. All week: LinkedIn's recruiting pages, not looked into.
    """
    people = Identities(Pseudonyms(b"k" * 32))

    def event(day: int, hour: float, who: str, service: str, **facts: Any) -> Event:
        time = MONDAY + timedelta(days=day, hours=hour)
        usual = {
            "group": "hr",
            "action": "allow",
            "outcome": "forwarded",
            "status": "discovered",
            "bytes": 100,
        }
        return Event(
            kind="decision",
            node="n1",
            service=service,
            time=time,
            pseudonym=people.of(who, time),
            **(usual | facts),
        )

    with Store.open(tmp_path / "record.db") as opened:
        with Writer(opened, "n1", identities=people) as writer:
            for hour, who in enumerate(HR):
                stopped = {"action": "block", "outcome": "stopped", "rule": "bsn", "findings": bsn()}
                writer.record_now(event(0, hour, who, "chatgpt", **stopped))
            for hour in (1, 2, 3.5):
                passed = {"action": "log", "would": "block", "mode": "monitor", "rule": "bsn"}
                writer.record_now(event(1, hour, HR[0], "chatgpt", findings=bsn(2), **passed))
            for hour, who in enumerate(HR[:3]):
                allowed = {"tenant": "acme", "status": "allowed", "findings": bsn()}
                writer.record_now(event(2, hour, who, "chatgpt", **allowed))
            name = (FindingCount("PERSON", "messages[].content", 3, 0.9),)
            board = {"group": "board", "findings": name}
            writer.record_now(event(3, 4, "ceo@voorbeeld.nl", "hirevue", **board))
            for _ in range(20):
                writer.seen("linkedin-talent", size=50)
        set_system(opened, "chatgpt", "acme", {"status": "allowed", "gdpr_role": "controller"}, ANN)
        yield opened


def test_rows(store: Store) -> None:
    """The register has a row for each service and tenant, with what was seen of it."""
    rows = {
        (item.service, item.tenant): (item.status, item.risk, item.requests, item.bytes, dict(item.kinds))
        for item in list_systems(store, load_catalogue().services)
    }
    assert rows == {
        ("chatgpt", None): ("discovered", "limited", 9, 900, {"NL_BSN": 12}),
        ("chatgpt", "acme"): ("allowed", "limited", 3, 300, {"NL_BSN": 3}),
        ("hirevue", None): ("discovered", "high", 1, 100, {"PERSON": 3}),
        ("linkedin-talent", None): ("discovered", "high", 20, 1000, {}),
    }


def test_obligations(store: Store) -> None:
    """Each system has what its tier, category and findings ask of a deployer, no more."""
    found: dict[str, set[str]] = {}
    for duty in list_duties(store, COMPANY, load_catalogue().services):
        name = "/".join(part for part in (duty.service, duty.tenant) if part)
        found.setdefault(name, set()).add(duty.obligation.id)
    chat = {"ai-act-50-deployer", "gdpr-28", "gdpr-30", "gdpr-35-sensitive", "gdpr-44", "uavg-46"}
    high = {f"ai-act-26-{n}" for n in (1, 2, 4, 5, 6, 7, 9, 11, 12)}
    high |= {"ai-act-86", "gdpr-35", "wor-25-k", "wor-27-k"}
    assert found == {
        "": {"ai-act-4", "wor-27-guard"},
        "chatgpt": chat,
        "chatgpt/acme": chat,
        "hirevue": high | {"gdpr-28", "gdpr-30", "gdpr-44"},
        "linkedin-talent": high,
    }


def test_incidents(store: Store) -> None:
    """Monday's were stopped and Wednesday's allowed; Tuesday's and Thursday's are one incident each."""
    rows = [
        (item.id, item.service, item.requests, dict(item.kinds), dict(item.ways), item.people_range)
        for item in list_incidents(store)
    ]
    assert rows == [
        ("INC-2026-000002", "hirevue", 1, {"PERSON": 3}, {"allow": 1}, (3, 3)),
        ("INC-2026-000001", "chatgpt", 3, {"NL_BSN": 6}, {"monitor": 3}, (2, 6)),
    ]


def test_groups(store: Store) -> None:
    """HR's six people are shown as such but for the one of the board, whom HR's name would give away."""
    register = read_register(store, COMPANY)
    assert {name for system in register.systems for name in system.groups} == {"other"}
