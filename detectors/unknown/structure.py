"""Walking through JSON that may be anything."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from detectors.unknown.vocabulary import load_vocabulary

type Json = dict[str, Any]

_MACHINE = re.compile(
    r"(?i)\s*(?:[{\[<(]|(?:select|insert|update|delete|with|show|describe|explain|mutation|query|subscription|from"
    r"|prefix|match)\b(?=.*[{(*=,|])|select\b)"
)
_WORDS = 2
_DEEPEST = 3
_MOST = 200
_MOST_FIELDS = 1000


def is_sentence(value: object) -> bool:
    """Whether it is text of more than one word."""
    return isinstance(value, str) and len(value.split(maxsplit=_WORDS)) >= _WORDS


def is_question(value: object) -> bool:
    """Whether it is a sentence, and not one in GraphQL, SQL or another language of machines."""
    return is_sentence(value) and _MACHINE.match(str(value)) is None


def items(value: object) -> list[Any]:
    """The items of a list; nothing when it is none."""
    return value if isinstance(value, list) else []


def dicts(value: object) -> Iterator[Json]:
    """The objects of a list; nothing when it is none."""
    return (item for item in items(value) if isinstance(item, dict))


def fields(layer: Json) -> Iterator[tuple[str, Any]]:
    """The fields of an object, as many as a request has that somebody wrote."""
    return islice(layer.items(), _MOST_FIELDS)


def layers(body: Json, *, lists: bool = False) -> list[Json]:
    """A body, and the objects inside the parts that hold a request proper, a few steps deep.

    Args:
        body: Any object.
        lists: Those in lists as well, such as the turns of a conversation.
    """
    found, newest = [body], [body]
    for _ in range(_DEEPEST):
        inside = (inner for layer in newest for inner in _inner(layer, lists=lists))
        newest = list(islice(inside, _MOST - len(found)))
        found += newest
    return found


def _inner(layer: Json, *, lists: bool) -> Iterator[Json]:
    names = load_vocabulary().envelopes
    for name, value in fields(layer):
        if name not in names and not name.lower().endswith("message"):
            continue
        if isinstance(value, dict):
            yield value
        elif lists:
            yield from dicts(value)
