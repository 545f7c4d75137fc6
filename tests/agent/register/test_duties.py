"""Obligations follow from tier, role and what was seen; people keep their state."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount, decode
from agent.record.store import Store
from agent.register.duties import State, list_duties, set_duty
from agent.register.law import Organisation, applicable, obligations
from agent.register.system import GdprRole, Risk, Role, Status, System
from agent.register.systems import Actor, set_system

ANN = Actor("ann", "n1")
PRIVATE = Organisation(name="Voorbeeld B.V.", works_council=False)


def make_system(**facts: Any) -> System:
    """A system with these facts."""
    return System(**({"service": "x"} | facts))


def ids(organisation: Organisation, **facts: Any) -> set[str]:
    """Which obligations such a system has."""
    return {item.id for item in applicable(organisation, make_system(**facts))}


def test_every_entry_has_its_source() -> None:
    """Each obligation names a law, an official text and the day it was checked, in both languages."""
    for item in obligations().values():
        assert item.law
        assert item.source.startswith("https://")
        assert item.checked
        assert item.duty.nl != item.duty.en
        assert all(page.startswith("https://") for page in item.sources)


def test_minimal_risk_asks_nothing_of_a_private_employer() -> None:
    """A minimal system without personal data has no obligations of its own."""
    assert ids(PRIVATE, risk=Risk.MINIMAL) == set()


def test_high_risk_deployer() -> None:
    """A recruiting system of a private employer has the deployer's duties, a DPIA, and no FRIA."""
    found = ids(PRIVATE, risk=Risk.HIGH, category="recruiting")
    deployer = {f"ai-act-26-{n}" for n in (1, 2, 4, 5, 6, 7, 9, 11, 12)} | {"ai-act-86"}
    assert found == deployer | {"gdpr-35"}


def test_public_body_with_a_works_council() -> None:
    """A public body also registers and assesses fundamental rights; the works council is asked."""
    public = Organisation(public_body=True)
    more = ids(public, risk=Risk.HIGH, category="recruiting") - ids(
        PRIVATE, risk=Risk.HIGH, category="recruiting"
    )
    assert more == {"ai-act-49-3", "ai-act-27", "wor-27-k", "wor-25-k"}


def test_prohibited_holds_even_when_refused() -> None:
    """A prohibited system must be stopped; refusing it leaves that duty to prove, retiring it leaves none."""
    assert ids(PRIVATE, risk=Risk.PROHIBITED, status=Status.DISCOVERED) == {"ai-act-5", "gdpr-35"}
    assert ids(PRIVATE, risk=Risk.PROHIBITED, status=Status.REFUSED) == {"ai-act-5"}
    assert ids(PRIVATE, risk=Risk.PROHIBITED, status=Status.RETIRED) == set()


def test_what_was_found_counts() -> None:
    """Personal data in the traffic ask for an agreement and a record; a BSN asks for its legal basis."""
    assert ids(PRIVATE, kinds={"SECRET": 3, "LOCATION": 1}) == set()
    assert ids(PRIVATE, kinds={"PERSON": 1}) == {"gdpr-28", "gdpr-30", "gdpr-44"}
    assert ids(PRIVATE, kinds={"NL_BSN": 1}) == {
        "gdpr-28",
        "gdpr-30",
        "gdpr-44",
        "uavg-46",
        "gdpr-35-sensitive",
    }
    assert "uavg-46" not in ids(Organisation(countries=frozenset({"BE"})), kinds={"NL_BSN": 1})


def test_roles_decide() -> None:
    """A provider has a provider's duties, a processor no agreement to conclude."""
    assert ids(PRIVATE, risk=Risk.LIMITED, role=Role.PROVIDER) == {"ai-act-50-provider"}
    found = ids(PRIVATE, kinds={"PERSON": 1}, gdpr_role=GdprRole.PROCESSOR)
    assert found == {"gdpr-30"}


