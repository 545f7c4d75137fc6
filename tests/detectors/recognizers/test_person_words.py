"""Shortcuts of the name recognizer find what the long way finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_named import people

from detectors.recognizers.name_tokens import _ASCII_WORD, _WORD
from detectors.recognizers.person_rules import RULES


@given(st.text("FfBbLlCWPOAIiTGSpQnmox.,:/|", max_size=40))
def test_a_rule_matches_only_where_one_of_its_classes_stands(classes: str) -> None:
    """A rule that is not tried for want of its classes would not have matched."""
    for rule in RULES:
        if set(rule.needs).isdisjoint(classes):
            assert not rule.pattern.search(classes), rule.reason


@given(st.text("abABtTsS'-., \n1_\x1f~", max_size=60))
def test_the_quick_reading_of_words_agrees_with_the_general_one(text: str) -> None:
    """In ASCII the shorter pattern finds the same words."""
    assert [m.span() for m in _ASCII_WORD.finditer(text)] == [m.span() for m in _WORD.finditer(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "[03-02-2026 09:12:44] Wiebe Anema: hoi\n[03-02-2026 09:13:10] Chung Vinh: oke\n",
            ["Wiebe Anema", "Chung Vinh"],
        ),
        ("3/2/26, 09:12 - Zwiggelaar: hoi\n3/2/26, 09:13 - Anouk: ja\n", ["Zwiggelaar", "Anouk"]),
        ("[03-02-2026 09:12:44] Database: verbroken\n[03-02-2026 09:13:10] Server: gestart\n", []),
        ("Wat eten we?\nKeuze: Pasta\nDrank: Water\n", []),
    ],
)
def test_who_speaks_in_an_exported_chat(text: str, names: list[str]) -> None:
    """Names before the colon of a chat's lines count, also unknown ones; parts of a machine do not."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("onze magazijnier ilyas is al drie weken thuis", ["ilyas"]),
        ("mijn oppas fatima kan morgen niet", ["fatima"]),
        ("onze nieuwe website is al drie weken kapot", []),
        ("mijn laptop start niet meer op", []),
    ],
)
def test_a_name_in_small_letters_behind_what_somebody_is_to_the_writer(text: str, names: list[str]) -> None:
    """``onze`` and a noun make a role of any noun; a thing is no name."""
    assert people(text) == names


@pytest.mark.parametrize("subject", ["ONTSLAG OP STAANDE VOET", "NIEUWE WERKTIJDEN MET INGANG VAN MEI"])
def test_a_subject_in_capitals_is_no_name(subject: str) -> None:
    """Where everything is in capitals a label is followed by words."""
    assert people(f"BETREFT: {subject}\n\nGEACHTE MEVROUW VAN DIJK,\n\nHIERBIJ DE BRIEF.") == ["VAN DIJK"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Neem pudding van Dr. Oetker en een scheut Jack Daniel's.", []),
        ("Dr. Terpstra belt morgen over de uitslag.", ["Terpstra"]),
        ("Leg het Peter Principle uit in vijf zinnen.", []),
    ],
)
def test_a_brand_with_a_title_is_no_person(text: str, names: list[str]) -> None:
    """A title makes a person of a name, unless it is part of a brand."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Collega Anouk komt uit Wijk bij Duurstede.", ["Anouk"]),
        ("Aanwezig: ma, di, do\nGroet, Anouk", ["Anouk"]),
        ("maand;omzet\njan;18\nfeb;15\nmrt;21\n", []),
        ("Stop 2: bouwplaats Heemstrabouw, chauffeur Anouk", ["Anouk"]),
        ("Factuur van Kool Coaching voor Anouk", ["Anouk"]),
    ],
)
def test_places_days_months_and_firms_are_no_people(text: str, names: list[str]) -> None:
    """Words that are a name elsewhere, where their neighbours say what they are."""
    assert people(text) == names
