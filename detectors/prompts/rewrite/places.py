"""The strings, keys and numbers of a JSON text with their path and their place in it.

One pass with a regular expression, no tree, and tolerant: a line of a pretty-printed document, a message with
a number before its JSON or several documents after one another are read just as well. Paths are those of
`detectors.prompts.walk`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.prompts.paths import Repeat, Step, child
from detectors.prompts.rewrite.literals import json_literal

STRING, KEY, WORD = "string", "key", "word"
MOST_DEPTH = 500
_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)("\s*+:|"|\Z)|([{}\[\]])|(,)|[^\s"{}\[\],:]++', re.DOTALL)


class Place(NamedTuple):
    """A string, a key or a bare word (number, true, false, null).

    Attributes:
        kind: `STRING`, `KEY` or `WORD`.
        path: Path of the value; of a key, that of its value.
        start: Where its text begins, quotes left out.
        end: One past its end.
    """

    kind: str
    path: str
    start: int
    end: int


class TooDeepError(ValueError):
    """A JSON text is nested deeper than any client nests."""


class _Level:
    """An open object or list."""

    __slots__ = ("index", "keys", "path")

    def __init__(self, path: str, *, is_list: bool) -> None:
        self.path = path
        self.index = 0 if is_list else -1
        self.keys: dict[str, int] = {}


def places(text: str, root: str = "", start: int = 0) -> Iterator[Place]:
    """Every string, key and word of a JSON text, in their order.

    Args:
        text: The text.
        root: Path of the whole.
        start: Where in `text` to begin.

    Raises:
        TooDeepError: Nested more than `MOST_DEPTH` levels.
    """
    levels: list[_Level] = []
    here = root
    for token in _TOKEN.finditer(text, start):
        string, end, mark, comma = token.groups()
        if string is not None:
            begin = token.start() + 1
            if end[-1:] == ":":
                here = child(levels[-1].path if levels else root, _step(string, levels))
                yield Place(KEY, here, begin, begin + len(string))
            else:
                yield Place(STRING, here, begin, begin + len(string))
        elif mark is not None:
            here = _mark(mark, here, levels, root)
        elif comma is not None:
            if levels and levels[-1].index >= 0:
                levels[-1].index += 1
                here = child(levels[-1].path, levels[-1].index)
        else:
            yield Place(WORD, here, token.start(), token.end())


def _mark(mark: str, here: str, levels: list[_Level], root: str) -> str:
    """Open or close an object or list; gives the path of what comes next."""
    if mark in "{[":
        if len(levels) == MOST_DEPTH:
            raise TooDeepError
        levels.append(_Level(here, is_list=mark == "["))
        return child(here, 0) if mark == "[" else here
    if levels:
        levels.pop()
    if levels and levels[-1].index >= 0:
        return child(levels[-1].path, levels[-1].index)
    return levels[-1].path if levels else root


def _step(raw: str, levels: list[_Level]) -> Step:
    """The step to a key: the second of two equal keys in one object is told apart."""
    key = json_literal(raw).text if "\\" in raw else raw
    if not levels:
        return key
    count = levels[-1].keys[key] = levels[-1].keys.get(key, 0) + 1
    return key if count == 1 else Repeat(key, count)
