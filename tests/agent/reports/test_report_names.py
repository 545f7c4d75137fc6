"""Names of AI outside the catalogue and of accounts in the report, as the reader says them, in every form."""

from datetime import date, timedelta
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from readers import from_pdf, squeezed
from report_traffic import ANN, MADE, SETTING

from agent.console.pages.coverage import REASONS
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store
from agent.register.law import Language
from agent.register.systems import set_system
from agent.reports.build import build
from agent.reports.model import Report
from agent.reports.period import period
from agent.reports.render import render
from agent.reports.texts import Texts

SYSTEMS = (("unknown-ai:gpu1.test", None), ("chatgpt", "other"), ("deepl", None))
WORDS = {
    "nl": ("Onbekende AI-dienst (gpu1.test)", "account van een ander", "account niet te zien"),
    "en": ("Unknown AI service (gpu1.test)", "somebody else's account", "account not visible"),
}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of use that the catalogue or the organisation does not know."""
    with Store.open(tmp_path_factory.mktemp("outside") / "record.db") as store:
        entries = [Entry.of(_let_through(*system)) for system in SYSTEMS]
        with store.write() as connection:
            append(connection, entries)
        for service, tenant in SYSTEMS:
            facts = {"status": "allowed", "risk": "high", "risk_reason": "werving"}
            set_system(store, service, tenant, facts, ANN)
        return build(store, SETTING, period(date(2026, 10, 1), date(2026, 10, 31), MADE.date()), MADE)


def _let_through(service: str, tenant: str | None) -> Event:
    return Event(
        kind="decision",
        node="n1",
        time=MADE - timedelta(days=10),
        service=service,
        tenant=tenant,
        action="log",
        would="block",
        outcome="forwarded",
        findings=(FindingCount("PERSON", "", 1, 0.9),),
    )


@pytest.mark.parametrize("form", ["html", "json", "xlsx", "pdf"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_names_and_accounts_follow_the_reader(outside: Report, form: str, language: Language) -> None:
    """In tables of systems, obligations, alternatives and incidents; no code and no other language."""
    text = _text(form, render(outside, form, language))
    unknown, other, unseen = (squeezed(word) for word in WORDS[language])
    assert text.count(unknown) >= 5
    assert text.count(other) >= 3
    assert f"ChatGPT({other})" in text
    assert unseen in text
    for word in (*WORDS["en" if language == "nl" else "nl"], "unknown-ai:", "(other)"):
        assert squeezed(word) not in text


def _text(form: str, data: bytes) -> str:
    """What a reader sees, without spaces."""
    if form == "pdf":
        return from_pdf(data).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if form == "xlsx":
        sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
        return squeezed("\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row))
    return squeezed(unescape(data.decode()))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_has_words(language: Language) -> None:
    """No reason for not reading something stands in the report as a code that only the guard knows."""
    said = {reason: Texts(language).value("reason", reason) for reason in REASONS}
    assert [reason for reason, words in said.items() if "-" in reason and words == reason] == []
    assert len(set(said.values())) == len(said)
