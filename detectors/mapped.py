"""A changed text that remembers where everything came from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Mapped:
    """A text made from another one by replacing pieces of it.

    Between the edits both texts are the same, so a position is found with one binary search, and a text of a
    megabyte with a few edits costs a few numbers.

    Attributes:
        text: The text after the edits.
    """

    text: str
    _new_starts: list[int] = field(default_factory=list)
    _new_ends: list[int] = field(default_factory=list)
    _old_starts: list[int] = field(default_factory=list)
    _old_ends: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return bool(self._new_starts)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text before the edits that became `start` to `end`; a touched edit counts whole."""
        return self._before(start), self._after(end)

    def crosses_edit(self, start: int, end: int) -> bool:
        """Whether an edit lies strictly inside a span of the changed text."""
        index = bisect_right(self._new_starts, start)
        return index < len(self._new_starts) and self._new_starts[index] < end

    def _before(self, position: int) -> int:
        index = bisect_right(self._new_starts, position) - 1
        if index < 0:
            return position
        if position < self._new_ends[index]:
            return self._old_starts[index]
        return position - self._new_ends[index] + self._old_ends[index]

    def _after(self, position: int) -> int:
        """Where an exclusive end came from: one past the origin of the character before it."""
        index = bisect_right(self._new_starts, position - 1) - 1
        if index < 0:
            return position
        if position - 1 < self._new_ends[index]:
            return self._old_ends[index]
        return position - self._new_ends[index] + self._old_ends[index]


def edit(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> Mapped:
    """Replace every match of a pattern and remember where."""
    return apply_edits(((*match.span(), replace(match)) for match in pattern.finditer(text)), text)


def apply_edits(edits: Iterable[tuple[int, int, str]], text: str) -> Mapped:
    """Replace spans, given in order and not overlapping, and remember those that changed."""
    mapped = Mapped(text)
    pieces: list[str] = []
    old = new = 0
    for start, end, replacement in edits:
        if replacement == text[start:end]:
            continue
        pieces += (text[old:start], replacement)
        new += start - old
        mapped._new_starts.append(new)  # noqa: SLF001 - its only maker
        new += len(replacement)
        mapped._new_ends.append(new)  # noqa: SLF001
        mapped._old_starts.append(start)  # noqa: SLF001
        mapped._old_ends.append(end)  # noqa: SLF001
        old = end
    if mapped:
        mapped.text = "".join((*pieces, text[old:]))
    return mapped
