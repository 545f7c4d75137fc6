"""What one document may still cost; shared by the readers of all files inside it."""

from __future__ import annotations

import time

from detectors.documents.document import Limits
from detectors.errors import UnreadableError

# Above this factor of unpacked to packed size, what is too large was made to be so.
_BOMB_RATIO = 100


class Budget:
    """Counts what a document costs and raises `UnreadableError` when it goes over.

    Args:
        limits: What it may cost.
        size: Bytes of the document as given, to tell a bomb from a large file.
    """

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self._size = max(size, 1)
        self._deadline = time.monotonic() + limits.seconds
        self._spent = dict.fromkeys(("expanded_bytes", "characters", "pages", "cells", "members"), 0)

    @property
    def seconds_left(self) -> float:
        """Seconds to the deadline, at least 0."""
        return max(0.0, self._deadline - time.monotonic())

    @property
    def expanded_left(self) -> int:
        """Bytes that may still be unpacked."""
        return max(0, self.limits.expanded_bytes - self._spent["expanded_bytes"])

    def check_time(self) -> None:
        """Stop when the time is up."""
        if time.monotonic() > self._deadline:
            raise UnreadableError("timeout", f"not read within {self.limits.seconds} seconds")

    def expand(self, count: int) -> None:
        """`count` bytes were unpacked."""
        if self._spend("expanded_bytes", count):
            bomb = self._spent["expanded_bytes"] > _BOMB_RATIO * self._size
            raise UnreadableError("bomb" if bomb else "too-large", "unpacks to more than the limit")
        self.check_time()

    def characters(self, count: int) -> None:
        """`count` characters of text were taken out."""
        if self._spend("characters", count):
            raise UnreadableError("too-large", "more text than the limit")

    def page(self) -> None:
        """One page or slide is about to be read."""
        self.check_time()
        if self._spend("pages", 1):
            raise UnreadableError("too-large", "more pages than the limit")

    def cells(self, count: int) -> None:
        """`count` filled cells were read."""
        if self._spend("cells", count):
            raise UnreadableError("too-large", "more cells than the limit")

    def member(self) -> None:
        """One file inside the document is about to be read."""
        self.check_time()
        if self._spend("members", 1):
            raise UnreadableError("too-large", "more files than the limit")

    def _spend(self, what: str, count: int) -> bool:
        """Add to a counter; True when it is over its limit."""
        self._spent[what] += count
        return self._spent[what] > int(getattr(self.limits, what))
