"""Placeholders in the events of a stream, also when one is spread over several events.

Each event is a small JSON text, and the answer is in pieces in them: ``{"delta": {"content": "<PERS"}}``,
``{"delta": {"content": "OON_1>"}}``. Pieces that go on with each other are a channel. An event whose piece
may begin a placeholder waits, with those after it, until that is certain; then the value stands in the first
piece and the rest of the placeholder is gone from the others. All other events go on byte for byte.
"""

from __future__ import annotations

import json
import logging
import re
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from agent.redact.restore.marks import Names
from agent.redact.restore.nesting import Nesting
from agent.redact.restore.strings import PATCH, Key, Strings
from detectors.prompts.rewrite.literals import Literal
from detectors.prompts.rewrite.places import TooDeepError
from detectors.prompts.rewrite.targets import Edit, splice

logger = logging.getLogger(__name__)
_COUNT = re.compile(r"\s*(\d+)\s*\n")
_MOST_NESTINGS = 500
_MOST_WAITING = 256


@dataclass(slots=True, eq=False)
class Event:
    """An event on its way.

    Attributes:
        text: All of it, as it came.
        edits: What is replaced in it.
        waiting: How many undecided pieces it holds.
    """

    text: str
    edits: list[Edit] = field(default_factory=list)
    waiting: int = 0


class Piece(NamedTuple):
    """A string in an event, or a part of one that is undecided.

    Attributes:
        event: The event.
        literal: What the string says.
        base: Where it begins in the event.
        start: Where the undecided part begins in what it says.
    """

    event: Event
    literal: Literal
    base: int
    start: int

    @property
    def text(self) -> str:
        """The undecided part."""
        return self.literal.text[self.start :]


@dataclass(slots=True)
class Pending:
    """Text of a channel that may become a placeholder, and the pieces it is spread over."""

    pieces: list[Piece]
    age: int = 0

    @property
    def text(self) -> str:
        """The pieces as one."""
        return "".join(piece.text for piece in self.pieces)


