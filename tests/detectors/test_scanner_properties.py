"""What holds for every text, whatever it says."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.scanner import Scan, Scanner

BLOCKS = (
    "BSN 626018158",
    "bsn:",
    "626018158",
    "geboren op 12-03-1985",
    "Jan de Vries",
    "José Müller",
    "j.bakker@voorbeeld.nl",
    "06-12345678",
    "NL89 INGB 7025 8888 38",
    "wachtwoord: Welkom2024!",
    "salaris € 3.450",
    "Kerkstraat 12, 1234 AB Utrecht",
    "kenteken GV-123-B",
    "naam;bsn\nVos;183016610\n",
    '{"bsn": "418609135"}',
    "&#54;26018158",
    "%42SN%20626018158",
    "QlNOIDYyNjAxODE1OCB2YW4gSmFu",
    "6 2 6 0 1 8 1 5 8",
    "\u200b",
    "\r\n",
    "\n",
    "\t",
    "|",
    ";",
    "\ud800",
    "\U0001f600",
    "é",
    "e\u0301",
    "\uff11\uff12\uff13",
)

texts = st.lists(st.one_of(st.sampled_from(BLOCKS), st.text(max_size=20)), max_size=12).map(" ".join)
relaxed = settings(max_examples=150, deadline=None)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """One scanner for all examples."""
    return Scanner()


def _values(scan: Scan, text: str) -> list[tuple[str, str]]:
    return [(f.type, unicodedata.normalize("NFC", text[f.start : f.end])) for f in scan.findings]


@relaxed
@given(text=texts)
def test_spans_are_inside_sorted_and_apart(scanner: Scanner, text: str) -> None:
    """No text raises; spans lie inside it, in order, without overlap, above the threshold, with reasons."""
    end = 0
    for finding in scanner.scan(text).findings:
        assert end <= finding.start < finding.end <= len(text)
        assert 0.5 <= finding.score <= 1
        assert finding.reasons
        end = finding.end


@relaxed
@given(text=texts)
def test_same_text_same_findings(scanner: Scanner, text: str) -> None:
    """A second scan, and one by a new scanner's engine, say the same."""
    assert scanner.scan(text) == scanner.scan(text)


@relaxed
@given(text=texts)
def test_line_ends_do_not_matter(scanner: Scanner, text: str) -> None:
    """With CRLF for LF the same values are found."""
    unix = text.replace("\r", "")
    windows = unix.replace("\n", "\r\n")
    found = [(kind, value.replace("\r", "")) for kind, value in _values(scanner.scan(windows), windows)]
    assert found == _values(scanner.scan(unix), unix)


@relaxed
@given(text=st.lists(st.sampled_from([b for b in BLOCKS if b != "e\u0301"]), max_size=10).map(" ".join))
def test_composition_does_not_matter(scanner: Scanner, text: str) -> None:
    """With decomposed accents the same values are found."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert _values(scanner.scan(decomposed), decomposed) == _values(scanner.scan(composed), composed)


@relaxed
@given(before=texts, after=texts)
def test_found_in_any_surroundings(scanner: Scanner, before: str, after: str) -> None:
    """An IBAN on a line of its own is found whatever stands before and after it, with exact borders."""
    text = f"{before}\n\nNL89INGB7025888838\n\n{after}"
    start = len(before) + 2
    assert any(
        f.type == "IBAN_CODE" and f.start <= start and f.end >= start + 18
        for f in scanner.scan(text).findings
    )


IBAN = "NL89INGB7025888838"
disguises = st.lists(
    st.tuples(st.sampled_from(["", "\u200b", "\u2060", "\u00ad", "\ufeff"]), st.booleans()),
    min_size=len(IBAN),
    max_size=len(IBAN),
)


@relaxed
@given(before=texts, disguise=disguises)
def test_offsets_are_right_after_normalisation(
    scanner: Scanner, before: str, disguise: list[tuple[str, bool]]
) -> None:
    """With invisible and full-width characters in it a value is found where it stands."""
    shown = "".join(
        (chr(ord(char) + 0xFEE0) if wide else char) + hidden
        for char, (hidden, wide) in zip(IBAN, disguise, strict=True)
    )
    text = f"{before}\n\nIBAN {shown}\n"
    (found,) = [
        f for f in scanner.scan(text).findings if f.type == "IBAN_CODE" and f.start >= len(before) + 2
    ]
    value = unicodedata.normalize("NFKC", text[found.start : found.end])
    assert "".join(char for char in value if char.isalnum()) == IBAN


LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=40)


@relaxed
@given(text=st.lists(LATIN | st.sampled_from(["José Müller", "Zoë", "Beste", "06-12345678"])).map(" ".join))
def test_any_latin_text_may_be_decomposed(scanner: Scanner, text: str) -> None:
    """Whatever stands in Latin letters gives the same values composed and decomposed."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert _values(scanner.scan(decomposed), decomposed) == _values(scanner.scan(composed), composed)
