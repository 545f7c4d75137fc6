"""The text of a service's answer: whole, or put together again from the pieces that it was streamed in."""

import json
from collections.abc import Iterator, Sequence

from detectors.prompts.charset import to_text
from detectors.prompts.decode import decode_body
from detectors.prompts.frames import events, is_event_stream

_DEEPEST = 60
_MOST_TEXTS = 10_000


def read_answer(body: bytes, codings: Sequence[str] = (), max_body: int = 4 * 2**20) -> tuple[str, ...]:
    """The texts of an answer.

    A stream gives a sentence in pieces of a few letters, one an event, always at the same place in its JSON.
    What stands at one place is therefore one text, in the order of the events.

    Args:
        body: As the service sent it; it may be cut off.
        codings: Values of its ``Content-Encoding``.
        max_body: Bytes, decoded; the rest is not looked at.
    """
    text = to_text(decode_body(body, codings, max_body).data)
    texts: dict[tuple[str | int, ...], list[str]] = {}
    for event in _events(text):
        try:
            tree = json.loads(event)
        except (ValueError, RecursionError):
            tree = event  # not JSON, or its end is missing
        for place, value in _strings(tree):
            if place in texts or len(texts) < _MOST_TEXTS:
                texts.setdefault(place, []).append(value)
    return tuple("".join(pieces) for pieces in texts.values())


def _events(text: str) -> Iterator[str]:
    """The events of a stream, or the lines of one without marks; else the whole."""
    if is_event_stream(text):
        yield from events(text)
        return
    lines = text.splitlines()
    if len(lines) > 1 and all(line[:1] in "{[" for line in lines[:3]):
        yield from lines
    else:
        yield text


def _strings(tree: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string of a tree with its place; deeper ones are left out."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while waiting:
        place, item = waiting.pop()
        if isinstance(item, str):
            yield place, item
        elif len(place) < _DEEPEST and isinstance(item, dict):
            waiting += [((*place, key), value) for key, value in item.items()]
        elif len(place) < _DEEPEST and isinstance(item, list):
            waiting += [((*place, number), value) for number, value in enumerate(item)]
