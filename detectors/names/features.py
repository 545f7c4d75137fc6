"""What the name model sees of a word: five hashes, the same in training and at run time.

The features are the word itself, its first and last letters, its shape, and what the packaged lists say
about it. The last one lets a small model lean on the lists without trusting them blindly: training hides it
from time to time.
"""

import re
from collections.abc import Sequence

import numpy as np
from murmurhash import hash_unicode
from numpy.typing import NDArray

from detectors.names.lexicon import fold, kinds

TOKEN = re.compile(
    "(?:[^\\W\\d_][\u0300-\u036f]*|['\u2019](?=[^\\W\\d_]))(?:[^\\W\\d_][\u0300-\u036f]*|[-'\u2019](?=[^\\W\\d_]))*"
    "|\\d+|[^\\w\\s]|_"
)
"""Words with inner hyphens and apostrophes, numbers, and single signs."""

COLUMNS = 5
_AFFIX = 3
_LONG = 6
_BITS = 0xFFFFFFFF


def shape(word: str) -> str:  # noqa: PLR0911 - a table of cases
    """Capitals, digits and length, roughly: ``Jan`` and ``Mia`` share one, ``McDonald`` has another."""
    if word.islower():
        return "x"
    if word.isdigit():
        return f"d{len(word)}" if len(word) < _LONG else "d+"
    size = min(len(word), _LONG)
    if word.isupper():
        return f"X{size}"
    if word[0].isupper() and word[1:].islower():
        return "Xx" if size > _AFFIX else f"Xx{size}"
    if not word[0].isalnum():
        return word if size == 1 else "'x"
    if "-" in word or "'" in word or "\u2019" in word:
        return "X-X" if word[0].isupper() else "x-X"
    return "XxX" if word[0].isupper() else "xX"


def listed(word: str) -> int:
    """Flags of a word in the lists; of a compound the flags of its first and last part."""
    folded = fold(word)
    known = kinds()
    flag = known.get(folded, 0)
    if flag or len(folded) <= _AFFIX:
        return flag
    if "-" in folded:
        first, _, last = folded.partition("-")
        return known.get(first, 0) | known.get(last, 0)
    return known.get(folded.removesuffix("'s"), 0) if folded.endswith("'s") else 0


def features(
    words: Sequence[str],
    flags: Sequence[int] | None = None,
    seen: dict[str, tuple[int, ...]] | None = None,
) -> NDArray[np.uint64]:
    """One row of hashes a word; lone surrogates, which have no bytes to hash, count as question marks.

    Args:
        words: The words of one stretch of text.
        flags: What the lists say of each; looked up when not given.
        seen: Rows of words that were met before in the same text; only without flags.
    """
    if flags is not None:
        rows = [_row(word, flag) for word, flag in zip(words, flags, strict=True)]
    else:
        known = {} if seen is None else seen
        rows = []
        for word in words:
            row = known.get(word)
            if row is None:
                row = known[word] = _row(word, listed(word))
            rows.append(row)
    return np.array(rows, dtype="uint64").reshape(len(rows), COLUMNS)


def _row(word: str, flag: int) -> tuple[int, ...]:
    whole = word if word.isascii() else word.encode(errors="replace").decode()
    lower = fold(whole)
    return (
        hash_unicode(lower, 1) & _BITS,
        hash_unicode(lower[:_AFFIX], 2) & _BITS,
        hash_unicode(lower[-_AFFIX:], 3) & _BITS,
        hash_unicode(shape(whole), 4) & _BITS,
        flag,
    )
