"""The strings of an event, and which of the streams of text in an answer each goes on with."""

import re
from collections.abc import Iterator

from detectors.prompts.rewrite.literals import Literal, json_literal
from detectors.prompts.rewrite.places import KEY, STRING, Place, places

type Key = tuple[str, ...]

PATCH = "patch"
# What an event says at its top of the text in it: OpenAI's Responses, Anthropic, the AI SDK, Copilot.
_TOLD = (
    "type", "event", "index", "output_index", "content_index", "summary_index", "item_id", "toolCallId",
    "messageId",
)  # fmt: skip
# Changes to a document (ChatGPT, DeepSeek, Notion; Le Chat): the key of the text, and of where it goes.
_PATCHES = {"v": "p", "value": "path"}
_NOTED = frozenset({*_TOLD, *_PATCHES.values()})
_INDEX = re.compile(r"\[\d+\]")
_DATA = re.compile(r"data:[ \t]*+(?![{\[\"])", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(\w{1,3}):(?=[{\[\"])")  # of a line, as 0:"text" in streams of the AI SDK
_CAN_HOLD = re.compile(r"[<&%\\]|u003")


class Strings:
    """Takes events apart, in their order."""

    def __init__(self) -> None:
        self._patched = ""

    def of(self, event: str, *, every: bool) -> Iterator[tuple[Key, Literal, int]]:
        """The strings of an event, each with its channel and its place.

        Args:
            event: The event: a line of SSE or NDJSON, an item of an array, a message of a WebSocket.
            every: Give all; else only those that can hold or begin a placeholder.

        Raises:
            TooDeepError: It is nested like no answer.
        """
        if plain := _DATA.match(event):
            yield ("data",), Literal(event[plain.end() :].rstrip("\r\n"), _in_lines), plain.end()
            return
        if '"' not in event:
            return
        found = list(places(event))
        told = {
            place.path: event[place.start : place.end]
            for place in found
            if place.kind != KEY and place.path.rpartition(".")[2] in _NOTED
        }
        self._patched = told.get("p", self._patched)
        prefix = _PREFIX.match(event)
        for place in found:
            raw = event[place.start : place.end]
            if place.kind == STRING and (every or _CAN_HOLD.search(raw)):
                key = self._patch(place, told) or _key(place, told, prefix[1] if prefix else "")
                yield key, json_literal(raw), place.start

    def _patch(self, place: Place, told: dict[str, str]) -> Key | None:
        """The channel of a text in a change to a document: where it goes. None when it is no such text."""
        parent, _, last = place.path.rpartition(".")
        if last not in _PATCHES:
            return None
        where = told.get(f"{parent}.{_PATCHES[last]}".removeprefix("."))
        if where is None and last == "v" and not parent:
            where = self._patched  # {"v": "text"} alone goes on where the last one went
        return None if where is None else (PATCH, where)


def _key(place: Place, told: dict[str, str], prefix: str) -> Key:
    """The channel of any other string: its path, with the index that items say they have."""
    path = _INDEX.sub(
        lambda found: f"[{told.get(place.path[: found.end()] + '.index', found[0])}]", place.path
    )
    return (prefix, path, *(told.get(name, "") for name in _TOLD))


def _in_lines(value: str) -> str:
    """A value as it stands in a line of plain text in an event."""
    return value.replace("\n", "\ndata: ")
