"""A sheet or table of OpenDocument while it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.documents.flow import Row, clean_cell
from detectors.documents.layout import column_name
from detectors.documents.open_table import OpenTable


class OdfSheet:
    """An open table or sheet; repeated rows and cells are kept once."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.layout = OpenTable()
        self._numbers: list[int] = []
        self._columns: list[list[int]] = []
        self._row = 0
        self._next_row = 1
        self._column = 0
        self._next_column = 1
        self._value = ""

    @property
    def cell(self) -> str:
        """Name of the open cell."""
        return f"{column_name(self._column)}{self._row}"

    def open_row(self, repeated: int) -> None:
        """A row begins."""
        self._row, self._next_row = self._next_row, self._next_row + repeated
        self._next_column = 1
        self.layout.open_row()
        self._numbers.append(self._row)
        self._columns.append([])

    def open_cell(self, attributes: Mapping[str, str]) -> None:
        """A cell begins."""
        repeated = whole_number(attributes.get("number-columns-repeated"), 1)
        self._column, self._next_column = self._next_column, self._next_column + repeated
        if not self._numbers:
            self.open_row(1)
        self.layout.open_cell()
        self._columns[-1].append(self._column)
        self._value = _value(attributes)

    def put(self, text: str) -> bool:
        """Add a paragraph to the open cell; False when there is none."""
        return self.layout.put(text)

    def end_cell(self) -> None:
        """Replace what the cell shows by its exact value, when it shows less; forget empty cells."""
        if not self.layout.rows or not self.layout.rows[-1]:
            return
        cell = self.layout.rows[-1][-1]
        if self._value and not _says(" ".join(cell), self._value):
            cell[:] = [self._value]
        self._value = ""
        if not cell:
            self.layout.rows[-1].pop()
            self._columns[-1].pop()

    def restart(self) -> None:
        """Forget the rows that were given out, less the header."""
        self.layout.restart()
        del self._numbers[1:], self._columns[1:]

    def rows(self) -> Iterator[Row]:
        """Row number and filled cells."""
        for number, columns, row in zip(self._numbers, self._columns, self.layout.rows, strict=True):
            cells = {
                column: clean_cell(" ".join(cell)) for column, cell in zip(columns, row, strict=False) if cell
            }
            if cells:
                yield number, cells


def _value(attributes: Mapping[str, str]) -> str:
    """The exact value of a number or date cell."""
    if date := attributes.get("date-value", ""):
        year, _, rest = date.partition("-")
        month, _, day = rest.partition("-")
        return f"{day[:2]}-{month}-{year}{day[2:].replace('T', ' ')}"
    if attributes.get("value-type") != "float":
        return ""
    try:
        number = float(attributes.get("value", ""))
    except ValueError:
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else attributes["value"]


def _says(shown: str, value: str) -> bool:
    """The cell shows all digits of its value, perhaps with zeros before them or points between."""
    digits = "".join(char for char in shown if char.isdigit())
    return digits.lstrip("0") == "".join(char for char in value if char.isdigit()).lstrip("0") and bool(shown)


def whole_number(text: str | None, otherwise: int) -> int:
    """A whole number from an attribute."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004 - fits a sheet
