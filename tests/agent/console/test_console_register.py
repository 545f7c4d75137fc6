"""The register and the obligations in the console: seeing, judging, and what is recorded of it."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from agent.console.roles import Role
from agent.console.systems import name_to_id, system_path
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store
from agent.register.duties import State, list_duties
from agent.register.law import Organisation
from agent.register.system import Risk, Status
from agent.register.systems import Actor, get_system, list_systems, set_system
from detectors.services import load_catalogue

ROOT = Actor("root", "n1")
SignedIn = Callable[..., Any]
Recorded = Callable[[str], list[Event]]
BSN = FindingCount("NL_BSN", "messages[].content", 1, 0.95)


def traffic(store: Store, people: dict[str, int], **more: Any) -> None:
    """A request of each of so many people of each group."""
    usual: dict[str, Any] = {
        "kind": "decision", "node": "n1", "service": "chatgpt", "host": "chatgpt.com", "action": "block",
        "rule": "bsn", "outcome": "stopped", "findings": (BSN,), "bytes": 2500, "status": "discovered",
    }  # fmt: skip
    entries = [
        Entry.of(Event(**(usual | {"group": group, "pseudonym": f"{group}-{number}"} | more)))
        for group, count in people.items()
        for number in range(count)
    ]
    with store.write() as connection:
        append(connection, entries)


@pytest.fixture
def seen(store: Store) -> None:
    """ChatGPT was used by two large groups; the two others are named together, since one of them is small."""
    traffic(store, {"HR": 6, "Finance": 7, "Board": 5, "Legal": 2})


def test_the_list_shows_and_filters(signed_in: SignedIn, store: Store, seen: None) -> None:
    """By view and by word; a system that nobody reviewed is new."""
    set_system(store, "deepl", None, {"status": "refused"}, ROOT)
    browser = signed_in(Role.HR)
    page = browser.get("/register").text
    assert "ChatGPT" in page
    assert "DeepL" in page
    assert "DeepL" not in browser.get("/register?view=discovered").text
    assert "ChatGPT" not in browser.get("/register?q=deepl").text
    assert "No system fits" in browser.get("/register?q=nothing-of-the-kind").text
    assert browser.get("/register?view=nonsense").status_code == 200


def test_a_system_shows_what_was_seen_and_no_small_group(
    signed_in: SignedIn, store: Store, seen: None
) -> None:
    """Numbers as the reader writes them; the two of Legal are part of the rest."""
    page = signed_in(Role.HR).get("/register/system?service=chatgpt").text
    assert "50.0 kB" in page
    assert "BSN" in page
    assert "HR" in page
    assert "Finance" in page
    assert "Legal" not in page
    assert "All smaller groups together" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Trains on what people enter, unless they opt out"), ("nl", "Traint met wat mensen invoeren")],
)
def test_a_system_shows_what_its_vendor_says_of_data(
    signed_in: SignedIn, seen: None, language: str, words: str
) -> None:
    """In words of the reader, with a link to the page that says so."""
    browser = signed_in(Role.DPO)
    browser.post("/account/language", {"language": language})
    page = browser.get("/register/system?service=chatgpt").text
    assert words in page
    assert 'href="https://help.openai.com/en/articles/5722486' in page


def test_a_review_is_kept_with_who_and_what(
    signed_in: SignedIn, store: Store, seen: None, recorded: Recorded
) -> None:
    """HR reviews a system: what changed is in the register, and in one event that tells which fields."""
    browser = signed_in(Role.HR, name="anna")
    form = {
        "service": "chatgpt", "tenant": "", "purpose": "Drafting job adverts", "owner": "Head of HR",
        "role": "deployer", "gdpr_role": "controller", "risk": "limited", "risk_reason": "Drafts only",
        "status": "allowed with conditions", "conditions": "No personal data", "expires": "2027-06-30",
        "documents": "https://example.org/dpia\n\n contract 12 \n",
    }  # fmt: skip
    answer = browser.post("/register/system", form)
    assert answer.headers["location"] == "/register/system?service=chatgpt"
    system = get_system(store, "chatgpt")
    assert system
    assert (system.status, system.risk, system.risk_judged) == (Status.CONDITIONAL, Risk.LIMITED, True)
    assert system.documents == ("https://example.org/dpia", "contract 12")
    assert (system.expires, system.changed_by) == (date(2027, 6, 30), "anna")
    page = browser.get(answer.headers["location"]).text
    assert "Saved." in page
    assert "still to do" not in page.split("What the law asks")[0]
    assert "Saved." not in browser.get(answer.headers["location"]).text
    (event,) = recorded("register")
    assert event.actor == "anna"
    assert dict(event.detail)["status"] == "allowed with conditions"
    assert "Head of HR" not in str(event)


def test_an_unchanged_form_changes_nothing(
    signed_in: SignedIn, store: Store, seen: None, recorded: Recorded
) -> None:
    """The catalogue's tier stays the catalogue's until somebody judges, and no event says otherwise."""
    browser = signed_in(Role.DPO)
    form = {"service": "chatgpt", "risk": "limited", "status": "discovered", "owner": "", "documents": ""}
    assert browser.post("/register/system", form).status_code == 303
    assert recorded("register") == []
    browser.post("/register/system", form | {"risk_reason": "Indeed"})
    system = get_system(store, "chatgpt")
    assert system
    assert system.risk_judged


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"risk": "high", "risk_reason": ""}, "Say why you judge"),
        ({"status": "allowed with conditions", "conditions": ""}, "Say under which conditions"),
        ({"expires": "tomorrow"}, "Write the date"),
        ({"owner": "x" * 2001}, "at most 2000"),
        ({"status": "nonsense"}, "choose from"),
    ],
)
def test_a_judgement_without_reason_is_not_kept(
    signed_in: SignedIn, store: Store, seen: None, facts: dict[str, str], said: str
) -> None:
    """The page says what is missing, and keeps what was typed."""
    browser = signed_in(Role.HR)
    answer = browser.post("/register/system", {"service": "chatgpt", "purpose": "Typed already"} | facts)
    assert answer.status_code == 400
    assert said in answer.text
    assert "Typed already" in answer.text
    assert [system.purpose for system in list_systems(store)] == [None]


def test_a_system_that_is_not_there_is_not_made_by_accident(signed_in: SignedIn, store: Store) -> None:
    """Only the form for adding adds one."""
    browser = signed_in(Role.HR)
    assert browser.get("/register/system?service=nothing").status_code == 404
    assert browser.post("/register/system", {"service": "nothing", "owner": "x"}).status_code == 404
    assert list_systems(store) == []


def test_ai_of_a_supplier_is_added_by_hand(signed_in: SignedIn, store: Store) -> None:
    """It gets an id of its name; a second time leads to the same."""
    browser = signed_in(Role.HR)
    for _ in range(2):
        answer = browser.post("/register/add", {"name": "Plänning & Co 2000", "purpose": "Rosters"})
        assert answer.headers["location"] == "/register/system?service=planning-co-2000"
    (system,) = list_systems(store)
    assert (system.name, system.status) == ("Plänning & Co 2000", Status.IN_REVIEW)
    assert browser.post("/register/add", {"name": " ! "}).headers["location"] == "/register"
    assert name_to_id("a" * 100) == "a" * 60
    assert system_path("a b&c", "é") == "/register/system?service=a+b%26c&tenant=%C3%A9"


@pytest.mark.parametrize(
    "form",
    [
        "csv",
        "xlsx",
        "json",
        "algoritmeregister",
        "algoritmeregister-json",
        "annex-viii-c",
        "gdpr-30",
        "cyclonedx",
    ],
)
def test_every_export_comes_along(signed_in: SignedIn, store: Store, seen: None, form: str) -> None:
    """As the command line writes it, without small groups."""
    answer = signed_in(Role.COUNCIL).get(f"/register/export/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="register-{form}-20')
    assert b"Legal" not in answer.content
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert any("ChatGPT" in row for row in rows)
    if "json" in form or form == "cyclonedx":
        json.loads(answer.content)


def test_the_council_reads_and_does_not_write(signed_in: SignedIn, seen: None) -> None:
    """No form that changes stands on its pages."""
    page = signed_in(Role.COUNCIL).get("/register/system?service=chatgpt").text
    assert page.count("<form method") == 1  # signing out
    assert "Why this risk level" in page


def test_an_obligation_is_completed_with_its_proof(
    signed_in: SignedIn, store: Store, seen: None, recorded: Recorded
) -> None:
    """HR says how far it is, who sees to it and where the proof is; the page leads back."""
    organisation = Organisation()
    services = load_catalogue().services
    duty = next(item for item in list_duties(store, organisation, services) if item.service)
    browser = signed_in(Role.HR, name="anna")
    form = {
        "obligation": duty.obligation.id, "service": "chatgpt", "state": "done", "owner": "Head of HR",
        "note": "Discussed", "evidence": "https://example.org/minutes\nbinder 4",
        "back": "/register/system?service=chatgpt",
    }  # fmt: skip
    answer = browser.post("/obligations", form)
    assert answer.headers["location"] == "/register/system?service=chatgpt"
    done = [item for item in list_duties(store, organisation, services) if item.state == State.DONE]
    assert [item.obligation.id for item in done] == [duty.obligation.id]
    assert (done[0].owner, done[0].evidence) == ("Head of HR", ("https://example.org/minutes", "binder 4"))
    assert [event.actor for event in recorded("obligation")] == ["anna"]
    assert "Head of HR" in browser.get("/obligations?view=done").text


def test_not_applicable_needs_a_note_and_back_is_ours(signed_in: SignedIn, store: Store) -> None:
    """What is refused is said on the page that follows, which is one of ours."""
    duty = next(item for item in list_duties(store, Organisation()) if item.service is None)
    browser = signed_in(Role.DPO)
    form = {"obligation": duty.obligation.id, "state": "not applicable", "back": "//evil.example"}
    assert browser.post("/obligations", form).headers["location"] == "/obligations"
    assert "why this does not apply" in browser.get("/obligations").text
    assert browser.post("/obligations", {"obligation": "nonsense"}).status_code == 303


def test_the_overview_tells_each_role_what_waits(signed_in: SignedIn, store: Store, seen: None) -> None:
    """New systems for who reviews, obligations for HR and DPO, incidents for the DPO alone."""
    traffic(store, {"HR": 1}, action="log", would="block", outcome="forwarded", mode="monitor")
    set_system(store, "affectiva", None, {"owner": "Marketing"}, ROOT)
    past = {"status": "allowed", "expires": str(date.today() - timedelta(days=400))}  # noqa: DTZ011 - a day long ago
    set_system(store, "deepl", None, past, ROOT)
    texts = {
        "New AI systems": {Role.SECURITY, Role.HR, Role.DPO},
        "AI that the law prohibits": {Role.SECURITY, Role.HR, Role.DPO},
        "have run out": {Role.SECURITY, Role.HR, Role.DPO},
        "Obligations have nobody": {Role.HR, Role.DPO},
        "Possible data breaches": {Role.DPO},
    }
    for role in Role:
        page = signed_in(role).get("/").text
        for text, roles in texts.items():
            assert (text in page) == (role in roles), f"{role}: {text}"
        assert ("requests to AI services" in page) == (role != Role.ADMIN)


def test_the_overview_shows_no_small_group(signed_in: SignedIn, seen: None) -> None:
    """Neither in a chart nor in its words."""
    page = signed_in(Role.HR).get("/").text
    assert "Requests by group, this month" in page
    assert "Finance" in page
    assert "Legal" not in page


def test_the_overview_of_an_empty_console(signed_in: SignedIn) -> None:
    """Says what is to come."""
    assert "Nothing was seen yet." in signed_in(Role.COUNCIL).get("/").text
