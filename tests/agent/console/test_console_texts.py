"""Texts in two languages, and values as the reader writes them."""

import re
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from agent.console.formats import filters
from agent.console.language import translate
from agent.console.roles import Role
from agent.console.terms import TERMS
from agent.console.texts import texts, untranslated, unused
from agent.register.duties import State
from agent.register.incidents import IncidentState
from agent.register.system import GdprRole, Risk, Status
from agent.register.system import Role as AiRole


def test_every_text_has_its_dutch() -> None:
    """Templates and code of all pages; `python -m agent.console.texts` lists what is missing."""
    assert len(texts()) > 300
    assert untranslated() == {}


def test_no_translation_is_left_over() -> None:
    """A text that was changed takes its old translation along."""
    assert unused() == set()


def test_translations_keep_the_values_of_their_text() -> None:
    """A ``%(name)s`` that is lost or invented would break the page."""
    for text in texts():
        english = text if isinstance(text, str) else text[1]
        dutch = translate("nl", english) if isinstance(text, str) else english
        assert sorted(re.findall(r"%\(\w+\)s", english)) == sorted(re.findall(r"%\(\w+\)s", dutch)), text


def test_templates_hold_no_words_of_their_own() -> None:
    """What people read goes through gettext: no bare sentence stands in a template."""
    folder = resources.files("agent.console") / "templates"
    for file in folder.iterdir():
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text("utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", "\n", text)
        words = re.findall(r"\b[A-Za-z]{4,}\b(?: [a-z]{2,})+", bare)
        assert not words, f"{file.name}: {words}"


@pytest.mark.parametrize("kind", [Status, Risk, AiRole, GdprRole, State, IncidentState, Role])
def test_every_fixed_word_is_said(kind: type) -> None:
    """A status, tier or role that is added gets its words."""
    assert {str(item) for item in kind} <= TERMS.keys()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "day", "moment", "number", "size"),
    [
        ("nl", "23 nov 2026", "23 nov 2026 00:30", "1.234.567", "1,2 MB"),
        ("en", "23 Nov 2026", "23 Nov 2026 00:30", "1,234,567", "1.2 MB"),
    ],
)
def test_values_are_written_as_the_reader_does(
    language: str, day: str, moment: str, number: str, size: str
) -> None:
    """Dates, numbers and sizes follow the language; times the zone of the settings."""
    made = filters(language, "Europe/Amsterdam")  # type: ignore[arg-type]
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert made["date"](late) == made["date"](date(2026, 11, 23)) == day
    assert made["datetime"](late) == moment
    assert made["number"](1234567) == number
    assert made["filesize"](1_234_567) == size
    assert {made[name](None) for name in ("date", "datetime", "number", "filesize")} == {"\u2013"}


def test_sizes_of_every_length() -> None:
    """From bytes to more than a machine has."""
    size = filters("nl", "UTC")["filesize"]
    found = [size(number) for number in (0, 999, 1000, 99_900, 100_000, 10**9, 10**16)]
    assert found == ["0 B", "999 B", "1,0 kB", "99,9 kB", "100 kB", "1,0 GB", "10.000 TB"]


def test_long_words_can_break_at_their_seams() -> None:
    """By soft hyphens, for a browser that knows no Dutch; short words and English stay whole."""
    seams = filters("nl", "UTC")["seams"]
    found = seams("Gegevensbeschermingseffectbeoordeling (DPIA), verwerkersovereenkomst en gegevens")
    assert found.replace("\N{SOFT HYPHEN}", "-") == (
        "Gegevens-beschermings-effect-beoordeling (DPIA), verwerkers-overeenkomst en gegevens"
    )
    assert seams("Data protection impact assessment") == "Data protection impact assessment"


def test_kinds_are_said_too() -> None:
    """Those of personal data by the register's words, the others by the console's."""
    kind = filters("nl", "UTC")["kind"]
    assert [kind("NL_BSN"), kind("SECRET"), kind("HEALTH")] == [
        "Burgerservicenummer (BSN)",
        "Wachtwoord of sleutel",
        "Gezondheid",
    ]
