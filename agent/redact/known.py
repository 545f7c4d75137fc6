"""Values that are known to be personal data, wherever they stand in a request.

What a recognizer finds in a sentence it may not find in the arguments of a tool call or in a table, where
nothing around it says what it is. The same text must not leave there either.
"""

from collections.abc import Iterable, Iterator

import re2

_LEAST_LETTERS = 3
_LEAST_DIGITS = 6
_MEMORY = 256 * 2**20


class Known:
    """Finds texts from a list, as whole words and in the same case.

    Short ones are left out, as they also mean other things: ``12``, ``Al``, an amount of four digits.

    Args:
        texts: The texts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        telling = [text for text in texts if _is_telling(text)]
        options = re2.Options()
        options.longest_match = True
        options.max_mem = _MEMORY
        options.log_errors = False
        self._pattern = re2.compile("|".join(map(re2.escape, telling)), options) if telling else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand: start and end, in order."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            start, end = found.span()
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                yield start, end


def _is_telling(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return letters >= _LEAST_LETTERS or sum(char.isdigit() for char in text) >= _LEAST_DIGITS
