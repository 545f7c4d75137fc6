"""Comments on the cells of an Excel sheet, old and threaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.layout import Lines
from detectors.documents.office_text import OfficeText


class SheetComments(OfficeText):
    """Handler for the comments of a sheet: a line a comment, named by its cell."""

    def __init__(self, sheet: str, budget: Budget) -> None:
        super().__init__(f"{sheet} comment".strip(), "", budget)
        self._cell = ""
        self._pieces: list[str] = []
        self._lines: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        super().start(name, attributes)
        if name in {"comment", "threadedComment"}:
            self._cell = attributes.get("ref", "")
            self._pieces = []
        elif name == "author":
            self._in_text = True

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_text = False
        if name in {"comment", "threadedComment", "author"}:
            for line in "".join(self._pieces).splitlines():
                self._lines.append((self._cell or "author", line))
            self._pieces = []

    def text(self, data: str) -> None:
        """Character data."""
        if self._in_text:
            self._budget.characters(len(data))
            self._pieces.append(data)

    def finish(self) -> Iterator[Item]:
        """All comments of the part."""
        if self._lines:
            names = tuple(name for name, _ in self._lines)
            yield Passage(self._place, "\n".join(line for _, line in self._lines), Lines(names))
        yield from super().finish()
