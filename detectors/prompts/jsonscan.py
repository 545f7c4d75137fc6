"""JSON that makes no tree: broken, cut short, nested without end, millions of values. Every string is read.

One pass with a regular expression over the bytes, no recursion, no tree: memory is what is handed out.
"""

from __future__ import annotations

import json
import re

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.paths import child, shown

_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)("?)|([{}\[\],:])|([^\s"{}\[\],:]+)', re.DOTALL)
_COLON = re.compile(rb"\s*:")
_NUMBER = re.compile(rb"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_WORDS = frozenset({b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity"})
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MOST_BARE = 8
_MOST_STEPS = 64


def scan_json(data: bytes, path: str, role: str, out: Collector) -> bool:
    """Read the strings and numbers of UTF-8 bytes that look like JSON.

    Returns:
        Whether it was JSON but for its shape: False when bare words stood in it, so that the whole is
        somebody's text, too.
    """
    place = _Place(path)
    bare = 0
    for found in _TOKEN.finditer(data):
        string, _, mark, word = found.groups()
        if mark is not None:
            place.mark(mark)
        elif string is not None:
            text = unescape(string)
            if _COLON.match(data, found.end()):
                place.name(text)
                if not leaves.is_plain_key(text):
                    out.text(place.path() + "~key", role, text)
            else:
                _string(text, place, role, out)
        elif _NUMBER.fullmatch(word):
            if leaves.number_matters(place.key, word.decode()):
                out.text(place.path(), role, word.decode(), leaves.label_of(place.key))
        elif word not in _WORDS:
            bare += 1
            if bare > _MOST_BARE:
                return False
    return bare == 0


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
    blob = leaves.find_file(text, declared=False)
    if blob is not None:
        out.file(place.path(), "", blob.media_type, blob.data)
    elif not leaves.is_constant(place.key, text, data=True):
        label = leaves.label_of(place.key) if leaves.wants_label(text) else ""
        out.text(place.path(), role, text, label)


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
