"""The seven steps in the console."""

from collections.abc import Callable
from typing import Any

from console_people import keep, prompt

from agent.console.roles import Role
from agent.record.store import Store
from agent.register.seven_steps import read_answers, steps


def test_open_points_lead_to_where_they_are_done(signed_in: Callable[..., Any], store: Store) -> None:
    """A new system keeps points open, each with a link to its page; nothing is answered for people."""
    keep(store, prompt())
    page = signed_in(Role.HR).get("/scan").text
    assert all(step.title.en in page for step in steps())
    assert '<a href="/register/system?service=chatgpt">ChatGPT</a>' in page
    assert 'name="point" value="map-suppliers"' in page
    assert 'name="point" value="map-judged"' not in page


def test_an_answer_is_kept_and_shown(signed_in: Callable[..., Any], store: Store) -> None:
    """HR answers a point; who reads it later sees by whom, and what could look like markup is text."""
    hr = signed_in(Role.HR, name="hanna")
    note = "<b>asked</b> {{ 7 * 7 }}"
    sent = hr.post("/scan", {"point": "map-suppliers", "state": "done", "note": note})
    assert (sent.status_code, sent.headers["location"]) == (303, "/scan#map-suppliers")
    assert read_answers(store)["map-suppliers"].note == note
    page = signed_in(Role.COUNCIL).get("/scan").text
    assert "&lt;b&gt;asked&lt;/b&gt; {{ 7 * 7 }}" in page
    assert "hanna" in page


def test_what_does_not_fit_is_said(signed_in: Callable[..., Any], store: Store) -> None:
    """A point that follows from the register cannot be answered, nor does one go without its reason."""
    hr = signed_in(Role.HR)
    counted = hr.post("/scan", {"point": "map-judged", "state": "done", "note": ""})
    assert counted.status_code == 400
    assert "follows from the register" in counted.text
    reasonless = hr.post("/scan", {"point": "map-suppliers", "state": "not applicable", "note": ""})
    assert "Say in the note why" in reasonless.text
    assert read_answers(store) == {}


def test_who_may_read_may_not_answer(signed_in: Callable[..., Any], store: Store) -> None:
    """Security and the works council read; an administrator does not even that."""
    for role in (Role.SECURITY, Role.COUNCIL):
        browser = signed_in(role)
        assert 'name="point"' not in browser.get("/scan").text
        assert browser.post("/scan", {"point": "map-suppliers", "state": "done"}).status_code == 403
    assert signed_in(Role.ADMIN).get("/scan").status_code == 403
    assert read_answers(store) == {}
