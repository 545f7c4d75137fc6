"""Asks the name model about the words that may be names, and weighs its answer against the rules."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from detectors.names.lexicon import kinds
from detectors.names.model import Opinion
from detectors.names.network import DEPTH
from detectors.recognizers.name_tokens import FIRST, LAST, NOT_NAME, PREFIX, WORD, Words
from detectors.recognizers.person_rules import Candidate

_ASKED = frozenset("FfBbLlCAPnmoW")
_ORDINARY = frozenset("Wo")
_SETTLED = 0.9
_FLOOR, _CEILING = 0.03, 0.97
_LISTED_FLOOR = 0.22
_WEIGHT = 0.6
_FIRM_WEIGHT = 0.25
_LEAST = 0.5
_LONGEST = 6
_SURE_OF_LOWER = 0.8
_BREAK = re.compile(r"[\n\r]")


class Judge(Protocol):
    """A model that judges words; `NameModel` is one, `SpacyModel` another."""

    def judge(self, text: str, stretches: Iterable[tuple[int, int]]) -> dict[int, Opinion]:
        """Opinions by the start of each word."""
        ...


def ask(words: Words, candidates: Sequence[Candidate], models: Sequence[Judge]) -> dict[int, Opinion]:
    """Opinions by word index, for the words that may be names and are not settled by a rule."""
    settled: set[int] = set()
    for candidate in candidates:
        if candidate.score >= _SETTLED:
            settled.update(range(candidate.first, candidate.last + 1))
    wanted = [
        index
        for index, position in enumerate(words.at)
        if (letter := words.classes[position]) in _ASKED
        and index not in settled
        and (letter not in _ORDINARY or _may_matter(words, position, letter))
    ]
    stretches = list(_stretches(words, wanted))
    starts = [span[0] for span in words.spans]
    opinions: dict[int, Opinion] = {}
    for model in models:
        for start, opinion in model.judge(words.text, stretches).items():
            index = bisect_left(starts, start)
            if index < len(starts) and starts[index] == start:
                known = opinions.get(index)
                opinions[index] = opinion if known is None else _stronger(known, opinion)
    return opinions


def _stronger(first: Opinion, second: Opinion) -> Opinion:
    """Two models: the one that sees a person counts, then the one that sees a place."""
    best = max(first, second, key=lambda opinion: (opinion.person, opinion.location))
    own = any(opinion.own and opinion.person > _LEAST for opinion in (first, second))
    return replace(best, own=True) if own else best


def _may_matter(words: Words, position: int, letter: str) -> bool:
    """An ordinary word matters only behind part of a name: ``Jan Wortel``, ``jan de groot``."""
    if position == 0:
        return False
    before = words.classes[position - 1]
    if letter == "o":
        return before == "p"
    return before in "IiFfBbLlCpQ" or (
        before == "." and words.classes[position - 2 : position - 1] in {"I", "i"}
    )


def _stretches(words: Words, wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of text around the wanted words, within their lines, merged where they touch."""
    text = words.text
    breaks = [-1, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    open_start, open_end = -1, -1
    for index in wanted:
        start, end = words.spans[index]
        line = bisect_right(breaks, start)
        left = max(breaks[line - 1] + 1, words.spans[max(0, index - DEPTH)][0] if index >= DEPTH else 0)
        after = index + DEPTH
        right = min(breaks[line], words.spans[after][1] if after < len(words.spans) else len(text))
        if left <= open_end and line == bisect_right(breaks, open_start):
            open_end = max(open_end, right)
            continue
        if open_start >= 0:
            yield open_start, open_end
        open_start, open_end = left, max(right, end)
    if open_start >= 0:
        yield open_start, open_end


def weigh(candidate: Candidate, opinions: dict[int, Opinion], *, firm: bool, listed: bool) -> Candidate:
    """A candidate with the model's opinion in its score; a name that is nothing else is hard to talk away."""
    said = [opinions[i].person for i in range(candidate.first, candidate.last + 1) if i in opinions]
    if not said:
        return candidate
    floor = _LISTED_FLOOR if listed else _FLOOR
    opinion = min(max(sum(said) / len(said), floor), _CEILING)
    weight = _FIRM_WEIGHT if firm else _WEIGHT
    score = _sigmoid(_logit(candidate.score) + weight * _logit(opinion))
    return candidate.scored(score, f"model {opinion:.2f}")


def found_by_model(words: Words, opinions: dict[int, Opinion]) -> Iterator[Candidate]:
    """Runs of words that the model calls a name, whatever the rules say."""
    index = 0
    for first in sorted(opinions):
        if first < index or not _is_name(words, opinions, first):
            continue
        index = first + 1
        while index - first < _LONGEST and _continues(words, opinions, index):
            index += 1
        while words.classes[words.at[index - 1]] in "pQIi" and index - 1 > first:
            index -= 1
        said = [opinions[i].person for i in range(first, index) if i in opinions]
        own = any(opinions[i].own for i in range(first, index) if i in opinions)
        if not own and _shouted(words, first, index):
            continue
        reason = "own model" if own else "model"
        yield Candidate(first, index - 1, 0.85 * sum(said) / len(said) - 0.1, (reason,))


def _shouted(words: Words, first: int, after: int) -> bool:
    """Capitals that no list knows as a name: an abbreviation, or a word of a text in capitals."""
    span = [index for index in range(first, after) if not words.flag(index, PREFIX)]
    if any(words.flag(index, FIRST | LAST) for index in span):
        return False
    if words.loud:
        return True
    capitals = all(words.word(index).isupper() for index in range(first, after))
    return capitals and (after - first > 1 or all(words.flag(index, WORD) for index in span))


def _is_name(words: Words, opinions: dict[int, Opinion], index: int) -> bool:
    opinion = opinions.get(index)
    letter = words.classes[words.at[index]]
    if words.flag(index, NOT_NAME) and not words.flag(index, FIRST | LAST):
        return False
    if opinion is None or opinion.person <= _LEAST or letter not in "FfBbLlCAWPnmIiQ":
        return False
    return not _is_compound(words.word(index))


def _is_compound(word: str) -> bool:
    """``VBA-macro``, ``Heijn-filiaal``: a small part that is no prefix, as in ``Brouwer-de``."""
    head, _, tail = word.rpartition("-")
    return bool(head) and tail.islower() and not kinds().get(tail, 0) & (FIRST | LAST | PREFIX)


def _continues(words: Words, opinions: dict[int, Opinion], index: int) -> bool:
    """Whether the next word belongs to the same name."""
    if index >= len(words.spans) or words.gap(index - 1) not in {" ", ". ", "."}:
        return False
    opinion = opinions.get(index)
    letter = words.classes[words.at[index]]
    if opinion is None or opinion.person <= _LEAST or opinion.begins > opinion.person / 2:
        return False
    before = words.classes[words.at[index - 1]]
    if letter == "x":
        return before == "n" and words.gap(index - 1) == " " and opinion.person > _SURE_OF_LOWER
    return letter in "FfBbLlCAWPnmIipQ" and (words.gap(index - 1) == " " or before == "I")


def _logit(probability: float) -> float:
    clipped = min(max(probability, 0.01), 0.99)
    return math.log(clipped / (1 - clipped))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
