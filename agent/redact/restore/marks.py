r"""How placeholders look in a text, and where one may have begun.

Models and servers write them in their own ways. Known are, in any case: ``<PERSOON_1>``, ``<PERSOON\_1>`` and
``\<PERSOON\_1\>`` (Markdown), ``\u003cPERSOON_1\u003e`` (JSON in a string, as Go and others write it),
``&lt;PERSOON_1&gt;`` (HTML) and ``%3CPERSOON_1%3E`` (URL). ``PERSOON_1`` without brackets is left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from detectors.prompts.rewrite.literals import json_encode

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:\\*_[A-Za-z0-9]+)+"
_SLASHES = r"(?<!\\)\\"
_MARK = re.compile(
    rf"<(?P<name>{_NAME})(?P<close>\\*+)>"
    rf"|u003[cC](?P<name_u>{_NAME})(?P<close_u>\\++)u003[eE]"
    rf"|&lt;(?P<name_html>{_NAME})&gt;"
    rf"|%3[cC](?P<name_url>{_NAME})%3[eE]"
)
_OPEN = rf"(?:{_SLASHES}*+<|{_SLASHES}++u003[cC]|&lt;|%3[cC])"
_TAIL = re.compile(
    rf"{_OPEN}(?P<name>[A-Za-z0-9_\\]*+)(?:&(?:gt?)?|%3?)?\Z"
    rf"|{_SLASHES}++(?:u(?:0(?:03?)?)?)?\Z|&(?:lt?)?\Z|%3?\Z"
)
_CLOSING = re.compile(r"\\+(?:u(?:0(?:0(?:3[eE]?)?)?)?)?\Z")
_MOST = 128
# Bytes in which a placeholder may begin: an opening bracket and what follows it, or the beginning of one at
# the end of a string or text.
_OPENED = rb"(?:<|u003[cC]|&lt;|%3[cC])"
_STRING_END = rb"""(?:["\\\r\n]|\Z)"""
_OPENING = rb"(?:&(?:lt?)?|%3?|\\\\(?:u0{0,2}3?)?)(?:\"|\s*[\r\n]|\Z)"
_PATCHED = rb'"p"\s*:'  # says where the texts go that follow, see `strings`
_SIGNS = (b"<", b"u003", b"&", b"%", b"\\\\", b'"p"')  # without one of these the pattern cannot match


class Mark(NamedTuple):
    """A placeholder in a text.

    Attributes:
        start: Its first code point.
        end: One past its last.
        name: Its name without brackets, e.g. ``PERSOON_1``.
        encode: How the value is written in its notation.
        level: How many JSON strings its notation says are around it, at least.
    """

    start: int
    end: int
    name: str
    encode: Callable[[str], str]
    level: int


class Names:
    """The placeholders of one conversation and what each stands for.

    Args:
        values: Value by name, e.g. ``{"PERSOON_1": "Jan"}``.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name.upper(): value for name, value in values.items()}
        self._sorted = sorted(self._values)
        # Only these are written differently in a JSON string, so only these ask how deep one stands.
        self.plain = all(json_encode(value) == value for value in self._values.values())
        self._hint = _hint(self._sorted) if self._sorted else None

    def __bool__(self) -> bool:
        return bool(self._sorted)

    def may_be_in(self, data: bytes) -> bool:
        """Whether bytes of an answer may hold a placeholder, or begin one: a cheap test before any other."""
        return (
            any(sign in data for sign in _SIGNS)
            and self._hint is not None
            and self._hint.search(data) is not None
        )

    def value(self, mark: Mark, level: int) -> str:
        """What a mark stands for, as it is written within so many JSON strings."""
        text = mark.encode(self._values[mark.name])
        for _ in range(max(level, mark.level)):
            text = json_encode(text)
        return text

    def find(self, text: str, start: int = 0) -> Iterator[Mark]:
        """The placeholders of the conversation in a text."""
        return (mark for mark in marks(text, start) if mark.name in self._values)

    def restored(self, text: str) -> str:
        """A text that is no JSON, with its placeholders turned back."""
        out, place = [], 0
        for mark in self.find(text):
            out += [text[place : mark.start], self.value(mark, 0)]
            place = mark.end
        return "".join([*out, text[place:]])

    def tail(self, text: str, start: int = 0) -> int:
        """Where the end of `text` may be the beginning of a placeholder; its length when nowhere."""
        place = max(start, len(text) - _MOST)
        while found := _TAIL.search(text, place):
            name = found["name"]
            if name is None or self._begins(_CLOSING.sub("", name).replace("\\", "").upper()):
                return found.start()
            place = found.start() + 1
        return len(text)

    def _begins(self, name: str) -> bool:
        place = bisect_left(self._sorted, name)
        return place < len(self._sorted) and self._sorted[place].startswith(name)


def marks(text: str, start: int = 0) -> Iterator[Mark]:
    """Everything in a text that looks like a placeholder."""
    for found in _MARK.finditer(text, start):
        group = found.groupdict()
        closing = len(group["close"] or group["close_u"] or "")
        # A backslash before it is its own only when there is one behind it: C:\Users\<PERSOON_1>\Desktop.
        begin = found.start()
        while found.start() - begin < closing and begin > start and text[begin - 1] == "\\":
            begin -= 1
        if group["name_u"] and begin == found.start():
            continue
        name = group["name"] or group["name_u"] or group["name_html"] or group["name_url"]
        encode = escape if group["name_html"] else _quote if group["name_url"] else str
        level = closing.bit_length() if group["name_u"] else 0  # each level doubles the backslashes
        yield Mark(begin, found.end(), name.replace("\\", "").upper(), encode, level)


def names_in(texts: Iterable[str]) -> set[str]:
    """The names of everything that looks like a placeholder in some texts."""
    return {mark.name for text in texts for mark in marks(text)}


def may_begin(data: bytes) -> bool:
    """Whether a placeholder may begin in the last bytes of a text that goes on."""
    return any(byte in data[-6:] for byte in b"<&%\\")


def _hint(names: Iterable[str]) -> re.Pattern[bytes]:
    """What the bytes of an event must hold for one of these placeholders to be in it, or to begin in it.

    The first two letters of a name tell it from nearly all tags of HTML.
    """
    starts = b"|".join(sorted({name[:2].encode() for name in names}))
    letters = b"".join(sorted({name[:1].encode() for name in names}))
    after = rb"(?i:" + starts + rb"|[" + letters + rb"]?" + _STRING_END + rb")"
    return re.compile(_OPENED + after + rb"|" + _OPENING + rb"|" + _PATCHED)


def _quote(value: str) -> str:
    return quote(value, safe="")
