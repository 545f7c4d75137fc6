"""Which of the four languages a text is written in, by its commonest short words."""

import re
from collections import Counter

from detectors.word_list import read_lines

DEFAULT = "nl"
_LANGUAGES = (DEFAULT, "en", "de", "fr")
"""Of two that are equally likely the first is taken."""

_WORD = re.compile(r"[a-z]{1,8}")
_SAMPLE = 2000
_ENOUGH = 2


def _stop_words() -> dict[str, tuple[str, ...]]:
    """Languages by word, from lines such as ``nl: de het een``."""
    languages: dict[str, list[str]] = {}
    for line in read_lines(__package__, "stop_words.txt"):
        language, _, words = line.partition(":")
        for word in words.split():
            languages.setdefault(word, []).append(language)
    return {word: tuple(owners) for word, owners in languages.items()}


STOP_WORDS = _stop_words()
"""Languages by short common word."""


def detect_language(lower: str) -> str:
    """``nl``, ``en``, ``de`` or ``fr``; Dutch when nothing tells.

    Args:
        lower: The text, folded to ASCII and in lower case; its first part is enough.
    """
    votes: Counter[str] = Counter()
    for word, number in Counter(filter(STOP_WORDS.__contains__, _WORD.findall(lower[:_SAMPLE]))).items():
        for language in STOP_WORDS[word]:
            votes[language] += number
    best = max(_LANGUAGES, key=votes.__getitem__)
    return best if votes[best] >= _ENOUGH else DEFAULT
