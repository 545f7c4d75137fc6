import bz2
import gzip
import lzma
from base64 import b64encode
from collections.abc import Callable

import pytest
import zstandard

from detectors.documents import Document, place_at, read_document
from tests.detectors.documents.compound_file import compound_file
from tests.detectors.documents.sample import BSN, Sample

KINDS = (
    "csv", "doc", "docx", "eml", "html", "json", "json_lines", "msg", "odp", "ods", "odt", "pdf", "ppt",
    "pptx", "rtf", "tar_gz", "text", "tsv", "xls", "xlsx", "xml", "zip",
)  # fmt: skip


def places_of(document: Document, value: str = BSN) -> set[str]:
    """Every place of the document where the value stands."""
    found = set()
    for passage in document.passages:
        at = passage.text.find(value)
        while at >= 0:
            found.add(place_at(passage, at))
            at = passage.text.find(value, at + 1)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_every_place_of_every_kind(samples: dict[str, Sample], name: str) -> None:
    """The number is found at each place that holds it, and the file is read in full."""
    sample = samples[name]

    document = read_document(sample.data)

    assert document.kind == sample.kind
    assert set(sample.places) <= places_of(document)
    assert document.unread == ()


def test_no_kind_is_left_out(samples: dict[str, Sample]) -> None:
    """Each document that is made is also read."""
    assert set(samples) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_name_and_declared_type_do_not_matter(samples: dict[str, Sample], name: str) -> None:
    """A wrong name and type change nothing: content says what a file is."""
    data = samples[name].data

    assert read_document(data, "holiday.exe", "image/png") == read_document(data)


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("gzip", gzip.compress),
        ("bzip2", bz2.compress),
        ("xz", lzma.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
    ],
)
def test_packed_file(kind: str, pack: Callable[[bytes], bytes]) -> None:
    """The file in a packed file is read as what it is."""
    document = read_document(pack(f"naam;bsn\nJanssen;{BSN}\n".encode()), "lijst.csv.gz")

    assert document.kind == kind
    assert places_of(document) == {"cell B2"}


def test_sheet_shows_what_excel_shows(samples: dict[str, Sample]) -> None:
    """Dates are dates, leading zeros of a number format stay, and the header is the first line."""
    document = read_document(samples["xlsx"].data)
    lonen = next(passage for passage in document.passages if passage.place == "sheet Lonen")

    assert lonen.text == f"Naam\tBSN\tGeboren\tNummer\nJanssen\t{BSN}\t01-05-1980\t000012345"
    assert lonen.is_table


def test_polyglot_is_read_as_both(samples: dict[str, Sample]) -> None:
    """A picture, web page or PDF that is an archive as well is read as both."""
    html = f"<html><body>BSN {BSN}</body></html>".encode()
    for first, place in ((samples["pdf"].data, "page 1"), (html, "before archive")):
        document = read_document(first + samples["zip"].data)

        assert place in places_of(document)
        assert "archive:a.txt line 1" in places_of(document)


def test_text_around_a_pdf_is_read(samples: dict[str, Sample]) -> None:
    """Text before and after a PDF is found by services that read the file as text, so here too."""
    pdf = samples["pdf"].data

    assert "before the PDF line 1" in places_of(read_document(f"BSN {BSN}\n".encode() + pdf))
    assert "after the PDF line 3" in places_of(read_document(pdf + f"\nBSN {BSN}\n".encode()))


def test_file_in_text(samples: dict[str, Sample]) -> None:
    """Base64 in a page or a JSON text is decoded and read as a file."""
    coded = b64encode(samples["docx"].data).decode()
    page = f'<!doctype html><a href="data:application/octet-stream;base64,{coded}">brief</a>'.encode()

    assert "data URI 1 > header" in places_of(read_document(page))
    assert "base64 1 > header" in places_of(read_document(f'{{"file": "{coded}"}}'.encode()))


def test_macro_source_is_read_not_run() -> None:
    """The source text of a macro is text that leaves."""
    source = f'Attribute VB_Name = "M"\r\n\' BSN {BSN}\r\n'.encode("cp1252")
    # Stored as literals only: a flag byte of zero before each eight bytes.
    literals = b"".join(b"\0" + source[at : at + 8] for at in range(0, len(source), 8))
    stream = b"junk" + b"\x01" + (len(literals) - 1 | 0xB000).to_bytes(2, "little") + literals
    document = read_document(compound_file({"VBA": {"Module1": stream, "dir": b"x"}}))

    assert places_of(document) == {"macro Module1"}
    assert document.unread == ()


def test_embedded_file_in_old_office(samples: dict[str, Sample]) -> None:
    """A file that was dropped into a document is read as a document."""
    data = samples["csv"].data
    native = b"lijst.csv\0C:\\lijst.csv\0\0\0\3\0" + (4).to_bytes(4, "little") + b"abc\0"
    native += len(data).to_bytes(4, "little") + data
    stream = len(native).to_bytes(4, "little") + b"\2\0" + native
    document = read_document(compound_file({"\x01Ole10Native": stream}))

    assert "embedded file cell B3" in places_of(document)
