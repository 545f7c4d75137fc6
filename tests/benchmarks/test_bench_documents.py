"""How fast each kind of document is read, in megabytes of file and of text a second on one core."""

import csv
import email.message
import io
import json
from collections.abc import Callable

import docx
import fpdf
import odfdo
import openpyxl
import pptx
import pytest
import xlwt
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.documents import Limits, read_document

SENTENCE = "Mevrouw Janssen uit Utrecht heeft zich op maandag ziek gemeld bij haar chef, de heer De Vries. "
PARAGRAPHS = [f"{number}. " + SENTENCE * 4 for number in range(2_000)]
ROWS = [["Naam", "BSN", "Functie", "Salaris", "Plaats"]] + [
    ["Janssen", 100_000_000 + number, "adviseur", 3250.5, "Utrecht"] for number in range(20_000)
]
LONG = Limits(seconds=300, characters=1 << 30)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def make_text() -> bytes:
    return "\n".join(PARAGRAPHS).encode()


def make_csv() -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(ROWS)
    return out.getvalue().encode()


def make_json() -> bytes:
    return json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]).encode()


def make_json_escaped() -> bytes:
    return json.dumps([{"tekst": text + "\n\u00e9"} for text in PARAGRAPHS]).encode()


def make_xml() -> bytes:
    people = "".join(f"<p><naam>{row[0]}</naam><bsn>{row[1]}</bsn></p>" for row in ROWS[1:])
    return f'<?xml version="1.0"?><mensen>{people}</mensen>'.encode()


def make_html() -> bytes:
    return ("<!doctype html><html><body>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)).encode()


def make_pdf() -> bytes:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=10)
    pdf.add_page()
    for text in PARAGRAPHS[:500]:
        pdf.multi_cell(0, text=text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def make_docx() -> bytes:
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    return saved(document)


def make_xlsx() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Lonen")
    for row in ROWS:
        sheet.append(row)
    return saved(book)


def make_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lonen")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    return saved(book)


def make_pptx() -> bytes:
    deck = pptx.Presentation()
    for text in PARAGRAPHS[:100]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.placeholders[1].text = text
    return saved(deck)


def make_odt() -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    for text in PARAGRAPHS:
        document.body.append(odfdo.Paragraph(text))
    return saved(document)


def make_rtf() -> bytes:
    return (r"{\rtf1\ansi " + "".join(text + r"\par " for text in PARAGRAPHS) + "}").encode()


def make_eml() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "Verzuim"
    message.set_content("\n".join(PARAGRAPHS[:500]))
    message.add_attachment(make_docx(), "application", "octet-stream", filename="brief.docx")
    return message.as_bytes()


MAKERS: dict[str, Callable[[], bytes]] = {
    name.removeprefix("make_"): make for name, make in sorted(globals().items()) if name.startswith("make_")
}


@pytest.mark.parametrize("kind", MAKERS)
def test_reading(benchmark: BenchmarkFixture, kind: str) -> None:
    """The table's `file` and `text` columns are megabytes and million characters a second."""
    data = MAKERS[kind]()

    document = benchmark.pedantic(read_document, (data,), {"limits": LONG}, rounds=3, warmup_rounds=1)

    assert document.unread == ()
    if benchmark.stats is None:  # run as a test, not as a benchmark
        return
    seconds = benchmark.stats.stats.min
    text = sum(len(passage.text) for passage in document.passages)
    benchmark.extra_info["file"] = round(len(data) / seconds / 1e6, 1)
    benchmark.extra_info["text"] = round(text / seconds / 1e6, 1)
    speed = f"{len(data) / seconds / 1e6:7.1f} MB/s of file {text / seconds / 1e6:7.1f} MB/s of text"
    print(f"\n{kind:14} {len(data) / 1e6:6.2f} MB {seconds:7.3f} s {speed}")
