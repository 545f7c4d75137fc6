"""Which JSON path an offset in a JSON text belongs to."""

from __future__ import annotations

import json
import re

# Strings (closed or cut off) and the characters that open, close and part containers.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def json_path_at(text: str, offset: int) -> str:
    """Path such as ``people[2].bsn`` of the value (or key) at an offset.

    Walks the tokens before the offset, so it also works on text that is cut off or on JSON lines, where
    the path starts with the number of the value: ``[3].bsn``.
    """
    steps: list[str | int] = []
    documents = 0
    key = ""
    for match in _TOKEN.finditer(text):
        if match.start() > offset:
            break
        mark = match.group()
        if mark.startswith('"'):
            key = _string(mark)
            if match.end() > offset and _is_key(text, match.end()):
                _name(steps, key)
        elif mark == ":":
            _name(steps, key)
        else:
            documents += _step(steps, mark)
    first: list[str | int] = [documents] if _is_lines(text) else []
    return written_path(first + steps)


def _step(steps: list[str | int], mark: str) -> bool:
    """Follow a bracket or comma; True when it closes the outermost container."""
    if mark in {"{", "["}:
        steps.append("" if mark == "{" else 0)
    elif mark in {"}", "]"} and steps:
        steps.pop()
        return not steps
    elif mark == "," and steps and isinstance(steps[-1], int):
        steps[-1] += 1
    return False


def _name(steps: list[str | int], key: str) -> None:
    """The value that follows, in a mapping, is called `key`."""
    if steps and isinstance(steps[-1], str):
        steps[-1] = key


def _string(token: str) -> str:
    """The value of a string token; as written when it does not parse."""
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')


def _is_key(text: str, end: int) -> bool:
    """A colon follows."""
    return text[end : end + 20].lstrip().startswith(":")


def _is_lines(text: str) -> bool:
    """More than one JSON value in the text: JSON lines."""
    try:
        _, end = json.JSONDecoder().raw_decode(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return False
    return bool(text.lstrip("\ufeff \t\r\n")[end:].strip())


def written_path(steps: list[str | int]) -> str:
    """``people[2].bsn``."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path.rstrip(".")