class Channels:
    """Restores the values in a stream of events.

    Args:
        names: The placeholders of the conversation.
        patience: How many events may pass that do not go on with a piece before it is taken as it is.
        counted: Each event begins with a line that says its length.
    """

    def __init__(self, names: Names, patience: int = 32, *, counted: bool = False) -> None:
        self.names = names
        self._counted = counted
        self._patience = patience
        self._queue: deque[Event] = deque()
        self._pending: dict[Key, Pending] = {}
        self._nestings: dict[Key, Nesting] = {}
        self._strings = Strings()

    @property
    def idle(self) -> bool:
        """Whether nothing waits and an event without a hint of a placeholder needs no look at all."""
        return not self._queue and self.names.plain

    def take(self, text: str) -> list[str]:
        """Take in the next event; gives the events that can go on, in their order."""
        event = Event(text)
        self._queue.append(event)
        grown = set()
        try:
            every = bool(self._pending) or not self.names.plain
            for key, literal, base in self._strings.of(text, every=every):
                grown.add(self._string(key, Piece(event, literal, base, 0)))
        except TooDeepError:
            logger.warning("an event of an answer is nested too deep; it was left as it is")
        self._forget(grown)
        return self._ready()

    def end(self) -> list[str]:
        """Nothing follows: give what waits, as it is."""
        self._drop(list(self._pending))
        return self._ready()

    def give_up(self) -> list[str]:
        """After a fault: every event that waits, as it came."""
        texts = [event.text for event in self._queue]
        self._queue.clear()
        self._pending.clear()
        return texts

    def _ready(self) -> list[str]:
        if len(self._queue) > _MOST_WAITING:
            self._drop(list(self._pending))
        out = []
        while self._queue and not self._queue[0].waiting:
            event = self._queue.popleft()
            text = splice(event.text, event.edits) if event.edits else event.text
            out.append(_recount(text, event.text) if event.edits and self._counted else text)
        return out

    def _forget(self, grown: set[Key]) -> None:
        """Give up on pieces that nothing goes on with."""
        old = []
        for key, pending in self._pending.items():
            pending.age = 0 if key in grown else pending.age + 1
            if pending.age > self._patience:
                old.append(key)
        self._drop(old)

    def _drop(self, keys: list[Key]) -> None:
        for key in keys:
            for piece in self._pending.pop(key).pieces:
                piece.event.waiting -= 1

    def _string(self, key: Key, piece: Piece) -> Key:
        """Look at one string of an event; gives the channel that it went on with."""
        key, before = self._before(key, piece.text)
        pieces = [*before, piece]
        text = "".join(one.text for one in pieces)
        known = len(text) - len(piece.text)
        found = list(self.names.find(text))
        levels = self._levels(key, piece.text, [max(mark.end - known, 0) for mark in found])
        for mark, level in zip(found, levels, strict=True):
            _replace(pieces, mark.start, mark.end, self.names.value(mark, level))
        self._hold(key, pieces, self.names.tail(text, found[-1].end if found else 0))
        return key

    def _before(self, key: Key, text: str) -> tuple[Key, list[Piece]]:
        """The pieces that a string goes on with, and their channel."""
        if key not in self._pending and key[0] == PATCH and len(self._pending) == 1:
            # The text may have begun in the document itself, before the first change to it.
            other, pending = next(iter(self._pending.items()))
            if other[0] != PATCH:
                if self._goes_on(pending.text, text):
                    key = other
                else:
                    self._drop([other])
        found = self._pending.pop(key, None)
        for piece in found.pieces if found else ():
            piece.event.waiting -= 1
        return key, found.pieces if found else []

    def _goes_on(self, before: str, text: str) -> bool:
        """Whether a placeholder that began in one text ends in another, or may."""
        whole, known = before + text, len(before)
        return self.names.tail(whole) < known or any(mark.start < known for mark in self.names.find(whole))

    def _hold(self, key: Key, pieces: list[Piece], cut: int) -> None:
        """Keep the pieces from code point `cut` of their text on for the next event of the channel."""
        held, place = [], 0
        for piece in pieces:
            size = len(piece.text)
            if place + size > cut:
                held.append(piece._replace(start=piece.start + max(cut - place, 0)))
                piece.event.waiting += 1
            place += size
        if held:
            self._pending[key] = Pending(held)

    def _levels(self, key: Key, text: str, places: list[int]) -> list[int]:
        """How many JSON strings stand around some places of a string, by all that its channel said before."""
        if self.names.plain:
            return [0] * len(places)
        if len(self._nestings) > _MOST_NESTINGS:
            self._nestings.clear()
        channel = self._nestings.setdefault(key, Nesting())
        # The last event of many streams says all of it at once.
        nesting = Nesting() if _is_json(text) else channel
        levels, fed = [], 0
        for place in places:
            nesting.feed(text[fed:place])
            levels.append(nesting.level)
            fed = place
        channel.feed(text if nesting is not channel else text[fed:])
        return levels


def _is_json(text: str) -> bool:
    """Whether a text is a JSON object or list, all of it."""
    if text[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _replace(pieces: list[Piece], start: int, end: int, value: str) -> None:
    """Put a value in the first of the pieces that a placeholder is spread over, nothing in the others."""
    place = 0
    for piece in pieces:
        size = len(piece.text)
        first, last = max(start - place, 0), min(end - place, size)
        if first < last:
            edit = Edit(piece.start + first, piece.start + last, value)
            piece.event.edits += piece.literal.written([edit], piece.base)
            value = ""
        place += size


def _recount(text: str, before: str) -> str:
    """The event with the length in its first line, in UTF-16 code units, changed as much as the event was."""
    number = _COUNT.match(text)
    if number is None:
        return text
    grown = (len(text.encode("utf-16", "surrogatepass")) - len(before.encode("utf-16", "surrogatepass"))) // 2
    return text[: number.start(1)] + str(int(number[1]) + grown) + text[number.end(1) :]
