"""Whether a stream brings text in bits of a word each, as models write it, whatever the names around them."""

import json
from collections import defaultdict
from typing import Any

_KEYS = ("token", "delta", "text", "content", "chunk", "answer", "response", "output_text")
_LONGEST_LINE = 2048
_FEWEST = 3
_FEWEST_WHEN_DONE = 2
_LONGEST_PIECE = 40


def has_fragments(text: str) -> bool:
    """Whether the beginning of a stream consists of pieces of words that belong together.

    Log lines, chat messages and progress come as well by event, but as whole sentences, each on its own; a
    model's words carry the space between them.

    Args:
        text: Server-sent events, or JSON a line. A line that is cut off at the end is not looked at.
    """
    pieces: defaultdict[str, list[str]] = defaultdict(list)
    done = False
    for line in text.splitlines(keepends=True):
        if len(line) > _LONGEST_LINE or not line.endswith("\n"):
            continue
        said = line.rstrip("\r\n")
        is_event = said.startswith("data:")
        said = said.removeprefix("data:").removeprefix(" ") if is_event else said
        done = done or said.strip() == "[DONE]"
        if said.lstrip().startswith(("{", "[")):
            _collect(said, pieces)
        elif is_event:
            pieces[""].append(said)
    fewest = _FEWEST_WHEN_DONE if done else _FEWEST
    return any(len(found) >= fewest and _belong_together(found) for found in pieces.values())


def _collect(line: str, pieces: dict[str, list[str]]) -> None:
    try:
        event: Any = json.loads(line)
    except (ValueError, RecursionError):
        return
    for layer in (event, *(event.values() if isinstance(event, dict) else ())):
        for key in _KEYS if isinstance(layer, dict) else ():
            if isinstance(layer.get(key), str) and layer[key]:
                pieces[key].append(layer[key])


def _belong_together(pieces: list[str]) -> bool:
    """At most a word each, and a space before or after every other one of them."""
    if any(len(piece) > _LONGEST_PIECE or len(piece.split()) > 1 for piece in pieces):
        return False
    spaced = sum(piece[:1] == " " or piece[-1:] == " " for piece in pieces)
    return spaced >= len(pieces) / 2 and any(piece.strip().isalpha() for piece in pieces)
