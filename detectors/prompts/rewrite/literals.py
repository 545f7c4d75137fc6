r"""Encoded texts: what they say, where each code point of that stands, and how a new text is written there.

A JSON string writes ``é`` as ``é``, ``\u00e9`` or, in a string within a string, ``\\u00e9``; a form writes it
as ``%C3%A9``. An edit of what the text says becomes an edit of how it is written, and the rest stays.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from detectors.errors import CannotRewriteError
from detectors.prompts.rewrite.targets import Edit

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"{_HIGH}{_LOW}|\\u[0-9a-fA-F]{{4}}|\\.", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


@dataclass(slots=True)
class Literal:
    """An encoded text.

    Attributes:
        text: What it says.
        encode: How another text is written in its place.
    """

    text: str
    encode: Callable[[str], str]
    _said: list[int] = field(default_factory=lambda: [0])
    _written: list[int] = field(default_factory=lambda: [0])

    def place(self, offset: int) -> int:
        """Where the code point at an offset of `text` begins in the encoded text."""
        step = bisect_right(self._said, offset) - 1
        return self._written[step] + offset - self._said[step]

    def written(self, edits: Iterable[Edit], base: int = 0) -> list[Edit]:
        """Edits of what it says as edits of how it is written, `base` code points further on."""
        return [
            Edit(base + self.place(start), base + self.place(end), self.encode(text))
            for start, end, text in edits
        ]


def json_literal(raw: str) -> Literal:
    """A JSON string without its quotes; broken escapes are read as `jsonscan` reads them."""
    if "\\" not in raw:
        return Literal(raw, json_encode)
    literal = Literal("", json_encode)
    out, place, length = [], 0, 0
    for escape in _ESCAPE.finditer(raw):
        before = raw[place : escape.start()]
        char = _unescape(escape[0])
        out += [before, char]
        place = escape.end()
        length += len(before) + 1
        literal._said.append(length)  # noqa: SLF001 - this is how one is made
        literal._written.append(place)  # noqa: SLF001
    literal.text = "".join([*out, raw[place:]])
    return literal


def json_encode(text: str) -> str:
    """A text as it stands between the quotes of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def percent_literal(raw: str, *, plus: bool = True) -> Literal:
    """A percent-encoded text.

    Args:
        raw: As it stands in the form or URL.
        plus: ``+`` is a space, as in forms and queries.

    Raises:
        CannotRewriteError: Its bytes are no UTF-8.
    """
    literal = Literal("", lambda text: quote(text, safe=""))
    out, place, length = [], 0, 0
    for run in _PERCENT.finditer(raw):
        before, written = raw[place : run.start()], run.start()
        try:
            said = bytes.fromhex(run[0].replace("%", "")).decode()
        except UnicodeDecodeError as error:
            raise CannotRewriteError("charset") from error
        out += [before, said]
        length += len(before)
        for char in said:
            length += 1
            written += 3 * len(char.encode())
            literal._said.append(length)  # noqa: SLF001
            literal._written.append(written)  # noqa: SLF001
        out[-2] = before.replace("+", " ") if plus else before
        place = run.end()
    rest = raw[place:]
    literal.text = "".join([*out, rest.replace("+", " ") if plus else rest])
    return literal


def plain_literal(text: str) -> Literal:
    """A text that is written as it is said."""
    return Literal(text, str)


def _unescape(escape: str) -> str:
    match len(escape):
        case 12:  # a pair of surrogates
            return chr(0x10000 + (int(escape[2:6], 16) - 0xD800 << 10) + int(escape[8:], 16) - 0xDC00)
        case 6:
            return chr(int(escape[-4:], 16))
        case _:
            return _SHORT.get(escape[1], escape[1])
