"""Positions of many words in a text, in one linear pass."""

from bisect import bisect_left
from functools import cache

import re2


class WordSearch:
    """Finds whole words and phrases, given as RE2 patterns, in folded lower-case text."""

    def __init__(self, pattern: str) -> None:
        options = re2.Options()
        options.log_errors = False
        self._pattern = re2.compile(rf"\b(?:{pattern})\b".encode("ascii"), options)

    def starts(self, lower: str) -> list[int]:
        """Where each occurrence starts, in order."""
        return [match.start() for match in self._pattern.finditer(lower.encode("ascii"))]


@cache
def word_search(pattern: str) -> WordSearch:
    """A search for a pattern, compiled once a process."""
    return WordSearch(pattern)


def any_within(starts: list[int], begin: int, end: int) -> bool:
    """Whether one of the sorted positions lies in a span."""
    index = bisect_left(starts, begin)
    return index < len(starts) and starts[index] < end
