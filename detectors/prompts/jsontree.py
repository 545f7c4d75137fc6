"""JSON text to a tree that loses nothing: numbers as written, repeated keys kept."""

import json
from typing import Any

from detectors.prompts.paths import Repeat

# Above this many commas and brackets a tree would take hundreds of megabytes; `jsonscan` reads it instead.
MOST_TOKENS = 400_000
_XSSI = (")]}',", ")]}'", "while(1);", "for(;;);")


class Number(str):
    """A JSON number as it was written: no limit on digits, nothing rounded."""

    __slots__ = ()


def parse_json(text: str) -> Any:  # noqa: ANN401 - a JSON value
    """The tree of a JSON text: dict, list, str, `Number`, bool and None; a key may be a `Repeat`.

    Raises:
        ValueError: Not JSON, nested too deep, or more tokens than a tree should hold.
    """
    text = text.lstrip("\ufeff \t\r\n")
    for prefix in _XSSI:
        if text.startswith(prefix):
            text = text[len(prefix) :]
            break
    if text.count(",") + text.count("[") + text.count("{") > MOST_TOKENS:
        raise ValueError("too many tokens for a tree")
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deep for a tree") from None


def looks_like_json(text: str) -> bool:
    """Whether a string may be a JSON object or array: a cheap test before parsing it."""
    return len(text) > 1 and text[0] in "{[" and text.rstrip()[-1:] in {"}", "]"}


def _object(pairs: list[tuple[str, Any]]) -> dict[str | Repeat, Any]:
    """A dict that keeps the values of repeated keys: servers differ in which one they take."""
    found: dict[str | Repeat, Any] = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    count: dict[str, int] = {}
    for key, value in pairs:
        count[key] = count.get(key, 0) + 1
        found[key if count[key] == 1 else Repeat(key, count[key])] = value
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=Number, strict=False
)
