"""Exact match: an organisation's own people are recognised, and its index gives none of them away."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.known import Column, KnownIndex, KnownIndexError, build_index
from detectors.known_names import stored_keys, with_one_letter_less
from detectors.scanner import Scanner, ScanSettings

KEY = b"a key of the tests, sixteen or more"

COLUMNS: Mapping[str, Column] = {
    "Naam": "name",
    "BSN": "bsn",
    "Mail": "email",
    "Mobiel": "phone",
    "Postcode": "postcode",
    "Huisnr": "house_number",
    "Pers.nr": "employee_number",
}

PEOPLE = (
    {
        "Naam": "Godelieve van den Brouwersgracht",
        "BSN": "626018158",
        "Mail": "G.Brouwersgracht@voorbeeld.nl",
        "Mobiel": "06-12345678",
        "Postcode": "3571 AB",
        "Huisnr": "14a",
        "Pers.nr": "0100482",
        "Opmerking": "niets",
    },
    {"Naam": "Y\u0131ld\u0131z, Mehmet Ali", "BSN": "51215470", "Mobiel": "+31 6 8765 4321"},
    {"Naam": "Zoë Brouwer-de Wit"},
    {"Naam": "", "BSN": ""},
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the people above."""
    path = tmp_path_factory.mktemp("known") / "people.index"
    assert build_index(PEOPLE, COLUMNS, KEY, path) == 3
    return path


@pytest.fixture(scope="module")
def scanner(index: Path) -> Scanner:
    """A scanner that knows them."""
    return Scanner(ScanSettings(known_index=index, known_key=KEY))


def _known(scanner: Scanner, text: str) -> list[str]:
    return [text[f.start : f.end] for f in scanner.scan(text).findings if f.type == "KNOWN_PERSON"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Godelieve van den Brouwersgracht is ziek", "Godelieve van den Brouwersgracht"),
        ("godelieve brouwersgracht is ziek", "godelieve brouwersgracht"),
        ("GODELIEVE BROUWERSGRACHT", "GODELIEVE BROUWERSGRACHT"),
        ("Brouwersgracht, Godelieve van den", "Brouwersgracht, Godelieve"),
        ("Overleg met G. van den Brouwersgracht", "G. van den Brouwersgracht"),
        ("Brouwersgracht, G. van den (P&O)", "Brouwersgracht, G"),
        ("Godelieve van den Brouwersgraht", "Godelieve van den Brouwersgraht"),
        ("Godeleive Brouwersgracht", "Godeleive Brouwersgracht"),
        ("Godelieve Brouwersgrachtt", "Godelieve Brouwersgrachtt"),
        ("Mehmet Yildiz", "Mehmet Yildiz"),
        ("Ali Y\u0131ld\u0131z", "Ali Y\u0131ld\u0131z"),
        ("YILDIZ Mehmet", "YILDIZ Mehmet"),
        ("Zoe Brouwer", "Zoe Brouwer"),
        ("Zoë de Wit", "Zoë de Wit"),
        ("voornaam;achternaam\nZoë;Brouwer\n", "Zoë;Brouwer"),
        ("nummer 626018158 graag nakijken", "626018158"),
        ("mail g.brouwersgracht@voorbeeld.nl", "g.brouwersgracht@voorbeeld.nl"),
        ("bel +31 6 12345678", "+31 6 12345678"),
        ("bel 0687654321", "0687654321"),
        ("personeelsnummer 100482", "100482"),
        ("personeelsnr. 0100482", "0100482"),
    ],
)
def test_knows(scanner: Scanner, text: str, value: str) -> None:
    """Names in any order, case and accents, with initials or one typo, and numbers in any form."""
    assert value in _known(scanner, text)


def test_knows_an_address(scanner: Scanner) -> None:
    """Postcode and house number are enough of an address."""
    assert _known(scanner, "Zij woont op Lindelaan 14a, 3571 AB Utrecht.")


