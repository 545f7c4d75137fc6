"""The HR report from the console: the same as the command makes, for the roles that may have it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from console_people import keep, prompt

from agent.console.roles import Role
from agent.record.event import Event
from agent.record.store import Store

MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "html": b"<!doctype html>", "json": b"{"}


def this_month() -> str:
    """As the form has it."""
    return f"{datetime.now(UTC):%Y-%m}"


@pytest.mark.parametrize("form", list(MAGIC))
def test_each_form_is_a_file(
    signed_in: Callable[..., Any], store: Store, recorded: Callable[..., list[Event]], form: str
) -> None:
    """A file to take along, by its own name, and that it was taken is recorded."""
    keep(store, prompt())
    answer = signed_in(Role.HR).get(f"/report/file?month={this_month()}&language=nl&format={form}")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(MAGIC[form].lower())
    name = answer.headers["content-disposition"].partition("filename=")[2].strip('"')
    assert name.startswith("report-")
    assert name.endswith(f"-nl.{form}")
    assert dict(recorded()[-1].detail)["file"] == name


def test_days_and_language_are_those_asked_for(signed_in: Callable[..., Any], store: Store) -> None:
    """Typed days go before the month; the report is in the language chosen, not in the reader's."""
    keep(store, prompt())
    today = datetime.now(UTC).date().isoformat()
    query = f"month=2020-01&first={today}&last={today}&language=nl&format=json"
    report = json.loads(signed_in(Role.DPO).get(f"/report/file?{query}").content)
    assert (report["period"]["first"], report["period"]["last"]) == (today, today)
    assert report["language"] == "nl"


@pytest.mark.parametrize(
    "query",
    [
        "format=pdf",
        "language=nl",
        "language=nl&format=exe",
        "language=nl&format=json&first=2999-01-01",
        "language=nl&format=json&first=x",
        "language=nl&format=json&month=../../x",
        "language=nl&format=json&first=2026-02-02&last=2026-01-01",
    ],
)
def test_what_does_not_fit_is_said(signed_in: Callable[..., Any], query: str) -> None:
    """Wrong days, forms and languages give the form again, with what is wrong."""
    answer = signed_in(Role.HR).get(f"/report/file?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY])
def test_not_for_everybody(signed_in: Callable[..., Any], role: Role) -> None:
    """Security has Grafana, an administrator has accounts."""
    browser = signed_in(role)
    assert browser.get("/report").status_code == 403
    assert browser.get("/report/file?language=nl&format=json").status_code == 403
