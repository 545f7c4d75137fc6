"""Paragraphs and tables of WordprocessingML and DrawingML: documents, slides, notes, comments, drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.flow import Flow, table_passages
from detectors.documents.open_table import TABLE_DEPTH, OpenTable

_TEXT = frozenset(("t", "delText", "instrText", "delInstrText", "v", "text"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TABLE = frozenset(("tbl", "tr", "tc"))
_HIGHEST = 0x10FFFF
# Attributes with words of a person, by element; the others are measures and identifiers.
_WORDS = {
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "comment": ("author",),
    "ins": ("author",),
    "del": ("author",),
    "cmAuthor": ("name",),
    "author": ("name", "userId"),
    "person": ("displayName", "userId"),
    "hyperlink": ("tooltip",),
    "alias": ("val",),
    "default": ("val",),
    "statusText": ("val",),
    "helpText": ("val",),
    "listItem": ("displayText", "value"),
    "docVar": ("name", "val"),
    "textpath": ("string",),
    "Relationship": ("Target",),
}


class OfficeText:
    """Handler for one part of a document.

    Args:
        place: Place of the passages, ``body``, ``header``, ``slide 3``.
        unit: Word before a paragraph's number; empty when the place says enough.
        budget: What may still be read.
    """

    def __init__(self, place: str, unit: str, budget: Budget) -> None:
        self._place = place
        self._flow = Flow(place, unit)
        self._budget = budget
        self._items: list[Item] = []
        self._open: list[list[str]] = []
        self._in_text = False
        self._tables: list[OpenTable] = []
        self._paragraphs = 0
        self._table_count = 0
        # Tables below the depth that is followed.
        self._inner = 0
        self._said: dict[str, None] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in _TEXT:
            self._in_text = True
        elif name == "p":
            self._paragraphs += not (self._open or self._tables)
            self._open.append([])
        elif name in _BREAKS:
            self._write(_BREAKS[name])
        elif name == "sym":
            self._write(_symbol(attributes.get("char", "")))
        elif name in _TABLE:
            self._open_table(name)
        elif name in _WORDS and (name != "Relationship" or attributes.get("TargetMode") == "External"):
            for key in _WORDS[name]:
                if (value := attributes.get(key, "").strip()) and value not in self._said:
                    self._budget.characters(len(value))
                    self._said.setdefault(value)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _TEXT:
            self._in_text = False
            if not self._open:
                self._put("\n")
        elif name == "p" and self._open:
            self._put("".join(self._open.pop()))
        elif name == "tbl" and self._inner:
            self._inner -= 1
        elif name == "tbl" and self._tables:
            self._give(self._tables.pop(), self._tables)

    def text(self, data: str) -> None:
        """Character data: only that of text elements is said by the document."""
        if self._in_text:
            self._budget.characters(len(data))
            if self._open:
                self._open[-1].append(data)
            else:
                self._put(data)

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
        if self._said:
            yield Passage(f"{self._place} attribute".strip(), "\n".join(self._said))

    def _open_table(self, name: str) -> None:
        """A table, row or cell begins."""
        if name == "tbl":
            self._inner += len(self._tables) >= TABLE_DEPTH
            self._tables += [] if self._inner else [OpenTable()]
        elif self._tables and name == "tr":
            if self._tables[-1].is_full:
                self._give(self._tables[-1], self._tables[:-1])
                self._tables[-1].restart()
            self._tables[-1].open_row()
        elif self._tables:
            self._tables[-1].open_cell()

    def _write(self, text: str) -> None:
        """A character that the document writes as an element."""
        if self._open:
            self._open[-1].append(text)

    def _put(self, text: str) -> None:
        """A finished paragraph goes to the open cell, or to the running text."""
        if text.strip() and not (self._tables and self._tables[-1].put(text)):
            self._items += self._flow.add(text, self._paragraphs)

    def _give(self, table: OpenTable, around: list[OpenTable]) -> None:
        """Give out a table of data; that of a layout or inner table joins the text around it."""
        if around or table.is_layout:
            for line in table.lines():
                if line.strip() and not (around and around[-1].put(line)):
                    self._items += self._flow.add(line, self._paragraphs)
            return
        if not table.number:
            self._table_count = table.number = self._table_count + 1
        self._items += table_passages(f"{self._place} table {table.number}", table.numbered())


def _symbol(code: str) -> str:
    """The character of a `w:sym` element; fonts put ASCII at F000."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    point = point - 0xF000 if 0xF000 <= point <= 0xF0FF else point  # noqa: PLR2004 - as [ECMA-376 17.3.3.30]
    return chr(point) if 0 < point <= _HIGHEST and not 0xD800 <= point < 0xE000 else ""  # noqa: PLR2004
