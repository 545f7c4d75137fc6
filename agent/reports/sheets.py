"""The report as a workbook: the figures, a sheet for each table, and the explanations."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import xlsxwriter

from agent.reports.model import Column, Report, Table, Value
from agent.reports.texts import NUMBERS, Texts

type Row = Sequence[tuple[Column, Value]]

_WIDEST = 60
_LONGEST_NAME = 31
"""Of a sheet; Excel's own limit."""


class _Book:
    """A workbook that writes cells as what they are, and never a formula."""

    def __init__(self, file: io.BytesIO, texts: Texts) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(file, options)
        self.texts = texts
        top = {"valign": "top"}
        self._head = self.book.add_format(top | {"bold": True, "text_wrap": True, "bottom": 1})
        # the prefix makes the cell a text for good, also after somebody edits it
        self._text = self.book.add_format(top | {"text_wrap": True, "quote_prefix": True})
        self._count = self.book.add_format(top | {"num_format": "#,##0"})
        self._share = self.book.add_format(top | {"num_format": "0.0%"})
        self._date = self.book.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"})

    def sheet(
        self, name: str, headings: Sequence[str], rows: Sequence[Sequence[tuple[Column, Value]]]
    ) -> None:
        """A sheet with a heading row, frozen, that can be filtered."""
        sheet = self.book.add_worksheet(_sheet_name(name))
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, self._head)
        widths = [len(heading) for heading in headings]
        for number, row in enumerate(rows, 1):
            for place, (column, value) in enumerate(row):
                widths[place] = max(widths[place], self._cell(sheet, number, place, column, value))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(_WIDEST, width + 2))
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _cell(self, sheet: Any, row: int, place: int, column: Column, value: Value) -> int:  # noqa: ANN401 - untyped library
        """Write a cell; returns how wide it is."""
        if value is None:
            return 0
        if column.kind in NUMBERS:
            form = self._share if column.kind == "share" else self._count
            sheet.write_number(row, place, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self._date)
        else:
            text = self.texts.value(column.kind, value)
            sheet.write_string(row, place, text, self._text)
            return len(text)
        return 12


def to_xlsx(report: Report, texts: Texts) -> bytes:
    """The file."""
    file = io.BytesIO()
    made = _Book(file, texts)
    made.book.set_properties(
        {
            "title": texts.ui("title"),
            "author": report.organisation,
            "created": report.made.replace(tzinfo=None),
        }
    )
    _figures(made, report, texts)
    for section in report.sections:
        for table in section.tables:
            _table(made, table, texts)
    _notes(made, report, texts)
    made.book.close()
    return file.getvalue()


def _figures(made: _Book, report: Report, texts: Texts) -> None:
    text, day = Column("text"), Column("day", "date")
    period = report.period
    rows: list[list[tuple[Column, Value]]] = [
        [(text, texts.ui("period")), (text, None), (day, period.first), (day, period.before_first)],
        [(text, None), (text, None), (day, period.last), (day, period.before_last)],
    ]
    if report.until:
        so_far = texts.clock(report.until)
        rows.append([(text, texts.ui("until")), (text, None), (text, so_far), (text, None)])
    for section in report.sections:
        for figure in section.figures:
            column = Column("figure", figure.kind)
            values = ((column, figure.value), (column, figure.before))
            rows.append([(text, texts.section(section)), (text, texts.figure(figure)), *values])
    headings = [texts.ui(name) for name in ("section", "figure", "value", "value-before")]
    made.sheet(texts.ui("figures"), headings, rows)


def _table(made: _Book, table: Table, texts: Texts) -> None:
    rows = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    made.sheet(texts.table(table), [texts.column(column) for column in table.columns], rows)


def _notes(made: _Book, report: Report, texts: Texts) -> None:
    text = Column("text")
    rows = [
        [(text, cast("Value", texts.section(section))), (text, cast("Value", texts.note(note)))]
        for section in report.sections
        for note in section.notes
    ]
    made.sheet(texts.ui("notes"), [texts.ui("section"), texts.ui("notes")], rows)


def _sheet_name(name: str) -> str:
    """A name that Excel takes."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in name)[:_LONGEST_NAME]
