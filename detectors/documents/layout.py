"""From an offset in a passage back to a line, cell or path of the document."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detectors.documents.json_path import JsonPaths

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


@dataclass(slots=True, eq=False)
class Verbatim:
    """The file's own text, unchanged.

    Attributes:
        syntax: ``text``, ``csv`` or ``json``.
        delimiter: Between the fields of a CSV line.
    """

    syntax: str = "text"
    delimiter: str = ""
    is_verbatim = True
    _starts: list[int] = field(default_factory=list, repr=False)
    _paths: JsonPaths | None = field(default=None, repr=False)

    @property
    def is_table(self) -> bool:
        """CSV has a header on its first line."""
        return self.syntax == "csv"

    def cell(self, text: str, offset: int) -> str | None:
        """Name of the CSV cell at the offset; rows are counted as records, not as lines."""
        if self.syntax != "csv":
            return None
        row, start = self._row(text, offset)
        fields = next(csv.reader([text[start:offset]], delimiter=self.delimiter), [])
        return f"{column_name(len(fields) or 1)}{row}"

    def locate(self, place: str, text: str, offset: int) -> str:
        """The cell, the JSON path or the line."""
        if self.syntax == "csv":
            return _join(place, f"cell {self.cell(text, offset)}")
        if self.syntax == "json":
            self._paths = self._paths or JsonPaths(text)
            return _join(place, self._paths.at(offset))
        return _join(place, f"line {self._row(text, offset)[0]}")

    def _row(self, text: str, offset: int) -> tuple[int, int]:
        """Number and start of the line or record at an offset."""
        if not self._starts:
            self._starts = list(
                _record_starts(text, self.delimiter) if self.delimiter else _line_starts(text)
            )
        row = bisect_right(self._starts, offset)
        return row, self._starts[row - 1]


@dataclass(slots=True, eq=False)
class Unescaped:
    """JSON with its strings as they read, not as they are escaped.

    Attributes:
        original: The text of the file.
        shifts: Of each changed string: its start and end here, and its start in the original.
    """

    original: str
    shifts: Sequence[tuple[int, int, int]]
    is_table = False
    is_verbatim = False
    _paths: JsonPaths | None = field(default=None, repr=False)

    def locate(self, place: str, text: str, offset: int) -> str:  # noqa: ARG002 - the layouts share this shape
        """The JSON path."""
        self._paths = self._paths or JsonPaths(self.original)
        return _join(place, self._paths.at(self.original_offset(offset)))

    def original_offset(self, offset: int) -> int:
        """The offset in the file; anywhere in a changed string it is the string's first character."""
        index = bisect_right(self.shifts, offset, key=lambda shift: shift[0]) - 1
        if index < 0:
            return offset
        start, end, origin = self.shifts[index]
        return origin + min(1, offset - start) if offset < end else self._after(index, offset - end)

    def _after(self, index: int, distance: int) -> int:
        """The offset at a distance behind a changed string."""
        match = JSON_ESCAPED.match(self.original, self.shifts[index][2])
        return (match.end() if match else self.shifts[index][2]) + distance


type Layout = Whole | Lines | Grid | Verbatim | Unescaped

# A string with escapes in it. A backslash stands only in strings, so a match never begins at a closing quote.
JSON_ESCAPED = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)++"', re.DOTALL)


def _line_starts(text: str) -> Iterator[int]:
    """Offsets at which lines begin."""
    yield 0
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)


def _record_starts(text: str, delimiter: str) -> Iterator[int]:
    """Offsets at which CSV records begin; a quoted field may hold line ends."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in io.StringIO(text, newline=""):
            taken += len(line)
            yield line

    yield 0
    try:
        for _ in csv.reader(lines(), delimiter=delimiter):
            yield taken
    except csv.Error:  # a field longer than csv allows: the rest counts as one record
        return


def _join(place: str, inner: str) -> str:
    """Outer and inner place; either may be empty."""
    return f"{place} {inner}".strip()
