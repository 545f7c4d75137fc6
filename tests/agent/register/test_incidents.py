"""From forwarded personal data to incidents, a clock and a draft."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount, decode
from agent.record.store import Store
from agent.register.incidents import (
    IncidentState,
    get_incident,
    list_incidents,
    open_by_age,
    set_incident,
)
from agent.register.law import Organisation
from agent.register.notification import draft, questions
from agent.register.systems import Actor
from detectors.services import load_catalogue

ANN = Actor("ann", "n1")
MONDAY = datetime(2026, 7, 6, 9, tzinfo=UTC)


def leak(hours: float = 0, *kinds: str, service: str = "chatgpt", **facts: Any) -> Event:
    """A request with these kinds that was forwarded although it should not have been."""
    usual = {"action": "log", "would": "block", "outcome": "forwarded", "group": "hr", "rule": "bsn"}
    found = tuple(FindingCount(kind, "messages[].content", 2, 0.9) for kind in kinds or ("NL_BSN",))
    time = MONDAY + timedelta(hours=hours)
    return Event(
        kind="decision", node="n1", service=service, time=time, **({"findings": found} | usual | facts)
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "record.db") as opened:
        yield opened


def record(store: Store, *events: Event) -> None:
    """Write events in one transaction each, as they come."""
    for event in events:
        with store.write() as connection:
            append(connection, [Entry.of(event)])


WEEK = [
    leak(0),
    leak(1, "NL_BSN", "PERSON"),
    leak(3.5, "PERSON", group="finance"),  # the same afternoon
    leak(24, "HEALTH", "PERSON"),  # the next day
    leak(24.5, service="claude", tenant="acme"),  # another system
    leak(48, outcome="stopped", action="block", would=None),  # stopped: nothing left
    leak(49, action="redact", would=None),  # placeholders left, no data
    leak(50, "LOCATION", "SECRET"),  # no personal data
    leak(51, findings=(FindingCount("PERSON", "q", 1, 0.3),)),  # too unsure
    leak(52, status="allowed", would=None, action="allow"),  # meant to be there
    leak(53, status="allowed"),  # allowed system, but this the policy would have stopped
    leak(54, would=None, action="coach", status="allowed"),  # overridden
]


@pytest.mark.parametrize("together", [False, True])
def test_a_week(store: Store, together: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A seeded week gives exactly these incidents, however its events fall into transactions."""
    if together:
        with store.write() as connection:
            append(connection, [Entry.of(event) for event in WEEK])
    else:
        record(store, *WEEK)
    rows = [
        (item.service, item.tenant, item.first, item.last, item.requests, dict(item.kinds), dict(item.ways))
        for item in reversed(list_incidents(store))
    ]

    def at(hours: float) -> datetime:
        return MONDAY + timedelta(hours=hours)

    assert rows == [
        ("chatgpt", None, at(0), at(3.5), 3, {"NL_BSN": 4, "PERSON": 4}, {"monitor": 3}),
        ("chatgpt", None, at(24), at(24), 1, {"HEALTH": 2, "PERSON": 2}, {"monitor": 1}),
        ("claude", "acme", at(24.5), at(24.5), 1, {"NL_BSN": 2}, {"monitor": 1}),
        ("chatgpt", None, at(53), at(54), 2, {"NL_BSN": 4}, {"coach": 1, "monitor": 1}),
    ]
    assert [item.id for item in list_incidents(store)] == [f"INC-2026-{n:06d}" for n in (4, 3, 2, 1)]


def test_evidence_is_named(store: Store) -> None:
    """An incident names its first and last event, and counts groups and the most in one request."""
    events = [leak(0), leak(1, group="finance")]
    record(store, *events)
    (item,) = list_incidents(store)
    assert (item.first_event, item.last_event) == (events[0].id, events[1].id)
    assert item.groups == {"finance": 1, "hr": 1}
    assert item.most == {"NL_BSN": 2}
    assert item.people_range == (2, 4)


def test_late_events_of_another_node_join(store: Store) -> None:
    """An event that arrives late moves the start of the incident, not its end."""
    record(store, leak(3), leak(1))
    (item,) = list_incidents(store)
    assert (item.first, item.last) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=3))


def test_clock(store: Store) -> None:
    """The clock runs 72 hours from the first request until people say when they became aware."""
    record(store, leak(0))
    (item,) = list_incidents(store)
    assert item.deadline == MONDAY + timedelta(hours=72)
    assert item.hours_left(MONDAY + timedelta(hours=70)) == 2
    assert open_by_age(store, MONDAY + timedelta(hours=30)) == {"24h": 0, "48h": 1, "72h": 0, "overdue": 0}
    assert open_by_age(store, MONDAY + timedelta(hours=73)) == {"24h": 0, "48h": 0, "72h": 0, "overdue": 1}
    set_incident(store, item.id, {"aware": "2026-07-07T11:00:00+02:00"}, ANN)
    assert get_incident(store, item.id).deadline == MONDAY + timedelta(hours=96)


