"""Text of the content and style parts of OpenDocument: paragraphs, tables, sheets, notes, comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.flow import Flow, Row, clean_cell, table_passages
from detectors.documents.layout import column_name
from detectors.documents.open_table import OpenTable

_PARAGRAPHS = frozenset(("p", "h"))
# Texts of their own inside a paragraph or cell, with their place.
_ASIDE = {
    "annotation": "comment",
    "note": "footnote",
    "notes": "note",
    "title": "attribute",
    "desc": "attribute",
}
# Elements whose text stands by itself.
_OWN_TEXT = _PARAGRAPHS | {"creator", "creator-initials", "date", "title", "desc"}
# Attributes with words of a person.
_WORDS = (
    "href", "current-value", "label", "help-message", "prompt", "author", "formula", "title", "string-value",
)  # fmt: skip
# What such an attribute must hold to be more than a reference inside the file.
_MARK = {"formula": '"', "href": ":"}
_SPACES_MAX = 100


class OdfContent:
    """Handler for one part.

    Args:
        place: Place of running text; empty for the main document.
        budget: What may still be read.
    """

    def __init__(self, place: str, budget: Budget) -> None:
        self._place = place
        self._budget = budget
        self._items: list[Item] = []
        self._flow = Flow(place or "body", "" if place else "paragraph")
        self._open: list[list[str]] = []
        self._asides: list[str] = []
        self._aside_texts: dict[str, list[str]] = {}
        self._said: dict[str, None] = {}
        self._tables: list[_Sheet] = []
        self._paragraphs = 0
        self._slides = 0
        self._in_sheets = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in _ASIDE:
            self._asides.append(name)
        if name in _OWN_TEXT:
            self._paragraphs += name in _PARAGRAPHS and not (self._asides or self._open or self._tables)
            self._open.append([])
        elif name == "page":
            self._page()
        elif name == "spreadsheet":
            self._in_sheets = True
        elif name.startswith("table"):
            self._start_table(name, attributes)
        elif self._open:
            self._open[-1].append(_break(name, attributes))
        for key in _WORDS:
            value = attributes.get(key, "").strip()
            if value and _MARK.get(key, "") in value:
                self._said.setdefault(value)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _OWN_TEXT and self._open:
            self._put("".join(self._open.pop()))
        if name in self._asides:
            self._asides.remove(name)
        if name == "table" and self._tables:
            self._end_table(self._tables.pop())
        elif name in {"table-cell", "covered-table-cell"} and self._tables:
            self._tables[-1].end_cell()

    def text(self, data: str) -> None:
        """Character data."""
        if self._open:
            self._budget.characters(len(data))
            self._open[-1].append(data)

    def taken(self) -> list[Item]:
        """Passages that became full."""
        items, self._items = self._items, []
        return items

    def finish(self) -> Iterator[Item]:
        """What is left, also when the part stopped halfway."""
        while self._open:
            self._put("".join(self._open.pop(0)))
        while self._tables:
            self._end_table(self._tables.pop())
        yield from self.taken()
        yield from self._flow.flush()
        for place, lines in self._aside_texts.items():
            yield Passage(f"{self._place} {place}".strip(), "\n".join(lines))
        if self._said:
            yield Passage(f"{self._place} attribute".strip(), "\n".join(self._said))

    def _put(self, text: str) -> None:
        """A finished paragraph: of an aside, of the open cell, or of the running text."""
        if not text.strip():
            return
        if self._asides:
            place = _ASIDE[self._asides[-1]]
            if self._tables and place == "comment":
                place = f"{self._tables[-1].place} {place} {self._tables[-1].cell}"
            self._aside_texts.setdefault(place, []).append(text)
        elif not (self._tables and self._tables[-1].put(text)):
            self._items += self._flow.add(text, self._paragraphs)

    def _page(self) -> None:
        """A slide begins: the running text so far belongs to the one before it."""
        self._budget.page()
        self._items += self._flow.flush()
        self._slides += 1
        self._flow = Flow(f"slide {self._slides}")

    def _start_table(self, name: str, attributes: Mapping[str, str]) -> None:
        """A table, row or cell begins."""
        if name == "table":
            title = attributes.get("name", "")
            place = f"sheet {title}" if self._in_sheets else f"{self._place} table {title}".strip()
            self._tables.append(_Sheet(place))
            self._said.setdefault(title)
        elif self._tables and name == "table-row":
            self._tables[-1].open_row(_whole(attributes.get("number-rows-repeated"), 1))
        elif self._tables and name in {"table-cell", "covered-table-cell"}:
            self._tables[-1].open_cell(attributes)

    def _end_table(self, sheet: _Sheet) -> None:
        """Give out a sheet or a table of data; the text of a layout table joins the text around it."""
        rows = list(sheet.rows())
        self._budget.cells(sum(len(cells) for _, cells in rows))
        if self._tables or (not self._in_sheets and sheet.layout.is_layout):
            for _, cells in rows:
                self._put("\t".join(cells.values()))
        else:
            self._items += table_passages(sheet.place, rows)


class _Sheet:
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
        self.layout.rows.append([])
        self._numbers.append(self._row)
        self._columns.append([])

    def open_cell(self, attributes: Mapping[str, str]) -> None:
        """A cell begins."""
        repeated = _whole(attributes.get("number-columns-repeated"), 1)
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


def _break(name: str, attributes: Mapping[str, str]) -> str:
    """The character that an element inside a paragraph stands for."""
    if name == "s":
        return " " * min(_whole(attributes.get("c"), 1), _SPACES_MAX)
    return {"tab": "\t", "line-break": "\n"}.get(name, "")


def _whole(text: str | None, otherwise: int) -> int:
    """A whole number from an attribute."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004 - fits a sheet
