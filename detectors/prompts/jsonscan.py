"""JSON that makes no tree: broken, cut short, nested without end, millions of values. Every string is read.

One pass with a regular expression over the bytes, no recursion, no tree: memory is what is handed out.
"""

from __future__ import annotations

import json
import re

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.paths import child, shown

_STRING = rb'"((?:[^"\\]++|\\.)*+)"?'
_LITERAL = rb"true|false|null|NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_BREAK = rb'[\s"{}\[\],:]'
_WORD = rb'[^\s"{}\[\],:]++'
# A run of numbers is one token: vectors have thousands.
_NUMBERS = rb"[\d.eE+-]++(?:\s*+,\s*+[\d.eE+-]++(?=" + _BREAK + rb"))++"
_TOKEN = re.compile(_STRING + rb"|([{}\[\],:])|(" + _NUMBERS + rb")|(" + _WORD + rb")", re.DOTALL)
_JSON_LIKE = re.compile(
    rb"(?:" + _STRING + rb"|[{}\[\],:\s]++|(?:" + _LITERAL + rb")(?=" + _BREAK + rb"|$))*+", re.DOTALL
)
_LONG = re.compile(rb"(?<![\d.])\d{4}")
_COLON = re.compile(rb"\s*:")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MOST_STEPS = 64


def scan_json(data: bytes, path: str, role: str, out: Collector) -> bool:
    """Read the strings and numbers of UTF-8 bytes that look like JSON.

    Where bare words stand between them, the bytes are somebody's text that merely looks like JSON: then only
    strings with escapes are read here.

    Args:
        data: The bytes.
        path: Where they stand.
        role: Role of what is found.
        out: Where it goes.

    Returns:
        Whether all was read; False means that the caller reads the whole as text.
    """
    place = _Place(path)
    prose = not _JSON_LIKE.fullmatch(data)
    for found in _TOKEN.finditer(data):
        out.spend(1)
        string, mark, numbers, word = found.groups()
        if mark is not None:
            place.mark(mark)
        elif string is not None:
            if _COLON.match(data, found.end()):
                place.name(unescape(string))
                if not leaves.facts(place.key).plain:
                    out.text(place.path() + "~key", role, place.key)
            elif not prose or b"\\" in string:
                _string(unescape(string), place, role, out)
        elif not prose:
            _numbers(numbers or word, place, role, out)
    return not prose


def _numbers(raw: bytes, place: _Place, role: str, out: Collector) -> None:
    """One number or a run of them, when any is worth reading."""
    text = raw.decode("utf-8", "replace")
    known = leaves.facts(place.key)
    if _LONG.search(raw) and ("," in text or leaves.number_matters(known, text)):
        out.text(place.path(), role, text, known.label)


def unescape(raw: bytes) -> str:
    """The text of a JSON string literal without its quotes; broken escapes stay as they are."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    try:
        value: str = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return _ESCAPE.sub(_unescape, text)
    return value


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) == 5:  # noqa: PLR2004 - u and four digits
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(code, code)


def _string(text: str, place: _Place, role: str, out: Collector) -> None:
    known = leaves.facts(place.key)
    blob = leaves.find_file(text, declared=False)
    if blob is not None:
        out.file(place.path(), "", blob.media_type, blob.data)
    elif not (leaves.is_uuid(text) or (known.constant_in_data and leaves.is_word(text))):
        out.text(place.path(), role, text, leaves.label_for(known, text))


class _Place:
    """Where the scan is: a key for each open object and an index for each open list, down to a depth."""

    def __init__(self, path: str) -> None:
        self._root = path
        self._steps: list[str | int] = []
        self._too_deep = 0
        self.key = ""

    def mark(self, mark: bytes) -> None:
        """Follow one of the six structural characters; closing ones that nothing opened are ignored."""
        if mark in {b"{", b"["}:
            if len(self._steps) <= _MOST_STEPS:
                self._steps.append("" if mark == b"{" else 0)
            else:
                self._too_deep += 1
        elif mark in {b"}", b"]"}:
            if self._too_deep:
                self._too_deep -= 1
            elif self._steps:
                self._steps.pop()
        elif mark == b"," and not self._too_deep and self._steps and isinstance(self._steps[-1], int):
            self._steps[-1] += 1

    def name(self, key: str) -> None:
        """A key was met."""
        self.key = key
        if self._steps and not self._too_deep:
            self._steps[-1] = key

    def path(self) -> str:
        """The path of the value that is being read."""
        path = self._root
        for step in self._steps:
            path = path if step == "" else child(path, step)
        return shown(path)
