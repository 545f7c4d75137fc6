"""Which JSON path an offset in a JSON text belongs to."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass

# Strings (closed or cut off) and the characters that open, close and part containers.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_STEP_TOKENS = 2_000
_FIRST_LINE = 1 << 20

type _Steps = list[str | int]


@dataclass(slots=True)
class _State:
    """Where a walk over the tokens has come to.

    Attributes:
        at: Offset of the next token.
        steps: Keys and indexes of the open containers.
        key: The last string, which is a key when a colon follows.
        documents: Values closed so far at the outermost level.
    """

    at: int
    steps: _Steps
    key: str
    documents: int

    def copy(self) -> _State:
        """A state that later steps leave as it is."""
        return _State(self.at, list(self.steps), self.key, self.documents)


class JsonPaths:
    """Finds paths in one text; remembers where it has been, so that many questions cost one walk.

    Also works on text that is cut off, and on JSON lines, where the path starts with the number of the
    value: ``[3].bsn``.

    Args:
        text: JSON, or JSON lines.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_lines = _is_lines(text)
        self._marks = [_State(0, [], "", 0)]

    def at(self, offset: int) -> str:
        """Path such as ``people[2].bsn`` of the value (or key) at an offset."""
        index = bisect_right(self._marks, offset, key=lambda mark: mark.at) - 1
        state = self._marks[max(index, 0)].copy()
        is_last = index == len(self._marks) - 1
        for count, match in enumerate(_TOKEN.finditer(self._text, state.at), start=1):
            if match.start() > offset:
                break
            if is_last and not count % _STEP_TOKENS:
                state.at = match.start()
                self._marks.append(state.copy())
            self._take(state, match, offset)
        first: _Steps = [state.documents] if self._is_lines else []
        return written_path(first + state.steps)

    def _take(self, state: _State, match: re.Match[str], offset: int) -> None:
        """Follow one token."""
        mark = match.group()
        if mark.startswith('"'):
            state.key = _string(mark)
            if match.end() > offset and self._text[match.end() : match.end() + 20].lstrip().startswith(":"):
                _name(state.steps, state.key)
        elif mark == ":":
            _name(state.steps, state.key)
        else:
            state.documents += _step(state.steps, mark)


def written_path(steps: _Steps) -> str:
    """``people[2].bsn``."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path.rstrip(".")


def _step(steps: _Steps, mark: str) -> bool:
    """Follow a bracket or comma; True when it closes the outermost container."""
    if mark in {"{", "["}:
        steps.append("" if mark == "{" else 0)
    elif mark in {"}", "]"} and steps:
        steps.pop()
        return not steps
    elif mark == "," and steps and isinstance(steps[-1], int):
        steps[-1] += 1
    return False


def _name(steps: _Steps, key: str) -> None:
    """The value that follows, in a mapping, is called `key`."""
    if steps and isinstance(steps[-1], str):
        steps[-1] = key


def _string(token: str) -> str:
    """The value of a string token; as written when it does not parse."""
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')


def _is_lines(text: str) -> bool:
    """The first line is a JSON value by itself and more follows."""
    first, _, rest = text[:_FIRST_LINE].lstrip("\ufeff \t\r\n").partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip())