def test_decision(store: Store) -> None:
    """People assess, decide with a reason, and the clock stops; later leaks are a new incident."""
    record(store, leak(0))
    (item,) = list_incidents(store)
    set_incident(store, item.id, {"state": "in assessment", "answers": {"personal": "yes"}}, ANN)
    set_incident(store, item.id, {"answers": {"recipient": "no"}, "people": "12", "owner": "FG"}, ANN)
    with pytest.raises(UsageError, match="say why"):
        set_incident(store, item.id, {"state": "not notifiable"}, ANN)
    set_incident(store, item.id, {"state": "notified", "reason": "BSN of customers"}, ANN)
    done = get_incident(store, item.id)
    assert (done.state, done.people, dict(done.answers)) == (
        IncidentState.NOTIFIED,
        12,
        {"personal": "yes", "recipient": "no"},
    )
    assert done.notified is not None
    assert list_incidents(store, undecided=True) == []
    record(store, leak(1))
    assert len(list_incidents(store)) == 2


def test_changes_are_events(store: Store) -> None:
    """Who decided what goes on record, without the words people wrote."""
    record(store, leak(0))
    (item,) = list_incidents(store)
    set_incident(store, item.id, {"state": "no breach", "reason": "test data of Jan Jansen"}, ANN)
    with store.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM events ORDER BY row DESC LIMIT 1").scalar()
    event = decode(body)
    assert (event.kind, event.service, event.actor) == ("incident", "chatgpt", "ann")
    assert event.detail == (("incident", item.id), ("reason", "changed"), ("state", "no breach"))


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({}, "nothing to set"),
        ({"colour": "red"}, "no such field"),
        ({"state": "closed"}, "choose from open"),
        ({"people": "many"}, "whole number"),
        ({"people": -1}, "not a likely number"),
        ({"aware": "yesterday"}, "write a time as"),
        ({"aware": "2026-07-07T11:00:00"}, "say the time zone"),
        ({"answers": {"weather": "yes"}}, "choose from personal"),
        ({"answers": {"personal": "perhaps"}}, "choose from yes, no, unknown"),
        ({"answers": "yes"}, "give question and answer"),
    ],
)
def test_wrong_changes_are_refused(store: Store, facts: dict, problem: str) -> None:
    """A wrong field or value says what is right, and nothing is kept."""
    record(store, leak(0))
    before = list_incidents(store)
    with pytest.raises(UsageError, match=problem):
        set_incident(store, before[0].id, facts, ANN)
    assert list_incidents(store) == before
    with pytest.raises(UsageError, match="no such incident"):
        set_incident(store, "INC-1", {"owner": "x"}, ANN)


def test_draft_fills_in_what_is_known(store: Store) -> None:
    """The draft holds times, kinds and recipient in either language, and leaves judgements open."""
    record(store, leak(0, "NL_BSN", "HEALTH"))
    (item,) = list_incidents(store)
    organisation = Organisation(name="Voorbeeld B.V.")
    service = load_catalogue().services["chatgpt"]
    dutch = {f.label: f for f in draft(item, organisation, service, "nl")}
    assert dutch["Naam van de organisatie"].value == "Voorbeeld B.V."
    assert dutch["Ontvanger"].value == "ChatGPT (OpenAI)"
    assert dutch["Soorten persoonsgegevens"].value == "gezondheid (2), burgerservicenummer (BSN) (2)"
    assert dutch["Melden uiterlijk"].value == "2026-07-09 09:00 UTC"
    assert dutch["Land van de ontvanger"].value == "nog in te vullen"
    assert not dutch["Samenvatting"].known
    english = {f.label: f for f in draft(item, organisation, service, "en")}
    assert english["Summary"].value == "to be completed"
    assert [f.known for f in dutch.values()] == [f.known for f in english.values()]
    assert json.dumps([f.as_dict() for f in english.values()])


def test_rows_are_fit_for_json(store: Store) -> None:
    """An incident as a dictionary survives JSON; every question has both languages."""
    record(store, leak(0))
    row = list_incidents(store)[0].as_dict()
    assert json.loads(json.dumps(row)) == row
    assert row["deadline"] == "2026-07-09T09:00:00Z"
    assert all(text.nl and text.en for text in questions().values())
