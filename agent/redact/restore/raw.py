"""Placeholders in an answer that is one text: plain text, or a JSON document of any size."""

from agent.redact.restore.marks import Names
from agent.redact.restore.nesting import Nesting


class Raw:
    """Restores the values in one text.

    Args:
        names: The placeholders of the conversation.
        is_json: It is JSON, so a value stands in a JSON string.
    """

    def __init__(self, names: Names, *, is_json: bool = False) -> None:
        self._names = names
        self._nesting = None if names.plain else Nesting(is_json=is_json)
        self._held = ""

    @property
    def idle(self) -> bool:
        """Whether nothing is held and a piece without a hint of a placeholder needs no look at all."""
        return not self._held and self._nesting is None

    def feed(self, text: str) -> str:
        """Take in the next piece; gives all that is certain."""
        text = self._held + text
        out, place = [], 0
        for mark in self._names.find(text):
            self._follow(text[place : mark.start])
            level = self._nesting.level if self._nesting else 0
            out += [text[place : mark.start], self._names.value(mark, level)]
            place = mark.end
        cut = self._names.tail(text, place)
        self._follow(text[place:cut])
        self._held = text[cut:]
        return "".join([*out, text[place:cut]])

    def end(self) -> str:
        """Nothing follows: give what is held."""
        held, self._held = self._held, ""
        return held

    def _follow(self, text: str) -> None:
        if self._nesting is not None:
            self._nesting.feed(text)
