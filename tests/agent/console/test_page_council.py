"""The works council reads what is recorded, what is in force, who named whom, and prints a dossier."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from console_people import keep, prompt

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.roles import Role
from agent.policy_history import policy_event
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.keys import pseudonym_key
from agent.record.pseudonym import load_pseudonyms
from agent.record.store import Store
from agent.register.reveal import approve, ask, look
from agent.register.systems import Actor
from policies.load import load_policy

SAM, OLGA = Actor("sam", "n1"), Actor("olga", "n1")


def named(store: Store, config: Config) -> str:
    """Somebody is named; gives the name."""
    key, event = load_pseudonyms(pseudonym_key(config.data_dir)), prompt()
    who = "jan.jansen@voorbeeld.nl"
    pseudonym = key.of(who, event.time)
    keep(store, prompt(pseudonym=pseudonym), key=key, user=who)
    request = ask(store, pseudonym, "a laptop was stolen", SAM)
    approve(store, request, OLGA, 4)
    look(store, request, SAM, key)
    return who


def test_who_named_whom_and_why(signed_in: Callable[..., Any], store: Store, config: Config) -> None:
    """Who asked, why, who approved and when it was looked at; the name itself is not there."""
    who = named(store, config)
    page = signed_in(Role.COUNCIL).get("/council").text
    assert "a laptop was stolen" in page
    assert "olga" in page
    assert who not in page
    assert page.count("<time") >= 3


def test_another_mode_is_no_change_of_rules(signed_in: Callable[..., Any], store: Store) -> None:
    """What changed besides rules is said, not that no rule did."""
    for name in ("default", "monitor-only"):
        with store.write() as connection:
            append(connection, [Entry.of(policy_event("n1", load_policy(name)))])
    page = signed_in(Role.COUNCIL).get("/council").text
    assert "other settings" in page
    assert "0 added" not in page


def test_every_field_is_on_the_page(signed_in: Callable[..., Any]) -> None:
    """What an event holds stands there, field by field, with the settings in force."""
    page = signed_in(Role.COUNCIL).get("/council").text
    for field in dataclasses.fields(Event):
        assert f'class="code">{field.name}</th>' in page
    assert "7 months" in page
    assert "works council: 1" in page


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.HR])
def test_for_council_and_dpo_only(signed_in: Callable[..., Any], role: Role) -> None:
    """Others have their own pages."""
    browser = signed_in(role)
    assert browser.get("/council").status_code == 403
    assert browser.get("/council/dossier/dpia").status_code == 403


def test_dossier_has_the_real_settings(
    signed_in: Callable[..., Any], store: Store, config: Config, recorded: Callable[..., list[Event]]
) -> None:
    """In the language that is asked for, with who named whom; that it was taken is recorded."""
    named(store, config)
    council = signed_in(Role.COUNCIL)
    dutch = council.get("/council/dossier/wor-27?language=nl").text
    assert '<html lang="nl">' in dutch
    assert "Gemeente Voorbeeld legt de ondernemingsraad het voornemen voor" in dutch
    assert "a laptop was stolen" in dutch
    assert "nog in te vullen" in dutch
    assert "1 AI-systemen in het register" in dutch
    english = council.get("/council/dossier/dpia?language=en").text
    assert '<html lang="en">' in english
    assert "Erased after 7 months." in english
    assert "ChatGPT" in english
    taken = [dict(event.detail).get("document") for event in recorded()]
    assert [item for item in taken if item] == ["wor-27", "dpia"]


def test_only_drafts_of_the_country(store: Store, config: Config, signed_in: Callable[..., Any]) -> None:
    """A Dutch employer has no Belgian draft, and no other file can be asked for."""
    council = signed_in(Role.COUNCIL)
    for name in ("cao-81", "texts.py", "x"):
        assert council.get(f"/council/dossier/{name}").status_code == 404
    belgian = config.model_copy(
        update={"organisation": config.organisation.model_copy(update={"countries": frozenset({"BE"})})}
    )
    council.http.app = console_app(open_console(belgian, store, bytes(32)))
    council.http._transport.app = council.http.app
    assert "CAO nr. 81" in council.get("/council/dossier/cao-81").text
    assert council.get("/council/dossier/wor-27").status_code == 404
