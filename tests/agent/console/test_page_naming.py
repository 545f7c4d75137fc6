"""Naming somebody takes two people with two roles, and only who asked may look."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from console_people import keep, prompt

from agent.config import Config
from agent.console.roles import Role
from agent.console.users import set_language
from agent.record.event import Event
from agent.record.keys import pseudonym_key
from agent.record.pseudonym import Pseudonyms, load_pseudonyms
from agent.record.schema import reveals
from agent.record.store import Store
from agent.register.reveal import list_reveals

WHO = "jan.jansen@voorbeeld.nl"
WHY = "a data breach that we must report"


@pytest.fixture
def pseudonym(store: Store, config: Config) -> str:
    """Somebody's pseudonym, with the identity kept sealed."""
    key: Pseudonyms = load_pseudonyms(pseudonym_key(config.data_dir))
    name = key.of(WHO, datetime.now(UTC))
    keep(store, prompt(pseudonym=name), key=key, user=WHO)
    return name


def test_two_people_name_one(
    signed_in: Callable[..., Any], store: Store, pseudonym: str, recorded: Callable[..., list[Event]]
) -> None:
    """Security asks, the works council approves, security looks; each step is recorded, the name in none."""
    security, council = signed_in(Role.SECURITY, name="sam"), signed_in(Role.COUNCIL, name="olga")
    assert security.post("/naming", {"pseudonym": pseudonym, "reason": WHY}).status_code == 303
    (request,) = list_reveals(store)
    early = security.post("/naming/look", {"request": request.id})
    assert early.status_code == 400
    assert WHO not in early.text
    assert WHY in council.get("/naming").text
    assert council.post("/naming/approve", {"request": request.id, "hours": "1"}).status_code == 303
    assert WHO not in security.get("/naming").text
    looked = security.post("/naming/look", {"request": request.id})
    assert WHO in looked.text
    assert looked.headers["cache-control"] == "no-store"
    steps = [(event.actor, dict(event.detail)["step"]) for event in recorded("reveal")]
    assert steps == [("sam", "asked"), ("olga", "approved"), ("sam", "looked")]
    assert WHO not in council.get("/naming").text


def test_by_the_number_of_a_decision(signed_in: Callable[..., Any], store: Store, pseudonym: str) -> None:
    """Asking about a decision needs no pseudonym on the screen."""
    from agent.console.latest import latest_decisions  # noqa: PLC0415 - only this test needs it

    (event,) = latest_decisions(store, 1)
    security = signed_in(Role.SECURITY)
    assert f'name="event" value="{event.id}"' in security.get(f"/naming?event={event.id}").text
    assert security.post("/naming", {"event": event.id, "reason": WHY}).status_code == 303
    assert list_reveals(store)[0].pseudonym == pseudonym


def test_the_wrong_people_are_refused(signed_in: Callable[..., Any], store: Store, pseudonym: str) -> None:
    """Who approves may not ask, who asks may not approve, others may not look, even with both roles."""
    both = signed_in(Role.SECURITY, Role.DPO, name="both")
    security, dpo = signed_in(Role.SECURITY, name="sam"), signed_in(Role.DPO, name="dora")
    assert dpo.post("/naming", {"pseudonym": pseudonym, "reason": WHY}).status_code == 403
    both.post("/naming", {"pseudonym": pseudonym, "reason": WHY})
    (request,) = list_reveals(store)
    form = {"request": request.id, "hours": "1"}
    assert "another person must" in both.post("/naming/approve", form).text
    assert security.post("/naming/approve", form).status_code == 403
    assert dpo.post("/naming/approve", form).status_code == 303
    assert "Only who asked" in security.post("/naming/look", {"request": request.id}).text
    assert dpo.post("/naming/look", {"request": request.id}).status_code == 403
    for role in (Role.ADMIN,):
        assert signed_in(role).get("/naming").status_code == 403


def test_the_end_is_the_end(signed_in: Callable[..., Any], store: Store, pseudonym: str) -> None:
    """After the end time the name is closed; nobody chooses a time of their own."""
    security, dpo = signed_in(Role.SECURITY), signed_in(Role.DPO)
    security.post("/naming", {"pseudonym": pseudonym, "reason": WHY})
    (request,) = list_reveals(store)
    assert dpo.post("/naming/approve", {"request": request.id, "hours": "9999"}).status_code == 400
    dpo.post("/naming/approve", {"request": request.id, "hours": "1"})
    with store.write() as connection:
        connection.execute(reveals.update().values(ends=datetime.now(UTC) - timedelta(seconds=1)))
    answer = security.post("/naming/look", {"request": request.id})
    assert WHO not in answer.text
    assert "Ask again" in answer.text
    assert "Ended" in answer.text


def test_a_reason_and_somebody_known_are_needed(
    signed_in: Callable[..., Any], store: Store, pseudonym: str
) -> None:
    """No request without a reason, nor about nobody."""
    security = signed_in(Role.SECURITY)
    assert "Say why" in security.post("/naming", {"pseudonym": pseudonym, "reason": "why not"}).text
    assert "Nobody is known" in security.post("/naming", {"pseudonym": "a" * 16, "reason": WHY}).text
    assert "not the number" in security.post("/naming", {"event": "x", "reason": WHY}).text
    assert list_reveals(store) == []


def test_a_request_is_declined_with_a_reason(
    signed_in: Callable[..., Any], store: Store, pseudonym: str, recorded: Callable[..., list[Event]]
) -> None:
    """Who asked and the works council read why; nobody may look, and nobody can approve afterwards."""
    security, council = signed_in(Role.SECURITY, name="sam"), signed_in(Role.COUNCIL, name="olga")
    security.post("/naming", {"pseudonym": pseudonym, "reason": WHY})
    (request,) = list_reveals(store)
    form = {"request": request.id, "declined_why": "The log of the mail server is enough."}
    assert 'action="/naming/decline"' in council.get("/naming").text
    assert 'action="/naming/decline"' not in security.get("/naming").text
    assert security.post("/naming/decline", form).status_code == 403
    assert council.post("/naming/decline", form | {"declined_why": "no"}).status_code == 400
    assert council.post("/naming/decline", form).status_code == 303
    for language, word in (("en", "Declined"), ("nl", "Afgewezen")):
        for name in ("sam", "olga"):
            set_language(store, name, language)  # type: ignore[arg-type]
        for page in (security.get("/naming").text, council.get("/naming").text):
            assert "The log of the mail server is enough." in page
            assert word in page
            assert 'action="/naming/look"' not in page
    assert "Afgewezen door olga: The log of the mail server is enough." in council.get("/council").text
    assert council.post("/naming/approve", {"request": request.id, "hours": "1"}).status_code == 400
    assert security.post("/naming/look", {"request": request.id}).status_code == 400
    steps = [(event.actor, dict(event.detail)["step"]) for event in recorded("reveal")]
    assert steps == [("sam", "asked"), ("olga", "declined")]
