import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.documents import cell_at, place_at, read_document
from tests.detectors.documents.sample import BSN

SENTENCE = f"De werknemer, mevrouw Jansén-Özdemir, heeft het BSN {BSN} en woont in Curaçao.\n"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "cp1252",
        "latin-1",
    ],
)
def test_common_encodings(encoding: str) -> None:
    """Text in every common encoding reads as it was written."""
    document = read_document((SENTENCE * 3).encode(encoding))

    assert document.kind == "text"
    assert [passage.text for passage in document.passages] == [SENTENCE * 3]


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac-roman", "cp1250", "iso-8859-15", "cp1251"])
def test_rare_encodings_keep_the_number(encoding: str) -> None:
    """In an encoding that has to be guessed, digits and plain letters are right in any case."""
    document = read_document(SENTENCE.encode(encoding, errors="replace"))

    assert BSN in document.passages[0].text
    assert "De werknemer, mevrouw Jans" in document.passages[0].text


def test_declared_charset_is_believed_for_text() -> None:
    """A charset in the media type settles what bytes alone cannot."""
    text = "\u041f\u0440\u0438\u0432\u0435\u0442, \u044d\u0442\u043e \u0441\u0442\u0440\u043e\u043a\u0430"

    assert (
        read_document(text.encode("koi8-r"), media_type="text/plain; charset=koi8-r").passages[0].text == text
    )


def test_charset_that_rewrites_text_is_not_believed() -> None:
    """UTF-7 would hide the number from us and not from the receiver."""
    document = read_document(b"BSN 123456782 \xe9", media_type="text/plain; charset=utf-7")

    assert BSN in document.passages[0].text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_plain_text_is_verbatim(text: str) -> None:
    """Offsets in the one passage of a text file are offsets in the file."""
    document = read_document(("Beste collega\n" + text).encode())

    if document.kind == "text":
        assert document.passages[0].text == "Beste collega\n" + text
        assert document.passages[0].is_verbatim


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_cells(delimiter: str) -> None:
    """The cell of an offset counts records and fields, quoted line ends and delimiters included."""
    text = f'naam{delimiter}bsn\n"Jans{delimiter}en\nregel 2"{delimiter}{BSN}\nDe Vries{delimiter}999\n'
    document = read_document(text.encode())
    passage = document.passages[0]

    assert document.kind == "csv"
    assert passage.text == text
    assert passage.is_table
    assert cell_at(passage, text.index(BSN)) == "B2"
    assert cell_at(passage, text.index("De Vries")) == "A3"
    assert cell_at(passage, text.index("999") + 2) == "B3"
    assert cell_at(passage, 0) == "A1"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f'{{"a": [{{"b": "{BSN}"}}]}}', "a[0].b"),
        (f'[[1, 2], [3, {{"x": {BSN}}}]]', "[1][1].x"),
        (f'{{"a": {{"b": 1}}, "c": "{BSN}"}}', "c"),
        (f'{{"{BSN}": 1}}', BSN),
        (f'{{"a": 1}}\n{{"b": "{BSN}"}}\n', "[1].b"),
        (f'{{"a": "x,y]}}", "b": ["{{", "{BSN}"]}}', "b[1]"),
    ],
)
def test_json_paths(text: str, path: str) -> None:
    """JSON without escapes is scanned as written, and an offset gives its path."""
    passage = read_document(text.encode()).passages[0]

    assert passage.text == text
    assert place_at(passage, text.index(BSN)) == path


def test_json_escapes_hide_nothing() -> None:
    """Escaped digits and line ends are read as what they stand for."""
    document = read_document(b'{"tekst": "BSN:\\n\\u0031\\u0032\\u0033456782"}')
    passage = document.passages[0]

    assert place_at(passage, passage.text.index(BSN)) == "tekst"


def test_mentions_of_markup_are_text() -> None:
    """Text that begins like JSON or markup but is not stays text, with nothing lost."""
    for text in (f"{{niet}} BSN {BSN}", f"[1] Voetnoot met {BSN}", f"<3 van {BSN}", f"< {BSN}"):
        document = read_document(text.encode())
        assert document.unread == ()
        assert any(BSN in passage.text for passage in document.passages)


def test_broken_xml_is_read_as_a_browser_would() -> None:
    """XML that is not well-formed loses nothing."""
    document = read_document(f'<?xml version="1.0"?><a><b>BSN &#49;23456782<c></a> en {BSN}'.encode())

    assert sum(passage.text.count(BSN) for passage in document.passages) == 2


def test_running_text_with_markup_stays_together() -> None:
    """A name is not torn apart by the markup inside it, in XML and in HTML."""
    xml = b'<?xml version="1.0"?><brief><alinea>Mevrouw <vet>Jans</vet>sen komt.</alinea></brief>'
    html = b"<!doctype html><p>Mevrouw <b>Jans</b>sen<br>komt.</p>"

    assert "Mevrouw Janssen komt." in read_document(xml).passages[0].text
    assert "Mevrouw Janssen\nkomt." in read_document(html).passages[0].text
