"""Which stretches of a text findings already hold, asked in logarithmic time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from detectors.recognizers.base import Span


class Occupied:
    """Stretches of text, joined where they overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(spans):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        self._starts, self._ends = starts, ends

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any stretch shares a code point with this one."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < end


class Positions:
    """Places in a text, for the question which is nearest."""

    def __init__(self, positions: Iterable[int]) -> None:
        self.all = sorted(positions)

    def __bool__(self) -> bool:
        return bool(self.all)

    def between(self, start: int, end: int) -> bool:
        """Whether one lies from `start` up to `end`."""
        return bisect_left(self.all, end) > bisect_left(self.all, start)

    def within(self, start: int, end: int) -> list[int]:
        """Those from `start` up to `end`."""
        return self.all[bisect_left(self.all, start) : bisect_left(self.all, end)]

    def distance(self, position: int) -> int:
        """How far the nearest one is."""
        index = bisect_left(self.all, position)
        return min(abs(near - position) for near in self.all[max(0, index - 1) : index + 1])
