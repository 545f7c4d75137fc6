"""How deep a place in a text is inside JSON strings, told while the text streams by.

The arguments of a tool call are JSON in a string of JSON: a value with a quote or a line end in it must be
written differently there than in a sentence.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r'[^"\\]++|\\(?:u[0-9a-fA-F]{4}|[^u])|"|(?P<undone>\\(?:u[0-9a-fA-F]{0,3})?\Z)|\\.', re.DOTALL
)
_SPACE = " \t\r\n\ufeff"
_SAID = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_MOST_LEVELS = 5


class Nesting:
    """Follows one text.

    Args:
        is_json: It is JSON whatever it begins with; otherwise it is when it begins as an object or a list.
        level: How many JSON strings stand around it.
    """

    def __init__(self, *, is_json: bool = False, level: int = 0) -> None:
        self._is_json: bool | None = True if is_json else None if level < _MOST_LEVELS else False
        self._level = level
        self._string: Nesting | None = None
        self._rest = ""

    @property
    def level(self) -> int:
        """How many JSON strings stand around the end of what was fed."""
        return 0 if self._string is None else 1 + self._string.level

    @property
    def is_plain(self) -> bool:
        """Whether it is no JSON and never will be."""
        return self._is_json is False

    def feed(self, text: str) -> None:
        """Go on over the next piece of the text."""
        if self._is_json is None:
            text = text.lstrip(_SPACE)
            if text:
                self._is_json = text[0] in "{["
        if not self._is_json:
            return
        text, self._rest = self._rest + text, ""
        place = 0
        while place < len(text):
            if self._string is None:
                place = text.find('"', place) + 1
                if not place:
                    return
                self._string = Nesting(level=self._level + 1)
            else:
                place = self._in_string(self._string, text, place)

    def _in_string(self, inner: Nesting, text: str, place: int) -> int:
        """Follow a string to its end or the end of the text."""
        for piece in _PIECE.finditer(text, place):
            if piece[0] == '"':
                self._string = None
                return piece.end()
            if piece["undone"]:
                self._rest = piece[0]
            elif not inner.is_plain:
                inner.feed(_say(piece[0]))
        return len(text)


def _say(piece: str) -> str:
    """What an escape says."""
    if piece[0] != "\\":
        return piece
    if len(piece) == 6:  # noqa: PLR2004 - a code point in hexadecimal
        return chr(int(piece[-4:], 16))
    return _SAID.get(piece[1:], piece[1:])