def test_belgium() -> None:
    """A Belgian employer has the two labour agreements instead of the Dutch act."""
    belgian = Organisation(countries=frozenset({"BE"}))
    assert {"cao-39", "cao-81-system"} <= ids(belgian, risk=Risk.LIMITED, category="meeting")
    assert {item.id for item in applicable(belgian)} == {"ai-act-4", "cao-81-guard"}
    assert {item.id for item in applicable(Organisation())} == {"ai-act-4", "wor-27-guard"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that saw a BSN go to ChatGPT."""
    with Store.open(tmp_path / "record.db") as opened:
        event = Event(
            kind="decision",
            node="n1",
            service="chatgpt",
            action="block",
            outcome="stopped",
            findings=(FindingCount("NL_BSN", "messages[].content"),),
            time=datetime(2026, 7, 1, tzinfo=UTC),
        )
        with opened.write() as connection:
            append(connection, [Entry.of(event)])
        yield opened


def test_state_is_kept(store: Store) -> None:
    """State, owner, note and evidence come back beside what the law asks; other duties stay open."""
    set_duty(store, "uavg-46", ("chatgpt", None), {"state": "in progress", "owner": "FG"}, ANN)
    set_duty(store, "uavg-46", ("chatgpt", None), {"evidence": ["besluit-12.pdf"]}, ANN)
    set_duty(store, "ai-act-4", None, {"state": "done", "note": "training May 2026"}, ANN)
    found = {(duty.service, duty.obligation.id): duty for duty in list_duties(store, PRIVATE)}
    bsn = found["chatgpt", "uavg-46"]
    assert (bsn.state, bsn.owner, bsn.evidence) == (State.IN_PROGRESS, "FG", ("besluit-12.pdf",))
    assert found[None, "ai-act-4"].state == State.DONE
    assert found["chatgpt", "gdpr-30"].state == State.OPEN
    row = bsn.as_dict("nl")
    assert (row["law_name"], row["article"], row["title"], row["state"]) == (
        "UAVG",
        "art. 46",
        "Burgerservicenummer",
        "in progress",
    )


def test_changes_are_events(store: Store) -> None:
    """Who changed which obligation goes on record, without the words people wrote."""
    set_duty(store, "ai-act-4", None, {"state": "done", "owner": "Jan Jansen"}, ANN)
    with store.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM events ORDER BY row DESC LIMIT 1").scalar()
    event = decode(body)
    assert (event.kind, event.actor) == ("obligation", "ann")
    assert event.detail == (("obligation", "ai-act-4"), ("owner", "changed"), ("state", "done"))


def test_dates_are_data(store: Store) -> None:
    """A duty of December 2027 is not in force in 2026, and is afterwards."""
    set_system(store, "hirevue", None, {"risk": "high", "risk_reason": "selects people"}, ANN)
    duties = [d for d in list_duties(store, PRIVATE) if d.obligation.id == "ai-act-26-2"]
    assert [d.in_force(date(2026, 11, 22)) for d in duties] == [False]
    assert [d.in_force(date(2027, 12, 2)) for d in duties] == [True]


@pytest.mark.parametrize(
    ("obligation", "system", "facts", "problem"),
    [
        ("nothing", None, {"state": "done"}, "no such obligation"),
        ("ai-act-4", ("chatgpt", None), {"state": "done"}, "per organisation"),
        ("gdpr-30", None, {"state": "done"}, "per system"),
        ("ai-act-4", None, {"state": "maybe"}, "choose from open, in progress"),
        ("ai-act-4", None, {"state": "not applicable"}, "say why"),
        ("ai-act-4", None, {"colour": "red"}, "no such field"),
        ("ai-act-4", None, {}, "nothing to set"),
    ],
)
def test_wrong_changes_are_refused(
    store: Store, obligation: str, system: tuple[str, None] | None, facts: dict, problem: str
) -> None:
    """A wrong id, field or state says what is right, and nothing is kept."""
    before = list_duties(store, PRIVATE)
    with pytest.raises(UsageError, match=problem):
        set_duty(store, obligation, system, facts, ANN)
    assert list_duties(store, PRIVATE) == before
