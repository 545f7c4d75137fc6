"""Coverage and literacy: numbers without people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from console_people import keep, prompt

from agent.console.pages.coverage import REASONS
from agent.console.roles import Role
from agent.metrics import NOT_JUDGED, UNREADABLE
from agent.record.coverage import CONNECTION, UNSCANNED, CoverageKeeper
from agent.record.store import Store
from agent.register.literacy import list_trainings

SOME = {
    (CONNECTION, "inspected"): 90,
    (CONNECTION, "passed"): 4_000,
    (CONNECTION, "pinned"): 9,
    (UNSCANNED, "picture"): 7,
    (UNSCANNED, "deadline"): 2,
    (UNSCANNED, "not-redacted-signed"): 1,
}


def test_every_reason_has_words() -> None:
    """No reason of the guard's stands on the page as a code."""
    assert set(REASONS) >= {*NOT_JUDGED, *UNREADABLE}


def test_what_was_not_seen_is_shown(signed_in: Callable[..., Any], store: Store) -> None:
    """Connections by handling, what nobody judged apart from what could not be read, and a chart in words."""
    CoverageKeeper(store, "n1", lambda: SOME).keep()
    page = signed_in(Role.DPO).get("/coverage").text
    assert 'class="number" data-sort="4000">4,000</td>' in page
    assert "90%" in page
    unjudged, unread = page.split("Parts that could not be read</h2>")
    assert "Reading took too long" in unjudged
    assert "Picture in a document" in unread
    assert "Could not be made unrecognisable" in unread
    assert "QUIC" in page
    assert "This chart in words" in page


def test_period_is_one_of_three(signed_in: Callable[..., Any], store: Store) -> None:
    """Older days are in the longer period only; any other period is the usual one."""
    then = datetime.now(UTC) - timedelta(days=60)
    CoverageKeeper(store, "n1", lambda: {(CONNECTION, "pinned"): 5}).keep(then)
    security = signed_in(Role.SECURITY)
    pinned = 'class="number" data-sort="5">5</td>'
    assert pinned in security.get("/coverage?days=90").text
    for days in ("7", "30", "9999", "x", "-1"):
        assert pinned not in security.get(f"/coverage?days={days}").text
    assert signed_in(Role.HR).get("/coverage").status_code == 403


def test_training_is_entered_and_removed(signed_in: Callable[..., Any], store: Store) -> None:
    """HR enters how many people learned what; everybody else who may look sees sums by group."""
    hr = signed_in(Role.HR)
    today = datetime.now(UTC).date().isoformat()
    facts = {"day": today, "group": "finance", "people": "12", "subject": "Prompts <i>without</i> data"}
    assert hr.post("/literacy/add", facts).status_code == 303
    page = hr.get("/literacy").text
    assert "Prompts &lt;i&gt;without&lt;/i&gt; data" in page
    assert "<strong>12</strong>" in page
    dpo = signed_in(Role.DPO)
    assert "Prompts" not in dpo.get("/literacy").text
    assert dpo.post("/literacy/add", facts).status_code == 403
    (training,) = list_trainings(store)
    assert hr.post("/literacy/remove", {"training": training.id}).status_code == 303
    assert list_trainings(store) == []
    assert signed_in(Role.SECURITY).get("/literacy").status_code == 403


@pytest.mark.parametrize("field", ["day", "group", "people", "subject"])
def test_what_is_missing_is_said_and_the_rest_kept(signed_in: Callable[..., Any], field: str) -> None:
    """A form that does not fit comes back with what was typed."""
    facts = {"day": "2026-01-15", "group": "finance", "people": "12", "subject": "Prompts"}
    answer = signed_in(Role.HR).post("/literacy/add", facts | {field: ""})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    kept = "finance" if field != "group" else "Prompts"
    assert f'value="{kept}"' in answer.text


def test_small_groups_are_together(signed_in: Callable[..., Any], store: Store) -> None:
    """A group of three has no row of its own, nor is a total of fewer than five people told."""
    keep(store, *(prompt(group="board", pseudonym=f"p{n}") for n in range(3)))
    page = signed_in(Role.HR).get("/literacy").text
    assert "board" not in page
    assert "Other groups together" in page
    assert "<strong>3</strong> <span>people used AI" not in page
