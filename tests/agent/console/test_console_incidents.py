"""Possible data breaches in the console: the clock, the assessment, the draft, the decision."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.roles import Role
from agent.console.users import add_account
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store
from agent.register.incidents import IncidentState, get_incident
from agent.register.systems import Actor

START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ID = "INC-2026-000001"
SignedIn = Callable[..., Any]


@pytest.fixture
def leak(store: Store) -> None:
    """In monitor mode, two BSNs of a small group's prompt went to ChatGPT."""
    found = (FindingCount("NL_BSN", "messages[].content", 2, 0.95),)
    event = Event(kind="decision", node="n1", time=START, service="chatgpt", group="Board", pseudonym="p1",
                  action="log", would="block", mode="monitor", outcome="forwarded", rule="bsn",
                  findings=found)  # fmt: skip
    with store.write() as connection:
        append(connection, [Entry.of(event)])


@pytest.fixture
def dpo(config: Config, store: Store, browser: Any, leak: None) -> Any:
    """The DPO's browser, 60 hours later."""
    add_account(store, "dpo", [Role.DPO], Actor("root", "n1"), password="een lang wachtwoord", language="en")
    clock = START + timedelta(hours=60)
    app = console_app(open_console(config, store, bytes(32), now=lambda: clock))
    made = type(browser)(app)
    made.sign_in("dpo")
    return made


def test_the_clock_runs(dpo: Any) -> None:
    """72 hours from when the organisation knew, in the list and on the page."""
    assert "12 hours left" in dpo.get("/incidents").text
    page = dpo.get(f"/incidents/{ID}").text
    assert "12 hours left" in page
    assert "Monday" in page or "23 November 2026 11:00" in page


def test_one_number_is_no_range(dpo: Any, store: Store) -> None:
    """Where counting leaves no doubt, one number stands there."""
    found = get_incident(store, ID)
    assert found
    assert found.people_range == (2, 2)
    assert "<dd>2, estimated from counts" in dpo.get(f"/incidents/{ID}").text


def test_an_assessment_is_kept(dpo: Any, store: Store, recorded: Callable[[str], list[Event]]) -> None:
    """Answers and facts are stored, the state says that somebody is at it, the draft fills itself."""
    form = {
        "answer-personal": "yes", "answer-recipient": "no", "answer-volume": "nonsense", "people": "2",
        "country": "United States", "measures": "Deleted the chat", "owner": "DPO",
        "aware": "2026-11-20T15:30",
    }  # fmt: skip
    assert dpo.post(f"/incidents/{ID}/assess", form).headers["location"] == f"/incidents/{ID}"
    found = get_incident(store, ID)
    assert found
    assert (found.state, found.people, found.country) == (IncidentState.ASSESSING, 2, "United States")
    assert found.answers == {"personal": "yes", "recipient": "no"}
    assert found.aware == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    page = dpo.get(f"/incidents/{ID}").text
    assert "16 hours left" in page
    assert "Deleted the chat" in page
    (event,) = recorded("incident")
    assert event.actor == "dpo"
    assert "Deleted" not in str(event)
    dpo.post(f"/incidents/{ID}/assess", form)
    assert len(recorded("incident")) == 1


def test_a_decision_needs_a_reason(dpo: Any, store: Store) -> None:
    """Without one nothing is kept; with one the clock stops, and it can be opened again."""
    answer = dpo.post(f"/incidents/{ID}/decide", {"state": "not notifiable", "reason": " "})
    assert (answer.status_code, "Say why you decide so." in answer.text) == (400, True)
    assert dpo.post(f"/incidents/{ID}/decide", {"state": "nonsense", "reason": "x"}).status_code == 400
    dpo.post(f"/incidents/{ID}/decide", {"state": "not notifiable", "reason": "Test data"})
    found = get_incident(store, ID)
    assert found
    assert (found.state, found.reason) == (IncidentState.NOT_NOTIFIABLE, "Test data")
    assert "hours left" not in dpo.get(f"/incidents/{ID}").text
    assert "Nothing waits" in dpo.get("/incidents?view=undecided").text
    dpo.post(f"/incidents/{ID}/decide", {"state": "in assessment", "reason": "New facts"})
    assert "12 hours left" in dpo.get(f"/incidents/{ID}").text


def test_when_it_was_notified_is_local_time(dpo: Any, store: Store) -> None:
    """What the DPO types is their own clock."""
    form = {"state": "notified", "reason": "Health data", "notified": "2026-11-22T09:00"}
    dpo.post(f"/incidents/{ID}/decide", form)
    found = get_incident(store, ID)
    assert found
    assert found.notified == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert dpo.post(f"/incidents/{ID}/decide", form | {"notified": "yesterday"}).status_code == 400


def test_the_draft_comes_along(dpo: Any) -> None:
    """As text, with what the record knows, and what is left to people."""
    answer = dpo.get(f"/incidents/{ID}/notification")
    assert answer.headers["content-disposition"] == f'attachment; filename="{ID}.txt"'
    assert "Gemeente Voorbeeld" in answer.text
    assert "to be completed" in answer.text


def test_no_group_is_shown(dpo: Any) -> None:
    """An incident may be one person's: neither its page nor the export names a group."""
    export = dpo.get("/incidents/export")
    row = json.loads(export.text)
    assert (row["id"], row["groups"]) == (ID, {})
    for path in ("/incidents", f"/incidents/{ID}", f"/incidents/{ID}/notification"):
        assert "Board" not in dpo.get(path).text


@pytest.mark.parametrize("path", ["/incidents/INC-1", "/incidents/x/notification"])
def test_an_incident_that_is_not_there(dpo: Any, path: str) -> None:
    """Is no page."""
    assert dpo.get(path).status_code == 404
