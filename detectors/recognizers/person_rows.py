"""Names that the rows around them give away: ``- Abdoulaye: ...`` between ``- Gunther (...)`` and others."""

import re

from detectors.recognizers.name_tokens import Words
from detectors.recognizers.occupied import Positions
from detectors.recognizers.person_rules import DEFAULT, Candidate

_SURE = 0.7
_OPENING, _NEAR = 40, 600
_SHAPE = re.compile(r"[^\W\d_]+|\d+")
_AFTER = re.compile(r" ?\(|:|,|;| ?->| ?[-\u2013] |\t|  |\s*$", re.MULTILINE)


def rows(words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates, and unknown words that open a row as the names above and below it do."""
    opened = [(c, shape) for c in chosen if c.score >= _SURE and (shape := _shape(words, c.first))]
    if len(opened) < 2:  # noqa: PLR2004 - one above and one below, or two above
        return chosen
    grouped: dict[str, list[int]] = {}
    for candidate, shape in opened:
        grouped.setdefault(shape, []).append(words.spans[candidate.first][0])
    starts = {shape: Positions(found) for shape, found in grouped.items()}
    taken = {i for c in chosen if c.score >= DEFAULT for i in range(c.first, c.last + 1)}
    extra = []
    first, last = opened[0][0].first, opened[-1][0].last
    for index in range(max(0, first - _ROW), min(last + _ROW, len(words.spans))):
        if not words.starts[index] or words.letter(index) != "C" or index in taken:
            continue
        shape = _shape(words, index)
        if shape not in starts or not _AFTER.match(words.text, words.spans[index][1]):
            continue
        start = words.spans[index][0]
        near = len(starts[shape].within(start - _NEAR, start + _NEAR))
        if near > 1 and near * 2 >= _count(words.text, start, shape):
            extra.append(Candidate(index, index, 0.75, ("row of names",)))
    dropped = {c.first for c in extra}
    return (
        sorted([c for c in chosen if c.first not in dropped] + extra, key=lambda c: c.first)
        if extra
        else chosen
    )


_ROW = 30


def _shape(words: Words, index: int) -> str:
    """What opens the row up to a word: bullets, numbers, days in small letters; else empty."""
    start = words.spans[index][0]
    before = words.text[max(0, start - _OPENING) : start]
    opening = before.rpartition("\n")[2]
    if (start >= _OPENING and "\n" not in before) or not opening.strip() or opening.lower() != opening:
        return ""
    if len(opening.split()) > 3:  # noqa: PLR2004 - a sentence
        return ""
    return " ".join(_SHAPE.sub("x", opening).split())


def _count(text: str, start: int, shape: str) -> int:
    """How many lines around open with the same bullet or number."""
    around = text[max(0, start - _NEAR) : start + _NEAR].split("\n")
    return sum(_SHAPE.sub("x", line.lstrip()).startswith(shape) for line in around)
