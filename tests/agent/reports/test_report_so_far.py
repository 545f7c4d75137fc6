"""A report whose last day is not over says up to which moment it holds."""

import json
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from readers import from_pdf, squeezed
from report_traffic import SETTING

from agent.record.store import Store
from agent.register.law import Language
from agent.reports.build import build
from agent.reports.period import period
from agent.reports.render import render

DAYS = (date(2026, 10, 1), date(2026, 10, 20))
WORDS = {
    "nl": (
        "1 oktober 2026 \N{EN DASH} 20 oktober 2026, cijfers tot ",
        "20 oktober 2026 14:05 UTC",
        "is nog niet voorbij",
    ),
    "en": (
        "1 October 2026 \N{EN DASH} 20 October 2026, figures up to ",
        "20 October 2026 14:05 UTC",
        "is not over yet",
    ),
}


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx", "json"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_day_that_is_not_over_is_said(filled: Store, form: str, language: Language) -> None:
    """In all four forms: made at five past two, it holds up to then, also when that day is the last."""
    made = datetime(2026, 10, 20, 14, 5, tzinfo=UTC)
    report = build(filled, SETTING, period(*DAYS, made.date()), made)
    line, moment, note = WORDS[language]
    data = render(report, form, language)
    text = _text(form, data)
    assert squeezed(moment) in text
    assert squeezed(note) in text
    if form in ("html", "pdf"):
        assert squeezed(f"{line}{moment}") in text
    if form == "json":
        assert json.loads(data)["period"]["until"] == "2026-10-20T14:05:00Z"


@pytest.mark.parametrize("form", ["html", "xlsx", "json"])
def test_days_that_are_over_need_no_moment(filled: Store, form: str) -> None:
    """Made the day after, the report is about whole days."""
    made = datetime(2026, 10, 21, 0, 1, tzinfo=UTC)
    report = build(filled, SETTING, period(*DAYS, made.date()), made)
    text = _text(form, render(report, form, "nl"))
    assert report.until is None
    assert squeezed("cijfers tot") not in text.casefold()
    assert squeezed("nog niet voorbij") not in text


def _text(form: str, data: bytes) -> str:
    """What a reader sees, without spaces."""
    if form == "pdf":
        return from_pdf(data)
    if form == "xlsx":
        sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
        return squeezed("\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row))
    return squeezed(unescape(data.decode()))