@pytest.mark.parametrize(
    "text",
    [
        "Godelieve Janssen",
        "Brouwersgracht 14 in Amsterdam",
        "Mehmet de Wit",
        "Zoë werkt hier. Brouwer is een beroep.",
        "Ali: vraag het aan Yildirim",
        "Mehmet Yildis",
        "BSN 183016610",
        "bel 06-87654322",
        "personeelsnummer 100483",
        "Het bedrag is 100482 euro",
        "mail info@voorbeeld.nl",
        "Lindelaan 15, 3571 AB Utrecht",
    ],
)
def test_does_not_know(scanner: Scanner, text: str) -> None:
    """Another first name, another number, a typo in a short name, words of two sentences: nobody."""
    assert _known(scanner, text) == []


@pytest.mark.parametrize("text", ["BSN 626018158", "burgerservicenummer 051215470"])
def test_a_certain_national_number_keeps_its_type(scanner: Scanner, text: str) -> None:
    """An index never makes a policy on the BSN miss one: the type stays, the reasons say that it is known."""
    (finding,) = scanner.scan(text).findings
    assert finding.type == "NL_BSN"
    assert "known" in finding.reasons


def test_no_readable_value(index: Path) -> None:
    """Nothing of a person stands in the file: no part of a name, number or address."""
    data = index.read_bytes()
    for person in PEOPLE:
        for value in person.values():
            for word in re.findall(r"\w{4,}", value):
                assert word.encode() not in data
                assert word.lower().encode() not in data


def test_other_key_is_refused(index: Path) -> None:
    """With another key the index is of no use, and says so."""
    with pytest.raises(KnownIndexError, match="another key"):
        KnownIndex(index, b"another key of sixteen bytes")


@pytest.mark.parametrize("data", [b"", b"short", b"SWKNOWN2" + bytes(16) + b"xyz", bytes(64)])
def test_broken_index_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file that is no index is an error that names it."""
    path = tmp_path / "broken.index"
    path.write_bytes(data)
    with pytest.raises(KnownIndexError, match=r"broken\.index"):
        KnownIndex(path, KEY)


def test_missing_index_is_refused(tmp_path: Path) -> None:
    """A missing file is an error that says how to make one."""
    with pytest.raises(KnownIndexError, match="match build"):
        Scanner(ScanSettings(known_index=tmp_path / "none.index", known_key=KEY))


def test_short_key_is_refused(tmp_path: Path) -> None:
    """A guessable key would make the fingerprints guessable."""
    with pytest.raises(KnownIndexError, match="too short"):
        build_index(PEOPLE, COLUMNS, b"short", tmp_path / "x.index")


def test_nothing_to_index(tmp_path: Path) -> None:
    """Columns that do not exist give an error, not an empty index that finds nobody."""
    with pytest.raises(KnownIndexError, match="column names"):
        build_index(PEOPLE, {"Achternaam": "last_name"}, KEY, tmp_path / "x.index")
    assert list(tmp_path.iterdir()) == []


def test_replaced_index_is_followed(tmp_path: Path) -> None:
    """A new index takes effect at the next scan, without a restart."""
    path = tmp_path / "people.index"
    build_index([{"BSN": "626018158"}], COLUMNS, KEY, path)
    scanner = Scanner(ScanSettings(known_index=path, known_key=KEY))
    assert _known(scanner, "nummer 183016610") == []
    build_index([{"BSN": "183016610"}], COLUMNS, KEY, path)
    assert _known(scanner, "nummer 183016610") == ["183016610"]
    assert _known(scanner, "nummer 626018158") == []


letters = st.text("abcdefghij", min_size=7, max_size=12)


@given(first=letters, last=letters, data=st.data())
def test_one_typo_meets(first: str, last: str, data: st.DataObject) -> None:
    """A long name with one letter changed, dropped or added still shares a key with the listed one."""
    stored = {key for kind, key in stored_keys([first], [], [last]) if kind == "name"}
    place = data.draw(st.integers(0, len(last) - 1))
    letter = data.draw(st.sampled_from("klmnop"))
    drop = data.draw(st.sampled_from([0, 1]))
    add = data.draw(st.sampled_from(["", letter]))
    typed = last[:place] + add + last[place + drop :]
    if len(typed) >= 7:
        assert stored & {f"{first}|{form}" for form in (typed, *with_one_letter_less(typed))}


def test_key_is_not_shown() -> None:
    """The key stands in no representation of the settings."""
    assert "sixteen" not in repr(ScanSettings(known_key=KEY))
