"""The register: rows that fill themselves, and what people set."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount, decode
from agent.record.store import Store
from agent.register.system import Risk, Status
from agent.register.systems import Actor, get_system, list_systems, set_system, statuses
from detectors.services import load_catalogue

ANN = Actor("ann", "n1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that saw ChatGPT three times and Claude once."""
    with Store.open(tmp_path / "record.db") as opened, opened.write() as connection:
        append(connection, [Entry.of(_event("chatgpt", n)) for n in (1, 2, 3)])
        append(connection, [Entry.of(_event("claude", 2, tenant="acme"))])
    with Store.open(tmp_path / "record.db") as opened:
        yield opened


def _event(service: str, day: int, **facts: str) -> Event:
    return Event(
        kind="decision",
        node="n1",
        service=service,
        time=datetime(2026, 7, day, 9, tzinfo=UTC),
        action="block",
        group="hr",
        bytes=100,
        findings=(FindingCount("NL_BSN", "messages[].content", 2),),
        **facts,
    )


def test_rows_fill_themselves(store: Store) -> None:
    """Traffic alone makes a row, busiest first, with the catalogue's name, category and tier."""
    first, second = list_systems(store, load_catalogue().services)
    assert (first.service, first.tenant, first.name, first.vendor) == ("chatgpt", None, "ChatGPT", "OpenAI")
    assert (first.status, first.risk, first.risk_judged) == (Status.DISCOVERED, Risk.LIMITED, False)
    assert (first.first_seen, first.last_seen) == (
        datetime(2026, 7, 1, 9, tzinfo=UTC),
        datetime(2026, 7, 3, 9, tzinfo=UTC),
    )
    assert (first.requests, first.bytes) == (3, 300)
    assert (first.actions, first.kinds, first.groups) == ({"block": 3}, {"NL_BSN": 6}, {"hr": 3})
    assert (second.service, second.tenant) == ("claude", "acme")


def test_unknown_services_have_their_id_as_name(store: Store) -> None:
    """Without a catalogue nothing is missing but the names."""
    assert [system.name for system in list_systems(store)] == ["chatgpt", "claude"]


def test_rows_are_fit_for_json(store: Store) -> None:
    """A row as a dictionary survives JSON."""
    row = get_system(store, "claude", "acme").as_dict()
    assert json.loads(json.dumps(row)) == row
    assert row["first_seen"] == "2026-07-02T09:00:00Z"


def test_people_decide(store: Store) -> None:
    """What people set is kept beside what was observed, and one field at a time."""
    facts = {"status": "allowed with conditions", "conditions": "no personnel data", "owner": "HR"}
    set_system(store, "chatgpt", None, facts, ANN)
    set_system(store, "chatgpt", None, {"expires": "2027-12-31", "documents": ["contract.pdf"]}, ANN)
    system = get_system(store, "chatgpt")
    assert (system.status, system.owner, system.requests) == (Status.CONDITIONAL, "HR", 3)
    assert (system.expires, system.documents, system.changed_by) == (
        date(2027, 12, 31),
        ("contract.pdf",),
        "ann",
    )
    set_system(store, "chatgpt", None, {"owner": None, "status": ""}, ANN)
    assert get_system(store, "chatgpt").owner is None
    assert statuses(store)["chatgpt", None] == Status.DISCOVERED


def test_judged_tier_overrides_the_catalogue(store: Store) -> None:
    """People's tier wins over the default, and is marked as judged."""
    set_system(store, "chatgpt", None, {"risk": "high", "risk_reason": "screens letters"}, ANN)
    system = get_system(store, "chatgpt", None, load_catalogue().services)
    assert (system.risk, system.risk_judged) == (Risk.HIGH, True)


def test_systems_without_traffic_can_be_added(store: Store) -> None:
    """AI inside a supplier's product is put in the register by hand; traffic later joins the same row."""
    set_system(store, "payroll", None, {"name": "Payroll AI", "category": "embedded"}, ANN)
    assert get_system(store, "payroll").first_seen is None
    with store.write() as connection:
        append(connection, [Entry.of(_event("payroll", 5))])
    system = get_system(store, "payroll")
    assert (system.name, system.requests) == ("Payroll AI", 1)
    assert system.first_seen == datetime(2026, 7, 5, 9, tzinfo=UTC)


def test_every_change_is_an_event(store: Store) -> None:
    """The chain says who changed what and when; free text, which may name people, stays out of it."""
    set_system(store, "chatgpt", None, {"status": "refused", "owner": "Jan Jansen", "purpose": None}, ANN)
    with store.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM events ORDER BY row DESC LIMIT 1").scalar()
    event = decode(body)
    assert (event.kind, event.service, event.actor) == ("register", "chatgpt", "ann")
    assert event.detail == (("owner", "changed"), ("purpose", "emptied"), ("status", "refused"))


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"colour": "red"}, "colour: no such field; choose from category"),
        ({"status": "banned"}, "status: 'banned': choose from discovered"),
        ({"risk": "high"}, "needs a reason"),
        ({"status": "allowed with conditions"}, "say which"),
        ({"expires": "next year"}, "write a date as 2027-12-31"),
        ({"owner": "x" * 3000}, "at most 2000"),
        ({}, "nothing to set"),
    ],
)
def test_wrong_facts_change_nothing(store: Store, facts: dict, problem: str) -> None:
    """A wrong field or value says what is right; neither row nor event is written."""
    before = list_systems(store)
    with pytest.raises(UsageError, match=problem):
        set_system(store, "chatgpt", None, facts, ANN)
    assert list_systems(store) == before
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == 4
