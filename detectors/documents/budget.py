"""What one document may still cost; shared by the readers of all files inside it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from detectors.documents.document import Limits
from detectors.errors import UnreadableError

_COUNTED = ("expanded_bytes", "characters", "pages", "cells", "members")
# Above this factor of unpacked to packed size, what is too large was made to be so.
_BOMB_RATIO = 100


class Budget:
    """Counts what a document costs and raises `UnreadableError` when it goes over.

    Args:
        limits: What it may cost.
        size: Bytes of the document as given, to tell a bomb from a large file.

    Attributes:
        is_exhausted: A limit was passed, so there is no use in reading on.
    """

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self._size = max(size, 1)
        self._deadline = time.monotonic() + limits.seconds
        self._held = 0
        self.is_exhausted = False
        self._limit = {what: int(getattr(limits, what)) for what in _COUNTED}
        self._spent = dict.fromkeys(_COUNTED, 0)

    @property
    def seconds_left(self) -> float:
        """Seconds to the deadline, at least 0."""
        return max(0.0, self._deadline - time.monotonic())

    def check_time(self) -> None:
        """Stop when the time is up."""
        if time.monotonic() > self._deadline:
            self.is_exhausted = True
            raise UnreadableError("timeout", f"not read within {self.limits.seconds} seconds")

    def expand(self, count: int) -> None:
        """`count` bytes were unpacked."""
        if self._spend("expanded_bytes", count):
            raise self._over(self._spent["expanded_bytes"])
        self.check_time()

    def gather(self, chunks: Iterable[bytes]) -> bytes:
        """All chunks together, as long as they may be held in memory."""
        whole = io.BytesIO()
        for chunk in chunks:
            if self._held + whole.tell() + len(chunk) > self.limits.held_bytes:
                raise self._over(self._held + whole.tell())
            whole.write(chunk)
        return whole.getvalue()

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """A file of this size is held in memory."""
        self._held += size
        try:
            if self._held > self.limits.held_bytes:
                raise self._over(self._held)
            yield
        finally:
            self._held -= size

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

    def _over(self, unpacked: int) -> UnreadableError:
        """What is too large when unpacked: a bomb, or only large."""
        is_bomb = unpacked > _BOMB_RATIO * self._size
        return UnreadableError("bomb" if is_bomb else "too-large", "unpacks to more than the limit")

    def _spend(self, what: str, count: int) -> bool:
        """Add to a counter; True when it is over its limit."""
        self._spent[what] = spent = self._spent[what] + count
        is_over = spent > self._limit[what]
        self.is_exhausted = self.is_exhausted or is_over
        return is_over
