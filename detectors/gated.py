"""Patterns over long texts: RE2 says in which blocks one can match, `re` looks there only.

`re` tries a pattern that opens with a look-behind at every place, which costs tens of milliseconds a megabyte
for each. RE2 reads a block in a fraction of that, but knows no look-around: without it, it fires too often at
worst.
"""

import re
from collections.abc import Iterator

import re2

LOOKAROUND = re.compile(r"\(\?<?[!=](?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\\\[])*\)")
"""A look-ahead or look-behind of simple classes."""

_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_MAX_REPEAT = 3

BLOCK = 8192
OVERLAP = 512
"""How far a match may reach into the next block."""


class Gated:
    """A pattern for texts folded to ASCII.

    Args:
        pattern: For `re`; no match may be longer than `OVERLAP`.
        flags: For `re`; only ``re.IGNORECASE`` matters to the gate.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        options = re2.Options()
        options.case_sensitive = not flags & re.IGNORECASE
        options.log_errors = False
        self._gate = re2.compile(relaxed(pattern), options)
        self._pattern = re.compile(pattern, flags)
        self.pattern = pattern

    def finditer(self, plain: str) -> Iterator[re.Match[str]]:
        """The matches, as `re` finds them, in order.

        A match that is cut off at the end of its block is found shorter or not at all.
        """
        reached = 0
        for start in range(0, len(plain), BLOCK):
            own = start + BLOCK
            if not self._gate.search(plain[start : own + OVERLAP]):
                continue
            for match in self._pattern.finditer(plain, max(0, start - 1, reached - 1), own + OVERLAP):
                if match.start() >= own:
                    break
                if match.start() >= max(start, reached):
                    reached = match.end()
                    yield match


def relaxed(pattern: str) -> str:
    """A pattern that RE2 can read and that matches wherever the given one does."""
    return _REPEAT.sub(_relaxed, LOOKAROUND.sub("", pattern))


def _relaxed(repeat: re.Match[str]) -> str:
    """A counted repeat that keeps the automaton small: each count is a copy of its states."""
    low, _, high = repeat.groups()
    if int(high or low) <= _MAX_REPEAT:
        return repeat.group()
    return f"{{{min(int(low), _MAX_REPEAT)},}}"
