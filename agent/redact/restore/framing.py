"""A stream of bytes cut into events: lines of SSE and NDJSON, or the values of a JSON array or of JSON text.

What is no event yet is kept, up to a limit; one that is longer comes in pieces.
"""

import re
from typing import NamedTuple, Protocol

_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_NEXT = re.compile(rb'["\[\]{}]')
_SPACE = b" \t\r\n"


class Unit(NamedTuple):
    """Bytes of the stream.

    Attributes:
        data: The bytes.
        whole: They are whole events; else a piece of one that is too long.
        last: They end an event.
    """

    data: bytes
    whole: bool
    last: bool


class Framing(Protocol):
    """Cuts a stream into events."""

    limit: int

    def feed(self, chunk: bytes) -> list[Unit]:
        """Take in some bytes; gives those that are ready."""

    def end(self) -> bytes:
        """Give what is left."""

    def split(self, data: bytes) -> list[bytes]:
        """Whole events as `feed` gave them, one by one."""


class Lines:
    """Lines, with whatever ends them. An event of SSE is dealt with line by line, too.

    Args:
        limit: Bytes of the longest line that is kept whole.
        counted: A line with a number says how long the next one is, as in Google's web apps; both are one.
    """

    def __init__(self, limit: int, *, counted: bool = False) -> None:
        self.limit = limit
        self._counted = counted
        self._rest = b""
        self._long = False

    def feed(self, chunk: bytes) -> list[Unit]:
        """All lines that are complete, as one unit."""
        cut = self._cut(chunk)
        units = []
        if cut:
            whole = self._rest + chunk[:cut]
            self._rest, chunk = b"", chunk[cut:]
            if self._long:
                first = whole.splitlines(keepends=True)[0]
                units.append(Unit(first, whole=False, last=True))
                whole, self._long = whole[len(first) :], False
            if whole:
                units.append(Unit(whole, whole=True, last=True))
        self._rest += chunk
        if self._long or len(self._rest) > self.limit:
            units.append(Unit(self._rest, whole=False, last=False))
            self._rest, self._long = b"", True
        return [unit for unit in units if unit.data]

    def end(self) -> bytes:
        """A last line without an end."""
        rest, self._rest = self._rest, b""
        return rest

    def split(self, data: bytes) -> list[bytes]:
        """The lines."""
        lines = data.splitlines(keepends=True)
        if not self._counted:
            return lines
        events, number = [], b""
        for line in lines:
            if line.strip().isdigit():
                number += line
            else:
                events.append(number + line)
                number = b""
        return [*events, number] if number else events

    def _cut(self, chunk: bytes) -> int:
        """Where the last line ends that is ready."""
        cut = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        if cut and self._counted:
            last = (self._rest + chunk[:cut]).splitlines(keepends=True)[-1]
            if last.strip().isdigit():
                return max(cut - len(last), 0)
        return cut


class Values:
    """JSON values after one another, or the items of a JSON array, as Gemini sends without SSE.

    Args:
        limit: Bytes of the longest value that is kept whole.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._rest = bytearray()
        self._long = False
        self._depth = 0
        self._base: int | None = None
        self._string = False
        self._escaped = False

    def feed(self, chunk: bytes) -> list[Unit]:
        """Each value that is complete."""
        units, place = [], 0
        for cut in self._cuts(chunk):
            self._rest += chunk[place:cut]
            place = cut
            units.append(Unit(bytes(self._rest), whole=not self._long, last=True))
            self._rest.clear()
            self._long = False
        self._rest += chunk[place:]
        if not self._depth and not self._rest.strip():  # a server that sends spaces while it thinks
            units.append(Unit(bytes(self._rest), whole=True, last=True))
            self._rest.clear()
        elif self._long or len(self._rest) > self.limit:
            units.append(Unit(bytes(self._rest), whole=False, last=False))
            self._rest.clear()
            self._long = True
        return [unit for unit in units if unit.data]

    def end(self) -> bytes:
        """A value that broke off, or the space after the last one."""
        rest = bytes(self._rest)
        self._rest.clear()
        return rest

    def split(self, data: bytes) -> list[bytes]:
        """`feed` gives one value at a time."""
        return [data]

    def _cuts(self, chunk: bytes) -> list[int]:
        """Where values end."""
        cuts: list[int] = []
        place = 1 if self._escaped else 0
        self._escaped = False
        while place < len(chunk):
            if self._string:
                found = _IN_STRING.match(chunk, place)
                place = found.end() if found else place
                if place < len(chunk):
                    self._string, self._escaped = chunk[place] != ord('"'), chunk[place] != ord('"')
                    place += 1
                continue
            mark = _NEXT.search(chunk, place)
            if mark is None:
                break
            place = mark.end()
            self._mark(mark[0], place, cuts)
        return cuts

    def _mark(self, mark: bytes, place: int, cuts: list[int]) -> None:
        if mark == b'"':
            self._string = True
        elif mark in b"[{":
            if self._base is None:
                self._base = 1 if mark == b"[" else 0
                if self._base:
                    cuts.append(place)  # so that the first item has the same paths as the others
            self._depth += 1
        elif self._depth:
            self._depth -= 1
            if self._depth <= (self._base or 0):
                cuts.append(place)
