"""The four forms of a report: they agree on every figure, and each is fit for its reader."""

import io
import json
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from jsonschema import Draft202012Validator
from lxml import html
from readers import from_html, from_json, from_pdf, from_xlsx, squeezed
from report_traffic import MADE, SETTING

from agent.record.store import Store
from agent.reports.build import build
from agent.reports.model import Report
from agent.reports.period import period
from agent.reports.render import FORMS, render

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "report.schema.json"
both_languages = pytest.mark.parametrize("language", ["nl", "en"])


@pytest.fixture(scope="module")
def files(report: Report) -> dict[tuple[str, str], bytes]:
    """Every form in both languages."""
    return {(form, lang): render(report, form, lang) for form in FORMS for lang in ("nl", "en")}  # type: ignore[arg-type]


@both_languages
def test_html_and_json_agree(files: dict[tuple[str, str], bytes], language: str) -> None:
    """Each figure and each cell of the JSON stands on the page, and nothing else does."""
    data, page = from_json(files["json", language], language), from_html(files["html", language])
    assert page.figures.keys() == data.figures.keys()
    for label, (value, before) in data.figures.items():
        assert page.figures[label][0] == value
        assert (before in page.figures[label][1]) or before == "\N{EN DASH}"
    assert page.tables == {key: rows for key, rows in data.tables.items() if rows}


@both_languages
def test_xlsx_and_json_agree(files: dict[tuple[str, str], bytes], language: str) -> None:
    """Each figure and each cell of the JSON stands in the workbook, as a number or a day where it is one."""
    data, book = from_json(files["json", language], language), from_xlsx(files["xlsx", language], language)
    assert {label: book.figures[label] for label in data.figures} == data.figures
    for (title, _), rows in data.tables.items():  # type: ignore[misc]
        assert book.tables[title] == rows, title


@both_languages
def test_pdf_and_json_agree(files: dict[tuple[str, str], bytes], language: str) -> None:
    """Each figure with its label, and each row of each table in order, stands in the text of the PDF."""
    data, text = from_json(files["json", language], language), from_pdf(files["pdf", language])
    for label, (value, before) in data.figures.items():
        if value != "\N{EN DASH}" and before != "\N{EN DASH}":
            assert squeezed(value) in text, label
            assert squeezed(before) in text, label
        assert squeezed(label) in text
    for (title, name), rows in data.tables.items():  # type: ignore[misc]
        assert squeezed(title) in text
        for row in rows:
            pattern = ".{0,400}?".join(re.escape(squeezed(cell)) for cell in row)
            assert re.search(pattern, text), (name, row)


def _without_names(table: dict[str, Any]) -> list[list[Any]]:
    """Rows without what is a word: names of systems, their accounts, and articles of law."""
    words = ("system", "account", "citation")
    kept = [place for place, item in enumerate(table["columns"]) if item["kind"] not in words]
    return [[row[place] for place in kept] for row in table["rows"]]


def test_both_languages_hold_the_same_numbers(files: dict[tuple[str, str], bytes]) -> None:
    """Only words differ between the Dutch and the English report."""
    bare = []
    for language in ("nl", "en"):
        data = json.loads(files["json", language])
        bare.append(
            [
                (
                    section["id"],
                    [(item["id"], item["value"], item["before"]) for item in section["figures"]],
                    [(item["id"], _without_names(item)) for item in section["tables"]],
                )
                for section in data["sections"]
            ]
        )
    assert bare[0] == bare[1]


@both_languages
def test_json_fits_its_schema(files: dict[tuple[str, str], bytes], language: str) -> None:
    """The published schema describes it."""
    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert list(schema.iter_errors(json.loads(files["json", language]))) == []


def test_the_page_needs_nothing_and_runs_nothing(files: dict[tuple[str, str], bytes]) -> None:
    """One file: no script, no address to fetch from; a name is text and no markup."""
    text = files["html", "nl"].decode()
    page = html.document_fromstring(text)
    assert not page.xpath("//script | //link | //img | //iframe | //@onclick | //@style")
    assert not re.search(r"(src|href)=[\"'](?!#)", text)
    assert page.get("lang") == "nl"
    assert "Voorbeeld &amp; Zn. &lt;Zwolle&gt;" in text
    assert page.xpath("//*[local-name()='svg']")
    for drawing in page.xpath("//*[local-name()='svg']"):
        names = drawing.get("aria-labelledby").split()
        assert drawing.get("role") == "img"
        assert all(page.get_element_by_id(name).text for name in names)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_pdf_is_accessible_and_hyphenated(files: dict[tuple[str, str], bytes]) -> None:
    """PDF/UA-1: tagged, titled, in Dutch, fonts embedded, charts with a text; long words break."""
    with pikepdf.open(io.BytesIO(files["pdf", "nl"])) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("AI-gebruik en gegevensbescherming")
        fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts if "/DescendantFonts" in font]
        assert descriptors
        assert all("/FontFile3" in item or "/FontFile2" in item for item in descriptors)
        kinds = {str(item.S) for item in _elements(document.Root.StructTreeRoot)}
        texts = [item for item in _elements(document.Root.StructTreeRoot) if str(item.S) == "/Figure"]
        assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/Figure"} <= kinds
        assert texts
        assert all(str(item.Alt).startswith("Grafiek: ") for item in texts)
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=files["pdf", "nl"], capture_output=True, check=True).stdout.decode()
    assert re.search("[a-z]\N{SOFT HYPHEN}\n", text)


def _elements(parent: pikepdf.Object) -> list[pikepdf.Object]:
    """Elements of the structure tree, at any depth."""
    children = parent.get("/K", [])
    found: list[pikepdf.Object] = []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *_elements(child)]
    return found


def test_pdf_pages_are_filled(files: dict[tuple[str, str], bytes]) -> None:
    """No page is empty, and nothing is drawn off the paper."""
    for language in ("nl", "en"):
        document = pypdfium2.PdfDocument(files["pdf", language])
        assert len(document) < 16
        for page in document:
            picture = page.render(scale=0.5).to_pil().convert("L")
            left, _, right, bottom = picture.point(lambda shade: 255 * (shade < 250)).getbbox()
            assert left > 15
            assert right < picture.width - 15
            assert bottom > picture.height * 0.5


def test_no_cell_is_a_formula(files: dict[tuple[str, str], bytes]) -> None:
    """Names that look like formulas are texts, for Excel and after editing."""
    with zipfile.ZipFile(io.BytesIO(files["xlsx", "nl"])) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx", "nl"]))["AI-systemen"]
    odd = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPER"))
    assert odd.data_type == "s"
    assert odd.style.startswith("Normal")
    assert odd.quotePrefix


def test_an_empty_store_has_a_report(tmp_path: Path) -> None:
    """Before anything was seen every form can be made, and says so."""
    with Store.open(tmp_path / "empty.db") as store:
        days = period(date(2026, 10, 1), date(2026, 10, 31), MADE.date())
        empty = build(store, SETTING, days, MADE)
    for form in FORMS:
        assert render(empty, form, "nl")
    assert "Er is nog niets geregistreerd." in render(empty, "html", "nl").decode()
