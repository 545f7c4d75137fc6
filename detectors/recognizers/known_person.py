"""People whom the organisation itself listed."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import ClassVar, NamedTuple

from detectors.finding import Finding
from detectors.known import KnownIndex, address_key, code_key, digits_of, phone_key
from detectors.known_names import LONG, PREFIXES, with_one_letter_less
from detectors.language import STOP_WORDS
from detectors.passage import Passage
from detectors.recognizers.base import TextRecognizer

_WORD = re.compile(r"[a-z]+")
_BREAK = re.compile(r"[!?:]|\n\s*\n|[^.\s][^.\s]\.\s")
"""What never stands inside a name: the end of a sentence (but not of an initial), a colon, an empty line."""

_STRICTER = frozenset({"NL_BSN", "BE_NATIONAL_NUMBER"})
_CERTAIN = 0.5
_REACH = 4
_GAP = 40
_MAX_INITIALS = 3
_CACHE = 200_000


class _Word(NamedTuple):
    """A word of the text and what the index says of it."""

    text: str
    start: int
    end: int
    is_first: bool
    is_last: bool
    is_capital: bool
    is_initial: bool


class KnownPersonRecognizer(TextRecognizer):
    """A value or name that stands in the index of known people.

    Legal basis: the organisation's own duty under art. 32 GDPR; the index holds keyed fingerprints only
    (see `detectors/known.py`). Numbers and addresses are asked for wherever another recognizer saw one,
    however unsure; names wherever a listed family name stands near a listed first name or an initial, in
    any order and case. One typo is forgiven in a long word with a capital.
    """

    detector = "known_person"
    entities = ("KNOWN_PERSON", "NL_BSN", "BE_NATIONAL_NUMBER")
    score: ClassVar[float] = 0.99

    def __init__(self, path: Path, key: bytes) -> None:
        self._index = KnownIndex(path, key)
        self._kinds: dict[str, tuple[bool, bool]] = {}
        super().__init__()

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Ask the index for every value found before, and for every pair of words that could be a name."""
        if self._index.refresh():
            self._kinds.clear()
        found = [
            self.found((finding.start, finding.end), self.score, "known", finding.type, entity=_type(finding))
            for finding in findings
            if any(
                key in self._index for key in _keys(finding.type, passage.plain[finding.start : finding.end])
            )
        ]
        return found + list(self._names(passage))

    def _names(self, passage: Passage) -> Iterator[Finding]:
        self._learn(set(_WORD.findall(passage.lower)))
        words = list(self._words(passage))
        for index, word in enumerate(words):
            if word.is_last or (word.is_first and word.is_capital):
                for other in words[max(0, index - _REACH) : index + _REACH + 1]:
                    if other is not word and self._is_known(passage.plain, word, other):
                        span = (min(word.start, other.start), max(word.end, other.end))
                        yield self.found(span, self.score, "known", "PERSON")

    def _learn(self, words: AbstractSet[str]) -> None:
        """Look up each word that was not seen before, once."""
        if len(self._kinds) > _CACHE:
            self._kinds.clear()
        for word in words - self._kinds.keys():
            self._kinds[word] = (("first", word) in self._index, ("last", word) in self._index)

    def _words(self, passage: Passage) -> Iterator[_Word]:
        """The words that could be part of a name: listed ones, and those with a capital."""
        plain, kinds = passage.plain, self._kinds
        for match in _WORD.finditer(passage.lower):
            text = match.group()
            is_first, is_last = kinds[text]
            start, end = match.span()
            is_capital = plain[start].isupper()
            if not is_capital and (not (is_first or is_last) or text in STOP_WORDS):
                continue
            is_initial = is_capital and len(text) <= _MAX_INITIALS and plain[start:end].isupper()
            if text not in PREFIXES or is_first or is_last or is_initial:
                yield _Word(text, start, end, is_first, is_last, is_capital, is_initial)

    def _is_known(self, plain: str, word: _Word, other: _Word) -> bool:
        """Whether two words near each other are a listed person, whichever of them is the family name."""
        both_capital = word.is_capital and other.is_capital
        if not (other.is_initial or other.is_first or both_capital):
            return False
        begin, end = min(word.end, other.end), max(word.start, other.start)
        if end - begin > _GAP or _BREAK.search(plain, max(0, begin - 2), end):
            return False
        if word.is_last and other.is_initial and ("name", f"{other.text[0]}.|{word.text}") in self._index:
            return True
        if word.is_last and other.is_first and ("name", f"{other.text}|{word.text}") in self._index:
            return True
        return both_capital and self._is_known_but_for_a_typo(word, other)

    def _is_known_but_for_a_typo(self, word: _Word, other: _Word) -> bool:
        """Whether one of two words is listed and the other, a long one, nearly fits it."""
        listed, typed = (word, other) if not (other.is_first or other.is_last) else (other, word)
        if len(typed.text) < LONG or typed.is_first or typed.is_last:
            return False
        typos = (typed.text, *with_one_letter_less(typed.text))
        return any(("name", key) in self._index for typo in typos for key in _both_ways(listed, typo))


def _type(finding: Finding) -> str:
    """A national number that is certain keeps its type: the law is stricter on it than on a name."""
    return finding.type if finding.type in _STRICTER and finding.score >= _CERTAIN else "KNOWN_PERSON"


def _both_ways(listed: _Word, typed: str) -> Iterator[str]:
    """The keys of a listed word and one that is not: whichever of the two is the family name."""
    if listed.is_first:
        yield f"{listed.text}|{typed}"
    if listed.is_last:
        yield f"{typed}|{listed.text}"


def _keys(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """What to ask the index for a value that another recognizer found."""
    if kind in {"NL_BSN", "BE_NATIONAL_NUMBER"}:
        yield "number", digits_of(value).zfill(9)
    elif kind == "EMAIL_ADDRESS":
        yield "email", value.lower()
    elif kind == "PHONE_NUMBER" and phone_key(value):
        yield "phone", phone_key(value)
    elif kind == "EMPLOYEE_NUMBER":
        yield "employee", code_key(value)
    elif kind == "ADDRESS" and address_key(value):
        yield "address", address_key(value)
