"""The sheets of an Excel 97-2003 workbook, by xlrd, and the texts that xlrd leaves: boxes and headers."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.flow import Row, clean_cell, table_passages
from detectors.documents.layout import Lines, column_name
from detectors.documents.number_format import page_header
from detectors.documents.ole_file import OleFile
from detectors.errors import UnreadableError

_TEXT_BOX, _CONTINUE, _HEADER, _FOOTER = 0x01B6, 0x003C, 0x0014, 0x0015


def read_xls(ole: OleFile, budget: Budget) -> Iterator[Item]:
    """Sheets, cell comments, text boxes, page headers."""
    stream = ole.read("Workbook" if ole.exists("Workbook") else "Book")
    try:
        book = xlrd.open_workbook(
            file_contents=stream, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error)
        raise UnreadableError(
            "encrypted" if encrypted else "broken", "xlrd cannot open the workbook"
        ) from error
    yield Passage("sheet names", "\n".join(book.sheet_names()))
    for number in range(book.nsheets):
        budget.check_time()
        sheet = book.sheet_by_index(number)
        place = f"sheet {sheet.name}"
        yield from table_passages(place, _rows(book, sheet, budget))
        notes = sorted(sheet.cell_note_map.items())
        if notes:
            names = tuple(f"{column_name(column + 1)}{row + 1}" for (row, column), _ in notes)
            text = "\n".join(clean_cell(note.text) for _, note in notes)
            budget.characters(len(text))
            yield Passage(f"{place} comment", text, Lines(names))
        book.unload_sheet(number)
    text = "\n".join(dict.fromkeys(_texts(stream)))
    budget.characters(len(text))
    if text.strip():
        yield Passage("text box or header", text)


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet, budget: Budget) -> Iterator[Row]:
    """Filled cells of each row."""
    for number in range(sheet.nrows):
        cells = {}
        for column, cell in enumerate(sheet.row(number), start=1):
            text = clean_cell(_shown(cell, book.datemode))
            if text:
                cells[column] = text
                budget.characters(len(text))
        if cells:
            budget.cells(len(cells))
            yield number + 1, cells


def _shown(cell: xlrd.sheet.Cell, mode: int) -> str:
    """A cell's value as text."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, mode)
        except (ValueError, OverflowError):
            return str(cell.value)
        return str(moment.strftime("%d-%m-%Y" if float(cell.value).is_integer() else "%d-%m-%Y %H:%M"))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return str(int(cell.value)) if float(cell.value).is_integer() else str(cell.value)
    return ""


def _texts(stream: bytes) -> Iterator[str]:
    """Text boxes (comments are text boxes too), page headers and footers."""
    at, in_box = 0, False
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _CONTINUE and in_box and body:
            yield _characters(body[0], body[1:]).replace("\r", "\n")
        elif kind in {_HEADER, _FOOTER} and len(body) > 3:  # noqa: PLR2004 - length and flag
            yield page_header(_characters(body[2], body[3:]))
        in_box = kind == _TEXT_BOX


def _characters(flag: int, data: bytes) -> str:
    """Bytes of a BIFF8 string: one or two bytes a character."""
    return data.decode("utf-16-le", errors="replace") if flag & 1 else data.decode("latin-1")
