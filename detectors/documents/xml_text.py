"""XML of any kind: a line an element or attribute, named by its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Source
from detectors.documents.embedded import embedded_files
from detectors.documents.flow import Flow
from detectors.documents.html import read_html
from detectors.documents.xml_stream import parse
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_FEED = 64 * 1024
_PATH_STEPS = 12


def read_xml(source: Source, budget: Budget) -> Iterator[Item]:
    """Lines of ``element: text``.

    What is not well-formed is read as a browser would, so nothing is lost; a document with entities of its
    own is read that way too, but its entities could say anything, so it also counts as unread.
    """
    data = source.data
    chunks = (data[start : start + _FEED] for start in range(0, len(data), _FEED))
    try:
        yield from xml_lines(chunks, "", budget)
    except UnreadableError as error:
        if error.reason not in {"broken", "truncated"}:
            yield Unread("", error.reason)
        yield from read_html(source, budget)


def xml_lines(
    chunks: Iterable[bytes], place: str, budget: Budget, *, attributes: bool = True
) -> Iterator[Item]:
    """The elements with text in an XML stream, and the attributes when asked."""
    lines = _Lines(place, budget, attributes=attributes)
    try:
        yield from parse(chunks, lines, budget)
    except UnreadableError:
        yield from lines.flush()
        raise
    yield from lines.flush()


class _Lines:
    """Handler that makes a line of each element with text.

    Markup inside running text (``Jan <b>Jansen</b>``) does not break its line: once an element holds text,
    its children's text joins it.
    """

    def __init__(self, place: str, budget: Budget, *, attributes: bool) -> None:
        self._attributes = attributes
        self._flow = Flow(place, "" if place == "properties" else "at")
        self._budget = budget
        self._items: list[Item] = []
        self._path: list[str] = []
        self._text: list[list[str]] = []
        # Index in the path of the outermost element that holds running text; -1 when none does.
        self._running = -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins: its attributes are lines of their own."""
        if self._running < 0 and self._text and self._text[-1]:
            self._running = len(self._path) - 1
        self._path.append(name)
        self._text.append([])
        for key, value in attributes.items() if self._attributes else ():
            if value.strip():
                self._budget.characters(len(value))
                self._add(key, value, f"{self._named()}@{key}")

    def end(self, name: str) -> None:
        """An element ends: its text is a line, or joins the text around it."""
        pieces = self._text.pop()
        path = self._named()
        self._path.pop()
        if 0 <= self._running < len(self._path):
            self._text[self._running] += pieces
            return
        self._running = -1
        text = "".join(pieces).strip()
        if text:
            self._add(name, text, path)

    def _named(self) -> str:
        """The path in words; of a deep one the end."""
        return "/".join(self._path[-_PATH_STEPS:])

    def text(self, data: str) -> None:
        """Character data."""
        self._budget.characters(len(data))
        if self._text and (self._text[-1] or data.strip()):
            self._text[-1].append(data)

    def taken(self) -> list[Item]:
        """Passages that became full."""
        items, self._items = self._items, []
        return items

    def flush(self) -> Iterator[Item]:
        """The rest."""
        yield from self._flow.flush()

    def _add(self, name: str, text: str, path: str) -> None:
        """One line."""
        self._budget.characters(len(name))
        self._items += embedded_files(text)
        self._items += self._flow.add(f"{name}: {text}", path)
