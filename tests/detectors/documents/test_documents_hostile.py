"""Documents made to hurt: each in a process of its own with a ceiling on its memory."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import fpdf
import msoffcrypto
import pikepdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from detectors.documents import Document, Limits, read_document
from detectors.prompts.part import Unread
from tests.detectors.documents.compound_file import compound_file
from tests.detectors.documents.sample import BSN, Sample

MIB = 1024 * 1024
# What a reader may hold; the interpreter with its libraries is measured first and comes on top.
CEILING = 512 * MIB
_CHILD = """
import json, resource, sys
from detectors.documents import read_document
read_document(b"%PDF-1.4"); read_document(b"PK\\3\\4"); read_document(b"<a>x</a>")
used = int(next(line for line in open("/proc/self/status") if line.startswith("VmSize")).split()[1]) * 1024
limit = used + int(sys.argv[2])
data = open(sys.argv[1], "rb").read()
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
document = read_document(data)
print(json.dumps({
    "kind": document.kind,
    "places": [passage.place for passage in document.passages],
    "text": sum(len(passage.text) for passage in document.passages),
    "reasons": [unread.reason for unread in document.unread],
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
"""


def read_under_ceiling(path: Path) -> dict[str, object]:
    """Read a file in a process that may not grow past the ceiling."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(CEILING)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def reasons_of(document: Document) -> set[str]:
    """The reasons why parts of a document were not read."""
    return {unread.reason for unread in document.unread}


def zip_of(**members: bytes | str) -> bytes:
    """A deflated zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def test_large_pdf(tmp_path: Path) -> None:
    """A PDF of 50 MB is read page by page within the ceiling."""
    pdf = fpdf.FPDF()
    pdf.set_compression(False)
    pdf.set_font("helvetica", size=8)
    for number in range(40):
        pdf.add_page()
        pdf.cell(text=f"Blad {number}, BSN {BSN}")
    small = bytes(pdf.output())
    with pikepdf.open(io.BytesIO(small)) as whole:
        for page in whole.pages:
            # Pictures that nobody draws: the bulk of a large PDF is not its text.
            stream = pikepdf.Stream(whole, bytes(1_300_000))
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height, stream.BitsPerComponent = 1000, 1300, 8
            stream.ColorSpace = pikepdf.Name.DeviceGray
            page.Resources.XObject = pikepdf.Dictionary(Im0=whole.make_indirect(stream))
        whole.save(tmp_path / "large.pdf", compress_streams=False)
    assert (tmp_path / "large.pdf").stat().st_size > 50_000_000

    result = read_under_ceiling(tmp_path / "large.pdf")

    assert result["reasons"] == []
    assert {f"page {number + 1}" for number in range(40)} <= set(result["places"])  # type: ignore[call-overload]


def test_zip_bomb(tmp_path: Path) -> None:
    """A zip that unpacks to 10 GB stops at the limit and says `bomb`."""
    inner = zip_of(**{f"a{number}_dot_txt": bytes(50 * MIB) for number in range(2)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}.zip", inner)
    (tmp_path / "bomb.zip").write_bytes(out.getvalue())

    assert "bomb" in read_under_ceiling(tmp_path / "bomb.zip")["reasons"]  # type: ignore[operator]


def test_document_that_unpacks_without_end(tmp_path: Path) -> None:
    """A DOCX whose body is 300 MB of the same letter stops at the limit."""
    body = b"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>" + b"a" * (300 * MIB)
    (tmp_path / "bomb.docx").write_bytes(
        zip_of(**{"[Content_Types]_dot_xml": "", "word__document_dot_xml": body})
    )

    reasons = read_under_ceiling(tmp_path / "bomb.docx")["reasons"]

    assert set(reasons) & {"bomb", "too-large"}  # type: ignore[call-overload]


def test_pdf_stream_that_unpacks_without_end(tmp_path: Path) -> None:
    """A page whose content stream unpacks to a gigabyte is refused before pdfium sees it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q " * (300 * MIB))
    pdf.save(tmp_path / "bomb.pdf")

    assert read_under_ceiling(tmp_path / "bomb.pdf")["reasons"] == ["bomb"]


def test_billion_laughs(tmp_path: Path) -> None:
    """Entities that multiply are never expanded, alone or in an Office part."""
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{names[at - 1]};" * 10 if at else "lol"}">' for at, name in enumerate(names)
    )
    laughs = f"<?xml version='1.0'?><!DOCTYPE l [{entities}]><l>&j;</l>"
    (tmp_path / "laughs.xml").write_text(laughs)
    part = zip_of(**{"[Content_Types]_dot_xml": "<Types/>", "word__document_dot_xml": laughs})
    (tmp_path / "laughs.docx").write_bytes(part)

    for name in ("laughs.xml", "laughs.docx"):
        assert read_under_ceiling(tmp_path / name)["reasons"] == ["xml-entities"]


def test_external_entity_is_not_resolved(tmp_path: Path) -> None:
    """A file that an entity points at is not opened."""
    (tmp_path / "secret.txt").write_text("geheim")
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><a>&x;</a>'

    document = read_document(xml.encode())

    assert reasons_of(document) == {"xml-entities"}
    assert not any("geheim" in passage.text for passage in document.passages)


def test_far_apart_cells_cost_nothing(tmp_path: Path, samples: dict[str, Sample]) -> None:
    """Two cells in opposite corners of a sheet are two cells, not a table of 17 thousand million."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="1048576"><c r="XFD1048576"><v>{BSN}</v></c></row></sheetData></worksheet>'
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(samples["xlsx"].data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    (tmp_path / "far.xlsx").write_bytes(out.getvalue())

    result = read_under_ceiling(tmp_path / "far.xlsx")

    assert result["reasons"] == []
    assert int(result["text"]) < 1000  # type: ignore[call-overload]


def test_repeated_cells_are_read_once(tmp_path: Path) -> None:
    """A million repeated rows of a thousand repeated cells are one cell of text."""
    content = (
        '<document-content><body><spreadsheet><table name="T"><table-row number-rows-repeated="1000000">'
        f'<table-cell number-columns-repeated="1000"><p>{BSN}</p></table-cell></table-row></table>'
        "</spreadsheet></body></document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    (tmp_path / "many.ods").write_bytes(out.getvalue())

    result = read_under_ceiling(tmp_path / "many.ods")

    assert "sheet T" in result["places"]  # type: ignore[operator]
    assert int(result["text"]) < 1000  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "markup", ["<b>", "<div><p>", "<table><tr><td>", "<!--", "<a href='", "<![CDATA[", "&"]
)
def test_markup_that_never_closes(tmp_path: Path, markup: str) -> None:
    """Half a million open tags are read through."""
    (tmp_path / "open.html").write_text("<!doctype html><html>" + markup * 500_000 + BSN)

    assert set(read_under_ceiling(tmp_path / "open.html")["reasons"]) <= {"timeout"}  # type: ignore[call-overload]


def test_nesting_of_every_kind(tmp_path: Path) -> None:
    """XML, JSON, RTF and mail nested a hundred thousand deep end in a reason or in text, not in a crash."""
    deep = 100_000
    mail = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(2000)
    )
    files = {
        "deep.xml": b"<a>" * deep + b"1",
        "deep.json": b"[" * deep,
        "deep2.json": b'{"a":' * deep + b"1" + b"}" * deep,
        "deep.rtf": rb"{\rtf1 " + b"{" * deep + b"x",
        "deep.eml": b"From: a@b.example\nTo: c@d.example\n" + mail,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        result = read_under_ceiling(tmp_path / name)
        assert result["reasons"] or result["text"]


def test_encrypted_documents(samples: dict[str, Sample]) -> None:
    """A password on a PDF, Office file, OpenDocument file or archive is said as such."""
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples["pdf"].data)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="geheim", owner="geheim2"))
    office = io.BytesIO()
    OOXMLFile(io.BytesIO(samples["docx"].data)).encrypt("geheim", office)
    assert msoffcrypto.OfficeFile(office).is_encrypted()
    sealed = b"From: a@b.example\nTo: c@d.example\nContent-Type: application/pkcs7-mime\n\nAAAA\n"
    manifest = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    odf = zip_of(**{"META-INF__manifest_dot_xml": manifest, "content_dot_xml": "AAAA"})
    odf_out = io.BytesIO()
    with zipfile.ZipFile(odf_out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        with zipfile.ZipFile(io.BytesIO(odf)) as inner:
            for name in inner.namelist():
                archive.writestr(name, inner.read(name))

    for data in (locked.getvalue(), office.getvalue(), sealed, odf_out.getvalue()):
        assert reasons_of(read_document(data)) == {"encrypted"}


def test_encrypted_members_beside_open_ones() -> None:
    """An archive with one locked file is read for the rest, and the locked one is named."""
    data = bytearray(zip_of(open_dot_txt=f"BSN {BSN}", locked_dot_txt="AAAA"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1

    document = read_document(bytes(data))

    assert document.unread == (Unread("archive:locked.txt", "encrypted"),)
    assert any(BSN in passage.text for passage in document.passages)


def test_pdf_anyone_may_open(samples: dict[str, Sample]) -> None:
    """A PDF locked against printing only has no password to open, so it is read."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples["pdf"].data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="geheim"))

    document = read_document(out.getvalue())

    assert document.unread == ()
    assert any(BSN in passage.text for passage in document.passages)


def test_truncated_docx_gives_what_is_left() -> None:
    """A DOCX cut off behind its body gives the body and says that it is not whole."""
    document = docx.Document()
    document.add_paragraph(f"BSN {BSN}")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        after = min(
            info.header_offset
            for info in archive.infolist()
            if info.header_offset > archive.getinfo("word/document.xml").header_offset
        )

    read = read_document(out.getvalue()[:after])

    assert Unread("", "truncated") in read.unread
    assert any(BSN in passage.text for passage in read.passages)


@pytest.mark.parametrize("name", ["docx", "doc", "msg", "odt", "pdf", "pptx", "rtf", "tar_gz", "xls", "xlsx"])
def test_every_cut_is_noticed(samples: dict[str, Sample], name: str) -> None:
    """Half a document is never called clean."""
    data = samples[name].data

    assert read_document(data[: len(data) // 2]).unread


def test_unknown_bytes() -> None:
    """Bytes that are nothing known are `binary`, and known but unread formats `unsupported`."""
    assert read_document(bytes(range(256)) * 40).unread == (Unread("", "binary"),)
    assert read_document(b"7z\xbc\xaf\x27\x1c" + bytes(200)).unread == (Unread("", "unsupported"),)
    assert read_document(compound_file({"Vreemd": b"abc"})).unread == (Unread("", "binary"),)


def test_empty_file_is_clean() -> None:
    """Nothing, and nothing but white space, holds nothing."""
    for data in (b"", b" \r\n\t"):
        assert read_document(data) == Document("empty", (), ())


def test_limits(samples: dict[str, Sample]) -> None:
    """Every limit ends in a reason, with what was read before it."""
    pdf, xlsx, archive = samples["pdf"].data, samples["xlsx"].data, samples["zip"].data

    assert read_document(pdf, limits=Limits(input_bytes=10)).unread == (Unread("", "too-large"),)
    one_page = read_document(pdf, limits=Limits(pages=1))
    assert {passage.place for passage in one_page.passages} >= {"page 1", "properties"}
    assert reasons_of(one_page) == {"too-large"}
    assert reasons_of(read_document(xlsx, limits=Limits(cells=3))) == {"too-large"}
    assert reasons_of(read_document(archive, limits=Limits(depth=1))) == {"too-deep"}
    assert "too-large" in reasons_of(read_document(archive, limits=Limits(members=1)))
    assert "too-large" in reasons_of(read_document(archive, limits=Limits(characters=20)))
    assert reasons_of(read_document(pdf, limits=Limits(seconds=0))) == {"timeout"}


def test_chain_that_bites_its_tail(tmp_path: Path) -> None:
    """A stream of a compound file that leads back to itself, and claims to be 4 GB, is not followed."""
    data = bytearray(compound_file({"PowerPoint Document": bytes(5000)}))
    entry = data.index("PowerPoint Document".encode("utf-16-le"))
    start = int.from_bytes(data[entry + 116 : entry + 120], "little")
    data[entry + 120 : entry + 124] = b"\0\0\0\xf0"
    table = (int.from_bytes(data[0x4C:0x50], "little") + 1) * 512
    data[table + 4 * start : table + 4 * start + 4] = start.to_bytes(4, "little")
    (tmp_path / "tail.ppt").write_bytes(data)

    assert read_under_ceiling(tmp_path / "tail.ppt")["reasons"] == ["broken"]
