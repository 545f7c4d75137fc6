"""An answer's body by its kind: one text, or a stream of events."""

import logging
import re
from typing import Protocol

from agent.errors import describe
from agent.redact.restore.channels import Channels
from agent.redact.restore.framing import Framing, Lines, Unit, Values
from agent.redact.restore.marks import Names, may_begin
from agent.redact.restore.raw import Raw

logger = logging.getLogger(__name__)

MOST_EVENT = 8 * 2**20
MOST_DOCUMENT = 2**20
_EVENTS = ("event-stream", "ndjson", "jsonl", "json-lines", "json-seq", "stream+json")
_TEXTS = frozenset({"text/plain", "text/markdown", "text/x-component", "application/octet-stream", ""})
_LINE = re.compile(rb"(?:data|event|id|retry)?:|\w{1,3}:[\"{\[]")
_JSON = re.compile(rb"\{\s*\"|\[\s*[\[{\"]")
_COUNTED = b")]}'"
_ENOUGH = 16


class Body(Protocol):
    """Restores the values in the bytes of a body, content codings off."""

    def feed(self, data: bytes) -> bytes:
        """Bytes out for bytes in."""

    def end(self) -> bytes:
        """What was held back."""


def is_restorable(content_type: str) -> bool:
    """Whether an answer of this type can hold text of the model."""
    kind = media_type(content_type)
    if "connect" in kind or "grpc" in kind:
        return False  # envelopes with a length before each message
    return "json" in kind or any(mark in kind for mark in _EVENTS) or kind in _TEXTS


def media_type(content_type: str) -> str:
    """The type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def choose(kind: str, start: bytes, names: Names, *, ended: bool) -> Body | None:
    """How to deal with a body, by its media type and its first bytes; None to see more of them first."""
    if any(mark in kind for mark in _EVENTS):
        return EventBody(names, Lines(MOST_EVENT))
    start = start.lstrip()
    is_json = "json" in kind
    if not ended and len(start) < (len(_COUNTED) if is_json else _ENOUGH) and b"\n" not in start:
        return None
    if start.startswith(_COUNTED):
        return EventBody(names, Lines(MOST_EVENT, counted=True), counted=True)
    if (is_json and start[:1] in {b"{", b"["}) or _JSON.match(start):
        return EventBody(names, Values(MOST_DOCUMENT))
    if _LINE.match(start):
        return EventBody(names, Lines(MOST_EVENT))
    return TextBody(names, is_json=is_json)


class TextBody:
    """A text; also a part of an event that is too long to be kept whole."""

    def __init__(self, names: Names, *, is_json: bool) -> None:
        self._names = names
        self._raw = Raw(names, is_json=is_json)

    def feed(self, data: bytes) -> bytes:
        """All that is certain."""
        if self._raw.idle and not self._names.may_be_in(data) and not may_begin(data):
            return data
        return _to_bytes(self._raw.feed(_to_text(data)))

    def end(self) -> bytes:
        """What was held back."""
        return _to_bytes(self._raw.end())


class EventBody:
    """A stream of events."""

    def __init__(self, names: Names, framing: Framing, *, counted: bool = False) -> None:
        self._names = names
        self._framing = framing
        self._channels = Channels(names, counted=counted)
        self._long: TextBody | None = None

    def feed(self, data: bytes) -> bytes:
        """All events that are complete and certain."""
        return b"".join(map(self._unit, self._framing.feed(data)))

    def end(self) -> bytes:
        """What was held back, and an event that broke off."""
        rest = self._framing.end()
        out = self._whole(rest) if rest else b""
        out += _to_bytes("".join(self._channels.end()))
        return out + (self._long.end() if self._long else b"")

    def _unit(self, unit: Unit) -> bytes:
        if not unit.whole:
            return self._piece(unit)
        if self._channels.idle and not self._names.may_be_in(unit.data):
            return unit.data
        return self._whole(unit.data)

    def _whole(self, data: bytes) -> bytes:
        out: list[str] = []
        for event in self._framing.split(data):
            try:
                out += self._channels.take(_to_text(event))
            except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer must not break off
                logger.error("an event was not restored: %s", describe(error))  # noqa: TRY400 - a traceback may hold text
                out += self._channels.give_up()
        return _to_bytes("".join(out))

    def _piece(self, unit: Unit) -> bytes:
        """A piece of an event that is too long: a text that streams by."""
        out = b""
        if self._long is None:
            out = _to_bytes("".join(self._channels.end()))
            self._long = TextBody(self._names, is_json=True)
        out += self._long.feed(unit.data)
        if unit.last:
            out += self._long.end()
            self._long = None
        return out


def _to_text(data: bytes) -> str:
    """Bytes as text; those that are no UTF-8 survive."""
    return data.decode("utf-8", "surrogateescape")


def _to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
