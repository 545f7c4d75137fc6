"""What a reader finds in each form of a report: figures and tables as texts, by id or by heading."""

import io
import json
import re
import subprocess
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from lxml import html

from agent.reports.texts import Texts

LOCALES = {"nl": "nl_NL", "en": "en_GB"}


@dataclass(slots=True)
class Read:
    """What was read.

    Attributes:
        figures: Value and value before, as they are shown, by label.
        tables: Rows as they are shown, by heading.
    """

    figures: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def from_json(data: bytes, language: str) -> Read:
    """The JSON, its raw values written as the locale does; codes by the words of the report."""
    texts = Texts(language)  # type: ignore[arg-type]
    found = Read()
    for section in json.loads(data)["sections"]:
        for figure in section["figures"]:
            value = _shown(figure["kind"], figure["value"], language, texts)
            found.figures[figure["label"]] = (
                value,
                _shown(figure["kind"], figure["before"], language, texts),
            )
        for table in section["tables"]:
            kinds = [column["kind"] for column in table["columns"]]
            rows = [
                [_shown(kind, value, language, texts) for kind, value in zip(kinds, row, strict=True)]
                for row in table["rows"]
            ]
            found.tables[table["title"], table["id"]] = rows  # type: ignore[index]
    return found


def _shown(kind: str, value: Any, language: str, texts: Texts) -> str:
    if value is None:
        return "\N{EN DASH}"
    if kind == "count":
        return format_decimal(value, locale=LOCALES[language])
    if kind == "share":
        return format_percent(value, "#,##0.0%", locale=LOCALES[language])
    if kind == "date":
        return format_date(date.fromisoformat(value), "d MMM y", locale=LOCALES[language])
    return texts.value(kind, tuple(value) if isinstance(value, list) else value)  # type: ignore[arg-type]


def from_html(data: bytes) -> Read:
    """Figures and tables of the page."""
    page = html.document_fromstring(data.decode())
    found = Read()
    for item in page.xpath("//*[@data-figure]"):
        small = item.xpath(".//small/text()")
        found.figures[_text(item.find("dt"))] = (_text(item.find(".//b")), small[0] if small else "")
    for table in page.xpath("//table"):
        title = _text(page.get_element_by_id(f"table-{table.get('data-table')}"))
        rows = [[_text(cell) for cell in row] for row in table.find("tbody")]
        found.tables[title, table.get("data-table")] = rows  # type: ignore[index]
    return found


def from_xlsx(data: bytes, language: str) -> Read:
    """The workbook, its cells written as the locale does."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = Read()
    for place, sheet in enumerate(book.worksheets):
        rows = [[_cell(cell, language) for cell in row] for row in sheet.iter_rows(min_row=2)]
        if place == 0:
            found.figures = {row[1]: (row[2], row[3]) for row in rows}
        else:
            found.tables[sheet.title] = rows
    return found


def _cell(cell: Any, language: str) -> str:
    value = cell.value
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, datetime):
        return format_date(value.date(), "d MMM y", locale=LOCALES[language])
    if isinstance(value, int | float):
        if "%" in cell.number_format:
            return format_percent(value, "#,##0.0%", locale=LOCALES[language])
        return format_decimal(value, locale=LOCALES[language])
    return str(value)


def from_pdf(data: bytes) -> str:
    """The text of the PDF in the order of reading, without spaces, hyphens and the feet of pages."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    pages = [re.sub(r"\n[^\n]*\n?$", "\n", page.rstrip("\n")) for page in text.split("\f")]
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    """A text without what a line break may add or take."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\N{HYPHEN}-]+", "", text)


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
