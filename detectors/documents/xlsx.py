"""The sheets of an Excel workbook, read as a stream.

No library that lays a sheet out in memory is used here: two filled cells in opposite corners of a sheet
make calamine ask for 23 GB and abort the process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import digits

from detectors.documents.budget import Budget
from detectors.documents.content_types import Part, elements, relations
from detectors.documents.document import STOPS, Item, Passage
from detectors.documents.flow import Row, clean_cell, table_passages
from detectors.documents.layout import Lines, column_name
from detectors.documents.number_format import NumberFormats, page_header, read_number_formats
from detectors.documents.package import stream_member
from detectors.documents.sheet_comments import SheetComments
from detectors.documents.xml_stream import parse
from detectors.documents.xml_text import xml_lines
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_COLUMN_LETTERS = 3
# Formulas that can hold data themselves: a text in quotes, or a number as long as a citizen number.
_TELLING = re.compile(r'"|\d{8}')
_TIPS = ("tooltip", "display", "prompt", "promptTitle", "error")


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    names: Mapping[str, str]
    strings: list[str]
    formats: NumberFormats
    used: bytearray


def read_workbook(archive: zipfile.ZipFile, parts: list[Part], budget: Budget) -> Iterator[Item]:
    """Sheets (hidden ones too), comments, and every other part of a workbook that holds values.

    Args:
        archive: The package.
        parts: Its parts of spreadsheet content types.
        budget: What may still be read.
    """
    names = _sheet_names(archive, parts, budget)
    if names:
        titles = dict.fromkeys(name.removeprefix("sheet ") for name in names.values())
        yield Passage("sheet names", "\n".join(titles))
    strings: list[str] = []
    for info, kind in parts:
        if kind.endswith("sharedstrings+xml"):
            try:
                strings.extend(parse(stream_member(archive, info, budget), _SharedStrings(budget), budget))
            except UnreadableError as error:
                yield Unread(info.filename, error.reason)
    formats = read_number_formats(
        _elements(archive, parts, ".styles+xml", budget), is_1904=_is_1904(archive, parts, budget)
    )
    book = _Book(names, strings, formats, bytearray(len(strings)))
    for info, kind in parts:
        budget.member()
        try:
            yield from _part(archive, info, kind, book, budget)
        except UnreadableError as error:
            yield Unread(names.get(info.filename, info.filename), error.reason)
            if error.reason in STOPS:
                return
    unused = "\n".join(text for text, used in zip(strings, book.used, strict=True) if not used and text)
    if unused:
        yield Passage("unused string", unused)


def _part(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, kind: str, book: _Book, budget: Budget
) -> Iterator[Item]:
    """One part of the workbook."""
    name = info.filename
    if name.endswith(".bin"):
        raise UnreadableError("unsupported", "a binary workbook part")
    if kind.endswith((".sharedstrings+xml", ".styles+xml", ".calcchain+xml")):
        return
    chunks = stream_member(archive, info, budget)
    if kind.endswith("sheet+xml"):
        place = book.names.get(name, f"part {name}")
        sheet = _Sheet(book, budget)
        yield from table_passages(place, parse(chunks, sheet, budget))
        yield from sheet.rest(place)
    elif kind.endswith((".comments+xml", ".threadedcomments+xml")):
        comments = SheetComments(book.names.get(name, ""), budget)
        yield from parse(chunks, comments, budget)
        yield from comments.finish()
    else:
        yield from xml_lines(chunks, f"part {name}", budget, attributes=not kind.endswith(".main+xml"))


def _sheet_names(archive: zipfile.ZipFile, parts: list[Part], budget: Budget) -> dict[str, str]:
    """``sheet Lonen`` for the name of each sheet's part, and for the parts of its comments."""
    names: dict[str, str] = {}
    for info, kind in parts:
        if not kind.endswith(".main+xml"):
            continue
        targets = relations(archive, info.filename, budget)
        for row in elements(archive, info.filename, budget):
            if row[""] == "sheet":
                parts_of = [targets[value] for value in row.values() if value in targets]
                names.update((part, f"sheet {row.get('name', '')}") for part in parts_of)
    for part, name in list(names.items()):
        for target in relations(archive, part, budget).values():
            names.setdefault(target, name)
    return names


