"""Which texts of a request change, found again by their path and their content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detectors.errors import CannotRewriteError
from detectors.prompts.part import Part

_NESTED = re.compile(r"\|json")


class Edit(NamedTuple):
    """Put `text` in the place of the code points from `start` to `end`."""

    start: int
    end: int
    text: str


class Replacement(NamedTuple):
    """An edit of a part.

    Attributes:
        part: Number of the part in the reading of the request.
        start: First code point of the part's text that goes.
        end: One past the last.
        text: What comes in its place.
    """

    part: int
    start: int
    end: int
    text: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made; they must not overlap.

    Raises:
        CannotRewriteError: Two edits overlap.
    """
    out, place = [], 0
    for start, end, new in sorted(edits):
        if start < place:
            raise CannotRewriteError("mismatch")
        out += [text[place:start], new]
        place = end
    return "".join([*out, text[place:]])


@dataclass(slots=True)
class _Target:
    content: str
    edits: list[Edit]
    found: bool = False


class Targets:
    """The parts that change, and those that share a path with one, until each is found.

    Two parts may have the same path (fields of a form with the same name), so a text is told by its path and
    by what it says.
    """

    def __init__(self, parts: Sequence[Part], edits: Mapping[int, list[Edit]]) -> None:
        paths = {parts[number].path for number in edits}
        self._by_path: dict[str, list[_Target]] = {path: [] for path in paths}
        for number, part in enumerate(parts):
            if part.path in paths:
                target = _Target(part.text[part.label :], edits.get(number, []))
                self._by_path[part.path].append(target)
        self._all = sorted({part.path for part in parts})
        self._nested = {path[: mark.end()] for path in paths for mark in _NESTED.finditer(path)}

    @property
    def paths(self) -> Iterable[str]:
        """The paths of all texts that change."""
        return self._by_path.keys()

    def wants(self, path: str) -> bool:
        """Whether a text at this path may have to change."""
        return path in self._by_path

    def wants_in(self, path: str) -> bool:
        """Whether a text in the JSON string at this path, which ends in ``|json``, may have to change."""
        return path in self._nested

    def holds_parts(self, path: str) -> bool:
        """Whether parts were read from within the text at this path: it is a protobuf message, too."""
        return holds_parts(path, self._all)

    def take(self, path: str, text: str) -> list[Edit]:
        """The edits of the text at a path; empty when it is none of the texts that change."""
        for target in self._by_path.get(path, ()):
            if not target.found and target.content == text:
                target.found = True
                return target.edits
        return []

    def check(self) -> None:
        """See that every text that must change was found.

        Raises:
            CannotRewriteError: One was not: it was decoded in a way that has no way back.
        """
        if any(target.edits and not target.found for found in self._by_path.values() for target in found):
            raise CannotRewriteError("not-found")


def holds_parts(path: str, paths: Sequence[str]) -> bool:
    """Whether any of some sorted paths is that of a protobuf field below a path."""
    place = bisect_left(paths, f"{path}.")
    return place < len(paths) and paths[place].startswith(f"{path}.")


def edits_by_part(parts: Sequence[Part], replacements: Iterable[Replacement]) -> dict[int, list[Edit]]:
    """Replacements as edits of the content of each part, its label left out.

    Raises:
        CannotRewriteError: A replacement is outside the parts or in a label.
    """
    edits: dict[int, list[Edit]] = {}
    for number, start, end, text in replacements:
        if not 0 <= number < len(parts):
            raise CannotRewriteError("file")
        part = parts[number]
        if not part.label <= start < end <= len(part.text):
            raise CannotRewriteError("label")
        edits.setdefault(number, []).append(Edit(start - part.label, end - part.label, text))
    return edits
