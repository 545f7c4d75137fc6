"""HTML: what a browser shows, and what it does not show but the page still says.

libxml2 feeds events and builds no tree, so hostile nesting costs neither time nor memory (the tree rules
of HTML5 multiply unclosed formatting tags).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.documents.embedded import embedded_files
from detectors.documents.flow import Flow, table_passages
from detectors.documents.open_table import TABLE_DEPTH, OpenTable
from detectors.documents.text import text_of
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_FEED = 64 * 1024
# Elements that stand in the running line; every other one begins a new line.
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small "
        "span strike strong sub sup time tt u var wbr",
    )
)
_CODE = frozenset(("script", "style"))
# Attributes that never hold words of a person: presentation, identifiers of the page itself.
_SILENT = frozenset(
    re.findall(
        r"\w+",
        "class style width height colspan rowspan align valign bgcolor border cellpadding cellspacing type "
        "rel lang dir charset media sizes tabindex integrity crossorigin loading target method enctype",
    )
)


def read_html(source: Source, budget: Budget) -> Iterator[Item]:
    """Text, hidden text, tables, comments, scripts and attributes of a page."""
    text = text_of(source, budget)
    page = _Page()
    parser = etree.HTMLParser(
        target=page,  # type: ignore[arg-type]  # text comes as str from str
        huge_tree=True,
        no_network=True,
        remove_comments=False,
    )
    try:
        for start in range(0, len(text), _FEED):
            budget.check_time()
            parser.feed(text[start : start + _FEED])
            yield from page.taken()
    except UnreadableError:
        page.close()
        yield from page.taken()
        raise
    if text:
        parser.close()
    yield from page.taken()
    yield from embedded_files(text)
    if len(source.data) > budget.limits.characters:
        yield Unread("", "too-large")


class _Page:
    """Takes libxml2's events and makes passages of them."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._body = Flow("")
        self._line: list[str] = []
        self._aside: dict[str, list[str]] = {"script": [], "comment": [], "attribute": []}
        self._code = 0
        self._tables: list[OpenTable] = []
        self._count = 0
        # Tables below the depth that is followed.
        self._inner = 0

    def taken(self) -> list[Item]:
        """The passages since the last call."""
        items, self._items = self._items, []
        return items

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._aside["attribute"] += _said(attributes)
        if tag in _CODE:
            self._code += 1
        elif tag == "table":
            self._end_line()
            self._inner += len(self._tables) >= TABLE_DEPTH
            self._tables += [] if self._inner else [OpenTable()]
        elif tag == "tr" and self._tables:
            self._end_line()
            if self._tables[-1].is_full:
                self._give(self._tables[-1], self._tables[:-1])
                self._tables[-1].restart()
            self._tables[-1].open_row()
        elif tag in {"td", "th"} and self._tables:
            self._end_line()
            self._tables[-1].open_cell()
        elif tag not in _INLINE:
            self._end_line()

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _CODE:
            self._code = max(0, self._code - 1)
        elif tag not in _INLINE:
            self._end_line()
        if tag == "table" and self._inner:
            self._inner -= 1
        elif tag == "table" and self._tables:
            self._give(self._tables.pop(), self._tables)

    def data(self, text: str) -> None:
        """Text, in pieces."""
        if self._code:
            self._aside["script"].append(text)
        else:
            self._line.append(text)

    def comment(self, text: str) -> None:
        """A comment."""
        self._aside["comment"].append(text)

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction, such as PHP in a page."""
        self._aside["comment"].append(f"{target} {data or ''}")

    def close(self) -> None:
        """The page ends: the last line, then what the browser does not show."""
        self._end_line()
        while self._tables:
            self._give(self._tables.pop(), self._tables)
        self._items += self._body.flush()
        for place, pieces in self._aside.items():
            text = ("" if place == "script" else "\n").join(pieces)
            if text.strip():
                self._items.append(Passage(place, text))

    def _end_line(self) -> None:
        """Close the running line and put it where it belongs: the open cell or the page."""
        text = " ".join("".join(self._line).split())
        self._line = []
        if text and not (self._tables and self._tables[-1].put(text)):
            self._items += self._body.add(text, 0)

    def _give(self, table: OpenTable, around: list[OpenTable]) -> None:
        """Give out a table of data; the text of a layout or inner table joins the text around it."""
        if table.is_layout or around:
            for text in table.lines():
                if not (around and around[-1].put(text)):
                    self._items += self._body.add(text, 0)
            return
        if not table.number:
            self._count = table.number = self._count + 1
        self._items += table_passages(f"table {table.number}", table.numbered())


def _said(attributes: Mapping[str, str]) -> list[str]:
    """Attributes that can say something: ``alt``, ``title``, ``value``, ``content``, ``href`` ..."""
    return [
        f"{name}: {value}"
        for name, value in attributes.items()
        if value and name not in _SILENT and not value.startswith(("data:", "#"))
    ]
