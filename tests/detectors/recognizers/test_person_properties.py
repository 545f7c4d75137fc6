"""What holds for names, addresses, places and special categories in every text."""

import socket
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.passage import Passage
from detectors.recognizers.address import AddressRecognizer
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.location import LocationRecognizer
from detectors.recognizers.person import PersonRecognizer
from detectors.recognizers.special import SpecialCategoryRecognizer
from detectors.scanner import Scanner

RECOGNIZERS: tuple[TextRecognizer, ...] = (
    AddressRecognizer(),
    PersonRecognizer(),
    LocationRecognizer(),
    SpecialCategoryRecognizer(),
)
WORDS = """Jan de van den Vries 't Hoff G. A. mevrouw Beste , : Naam Kerkstraat 12 3511 AB Utrecht - bis heeft
burn-out ( ) @ | ; lid FNV \u00e9 e\u0301 JANSEN jansen postbus 1000 Gent rue Loi 1. { } ="""
PIECES = (*WORDS.split(), "\n", '"', "\ud800", "\u200b", "de la", "\t", "  ")
texts = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda parts: st.sampled_from([" ", "", "\n"]).map(lambda glue: glue.join(parts))
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(texts, st.text(max_size=120)))
def test_spans_lie_in_the_text(text: str) -> None:
    """No text makes a recognizer raise, and every span holds something of the text."""
    passage = Passage(text)
    findings = []
    for recognizer in RECOGNIZERS:
        findings += recognizer.analyze_text(passage, tuple(findings))
    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    assert all(0 <= f.score <= 1 for f in findings)


MAIL = (
    "Beste Zoë,\n\nIk sprak met André Müller en Renée de Boer over François.\n"
    "Zij wonen op Kerkstraat 12, 3511 AB Utrecht.\n\nMet vriendelijke groet,\nJosé"
)


def test_composed_and_decomposed_accents_find_the_same(scanner: Scanner) -> None:
    """NFC and NFD give the same values."""
    decomposed = unicodedata.normalize("NFD", MAIL)
    found = [MAIL[f.start : f.end] for f in scanner.scan(MAIL).findings]
    again = [decomposed[f.start : f.end] for f in scanner.scan(decomposed).findings]
    assert [unicodedata.normalize("NFC", value) for value in again] == found
    assert len(found) >= 6


def test_line_ends_make_no_difference(scanner: Scanner) -> None:
    """CRLF and LF give the same values."""
    windows = MAIL.replace("\n", "\r\n")
    found = [MAIL[f.start : f.end] for f in scanner.scan(MAIL).findings]
    assert [windows[f.start : f.end].replace("\r\n", "\n") for f in scanner.scan(windows).findings] == found


@pytest.mark.parametrize(
    "text",
    [
        "Jan " * 20_000,
        "A." * 30_000,
        "van de " * 15_000,
        "Jan, " * 15_000,
        "a-" * 40_000,
        "rue " * 20_000,
        "1234 " * 15_000,
        "woont op " * 10_000,
        "lid " * 20_000,
        "'" * 80_000,
        "Naam: " * 15_000,
        "mijn collega is ziek " * 4_000,
        "12 " * 25_000 + "straat",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_texts_end_in_time(text: str) -> None:
    """Eighty thousand characters of one thing are scanned well within the time limit."""
    passage = Passage(text)
    findings = []
    for recognizer in RECOGNIZERS:
        findings += recognizer.analyze_text(passage, tuple(findings))
    assert all(f.end <= len(text) for f in findings)


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and scanning open no socket."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    for kind in (AddressRecognizer, PersonRecognizer, LocationRecognizer, SpecialCategoryRecognizer):
        kind().analyze_text(Passage(MAIL), ())