def _is_1904(archive: zipfile.ZipFile, parts: list[Part], budget: Budget) -> bool:
    """The workbook counts its days from 1904, as on old Macs."""
    rows = _elements(archive, parts, ".main+xml", budget)
    return any(row[""] == "workbookPr" and row.get("date1904") in {"1", "true"} for row in rows)


def _elements(
    archive: zipfile.ZipFile, parts: list[Part], ending: str, budget: Budget
) -> Iterator[Mapping[str, str]]:
    """Attributes of the elements in all parts of one content type."""
    for info, kind in parts:
        if kind.endswith(ending):
            yield from elements(archive, info.filename, budget)


class _SharedStrings:
    """Handler for the strings that cells point at by number."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._done: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the handler's shape
        """An element begins."""
        self._in_text = name == "t"

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_text = False
        if name == "si":
            self._budget.cells(1)
            self._done.append("".join(self._pieces))
            self._pieces = []

    def text(self, data: str) -> None:
        """Character data."""
        if self._in_text:
            self._budget.characters(len(data))
            self._pieces.append(data)

    def taken(self) -> list[str]:
        """The strings since the last call."""
        done, self._done = self._done, []
        return done


class _Sheet:
    """Handler for one sheet: gives its rows; formulas and page headers come after them."""

    def __init__(self, book: _Book, budget: Budget) -> None:
        self._book = book
        self._budget = budget
        self._rows: list[Row] = []
        self._row = 0
        self._cells: dict[int, str] = {}
        self._column = 0
        self._type = ""
        self._style = 0
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None
        self._formulas: list[tuple[str, str]] = []
        self._others: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._column = _column_number(attributes.get("r", "").rstrip(digits)) or self._column + 1
            self._type = attributes.get("t", "n")
            self._style = _number(attributes.get("s"))
            self._value, self._formula = [], []
        elif name in {"v", "t"}:
            self._into = self._value
        elif name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._cells, self._column = {}, 0
        elif name == "f":
            self._into = self._formula
        else:
            self._into = []
            tips = [attributes[key] for key in _TIPS if key in attributes]
            self._budget.characters(sum(map(len, tips)))
            self._others += tips

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self._budget.cells(len(self._cells))
            self._rows.append((self._row, self._cells))
            self._cells = {}
        elif self._into is not None and name not in {"v", "t", "f"}:
            text = "".join(self._into).strip()
            if text and self._into is not self._value:
                self._others.append(page_header(text) if name.endswith(("Header", "Footer")) else text)
        self._into = None

    def text(self, data: str) -> None:
        """Character data."""
        if self._into is not None:
            self._budget.characters(len(data))
            self._into.append(data)

    def taken(self) -> list[Row]:
        """The rows since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def rest(self, place: str) -> Iterator[Passage]:
        """Formulas that hold data themselves, headers, footers, tips."""
        if self._formulas:
            text = "\n".join(formula for _, formula in self._formulas)
            yield Passage(f"{place} formula", text, Lines(tuple(cell for cell, _ in self._formulas)))
        if self._others:
            yield Passage(f"{place} header or note", "\n".join(dict.fromkeys(self._others)))

    def _end_cell(self) -> None:
        """Keep what the cell shows."""
        formula = "".join(self._formula)
        if formula and (_TELLING.search(formula) or not self._value):
            self._formulas.append((f"{column_name(self._column)}{self._row}", clean_cell(f"={formula}")))
        shown = clean_cell(self._shown("".join(self._value)))
        if shown:
            if self._type == "s":
                self._budget.characters(len(shown))
            self._cells[self._column] = shown

    def _shown(self, value: str) -> str:
        """The text of a cell as Excel would show it."""
        if self._type == "s":
            index = _number(value, -1)
            if not 0 <= index < len(self._book.strings):
                return value
            self._book.used[index] = 1
            return self._book.strings[index]
        return self._book.formats.shown(value, self._style) if self._type == "n" else value


@lru_cache(maxsize=20_000)
def _column_number(letters: str) -> int:
    """27 for ``AA``; 0 when it is no column."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if letters.isascii() and letters.isalpha() and len(letters) <= _COLUMN_LETTERS else 0


def _number(text: str | None, otherwise: int = 0) -> int:
    """A whole number from an attribute."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004 - fits a row or index
