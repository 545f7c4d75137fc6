"""From an offset in a passage back to a line, cell or path of the document."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detectors.documents.json_path import json_path_at

# Alphabet of spreadsheet column names.
_LETTERS = 26


def column_name(number: int) -> str:
    """``A`` for 1, ``Z`` for 26, ``AA`` for 27."""
    name = ""
    while number > 0:
        number, letter = divmod(number - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


@dataclass(frozen=True, slots=True)
class Whole:
    """The place of the passage is all there is to say."""

    is_table = False
    is_verbatim = False

    def locate(self, place: str, text: str, offset: int) -> str:  # noqa: ARG002 - the layouts share this shape
        """The place itself."""
        return place


@dataclass(frozen=True, slots=True)
class Lines:
    """Each line of the text has a name of its own, such as ``paragraph 7`` or a JSON path.

    Attributes:
        names: One a line; a number is put behind `unit`.
        unit: Word before a number.
    """

    names: Sequence[int | str]
    unit: str = ""
    is_table = False
    is_verbatim = False

    def locate(self, place: str, text: str, offset: int) -> str:
        """Name of the line, behind the place."""
        line = text.count("\n", 0, offset)
        if line >= len(self.names):
            return place
        name = self.names[line]
        return _join(place, f"{self.unit} {name}" if isinstance(name, int) else name)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table written as tab-separated text.

    Attributes:
        rows: Row number of each line.
        columns: Column number (A is 1) of each field; columns that are empty throughout are left out.
    """

    rows: Sequence[int]
    columns: Sequence[int]
    is_table = True
    is_verbatim = False

    def cell(self, text: str, offset: int) -> str | None:
        """Name of the cell at the offset, ``B7``."""
        line = text.count("\n", 0, offset)
        field = text.count("\t", text.rfind("\n", 0, offset) + 1, offset)
        if line >= len(self.rows) or field >= len(self.columns):
            return None
        return f"{column_name(self.columns[field])}{self.rows[line]}"

    def locate(self, place: str, text: str, offset: int) -> str:
        """Place and cell, ``sheet Lonen!B7``."""
        cell = self.cell(text, offset)
        return f"{place}!{cell}" if cell else place


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The file's own text, unchanged.

    Attributes:
        syntax: ``text``, ``csv`` or ``json``.
        delimiter: Between the fields of a CSV line.
    """

    syntax: str = "text"
    delimiter: str = ""
    is_verbatim = True

    @property
    def is_table(self) -> bool:
        """CSV has a header on its first line."""
        return self.syntax == "csv"

    def cell(self, text: str, offset: int) -> str | None:
        """Name of the CSV cell at the offset; rows are counted as records, not as lines."""
        if self.syntax != "csv":
            return None
        head = text[:offset].splitlines(keepends=True)
        row, fields = 1, [""]
        for number, record in enumerate(csv.reader(head, delimiter=self.delimiter), start=1):
            row, fields = number, record
        if text[:offset].endswith(("\n", "\r")) and not _open_quote(text[:offset]):
            row, fields = row + 1, [""]
        return f"{column_name(len(fields) or 1)}{row}"

    def locate(self, place: str, text: str, offset: int) -> str:
        """The cell, the JSON path or the line."""
        if self.syntax == "csv":
            return _join(place, f"cell {self.cell(text, offset)}")
        if self.syntax == "json":
            return _join(place, json_path_at(text, offset))
        starts = [0, *(at + 1 for at, char in enumerate(text[:offset]) if char == "\n")]
        return _join(place, f"line {bisect_right(starts, offset)}")


type Layout = Whole | Lines | Grid | Verbatim


def _open_quote(text: str) -> bool:
    """An odd number of quotes: the text ends inside a quoted field."""
    return text.count('"') % 2 == 1


def _join(place: str, inner: str) -> str:
    """Outer and inner place; either may be empty."""
    return f"{place} {inner}".strip()
