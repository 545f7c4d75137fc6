"""Text of the content and style parts of OpenDocument: paragraphs, tables, sheets, notes, comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.flow import Flow, table_passages
from detectors.documents.odf_sheet import OdfSheet, whole_number
from detectors.documents.open_table import TABLE_DEPTH

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
        self._tables: list[OdfSheet] = []
        self._paragraphs = 0
        self._slides = 0
        # Tables below the depth that is followed.
        self._inner = 0
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
            if value and _MARK.get(key, "") in value and value not in self._said:
                self._budget.characters(len(value))
                self._said.setdefault(value)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _OWN_TEXT and self._open:
            self._put("".join(self._open.pop()))
        if name in self._asides:
            self._asides.remove(name)
        if name == "table" and self._inner:
            self._inner -= 1
        elif name == "table" and self._tables:
            self._give(self._tables.pop(), self._tables)
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
            self._give(self._tables.pop(), self._tables)
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
            self._inner += len(self._tables) >= TABLE_DEPTH
            self._tables += [] if self._inner else [OdfSheet(place)]
            self._said.setdefault(title)
        elif self._tables and name == "table-row":
            if self._tables[-1].layout.is_full:
                self._give(self._tables[-1], self._tables[:-1])
                self._tables[-1].restart()
            self._tables[-1].open_row(whole_number(attributes.get("number-rows-repeated"), 1))
        elif self._tables and name in {"table-cell", "covered-table-cell"}:
            self._tables[-1].open_cell(attributes)

    def _give(self, sheet: OdfSheet, around: list[OdfSheet]) -> None:
        """Give out a sheet or a table of data; that of a layout or inner table joins the text around it."""
        rows = list(sheet.rows())
        self._budget.cells(sum(len(cells) for _, cells in rows))
        if not around and (self._in_sheets or not sheet.layout.is_layout):
            self._items += table_passages(sheet.place, rows)
            return
        for _, cells in rows:
            text = "\t".join(cells.values())
            if not (around and around[-1].put(text)):
                self._items += self._flow.add(text, self._paragraphs)


def _break(name: str, attributes: Mapping[str, str]) -> str:
    """The character that an element inside a paragraph stands for."""
    if name == "s":
        return " " * min(whole_number(attributes.get("c"), 1), _SPACES_MAX)
    return {"tab": "\t", "line-break": "\n"}.get(name, "")
