"""Whether an amount of pay is somebody's: its sentence, its row or its payslip says so."""

import re
from dataclasses import dataclass

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers import salary_words as terms
from detectors.recognizers.base import Span
from detectors.word_search import any_within

_STATEMENT = re.compile(r"[.!?](?=\s)|\n\s*\n")
_SENTENCE_BEFORE = 60
_PAYSLIP = 3000
"""How far apart the name and the amounts of a payslip or a file on somebody stand."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Where a text speaks of people, by findings and by words, and where of nobody; sorted.

    Attributes:
        people: Starts of findings about people.
        someone: Words for somebody in particular.
        nobody: Words for anybody, an average or a rule.
        payslip: The text is one.
        file: The text is about a member of staff, by number.
    """

    people: list[int]
    someone: list[int]
    nobody: list[int]
    payslip: bool = False
    file: bool = False


def definite(lower: str, starts: list[int]) -> list[int]:
    """Without ``een werknemer`` and ``each employee``: anybody is nobody."""
    return [start for start in starts if not _ANYBODY.search(lower, max(0, start - 12), start)]


_ANYBODY = re.compile(r"(?<![a-z])(?:een|elke|iedere|per|an?|each|every|any|ein|eine|eines|une?)\s$")


def concerns(passage: Passage, amount: Finding, signs: Signs) -> bool:
    """Whether the amount is somebody's: its sentence or row says so, or a finding stands near."""
    begin, end = sentence(passage.plain, amount.start, amount.end)
    named = any_within(signs.people, begin, end)
    if any_within(signs.nobody, begin if named else begin - _SENTENCE_BEFORE, end):
        return False
    cell = passage.cells.at(amount.start)
    if cell is not None and not signs.payslip:
        if "\n" not in passage.plain[cell.header_start : amount.start] and cell.header_end < amount.start:
            return any_within(signs.people, amount.start - 2 * terms.REACH, amount.end + 2 * terms.REACH)
        line = passage.plain.rfind("\n", 0, amount.start) + 1
        stop = passage.plain.find("\n", amount.end)
        return any_within(signs.people, line, len(passage.plain) if stop < 0 else stop)
    if any_within(signs.someone, begin, end):
        return True
    if (signs.payslip or signs.file) and any_within(
        signs.people, amount.start - _PAYSLIP, amount.end + _PAYSLIP
    ):
        return True
    return any_within(signs.people, amount.start - terms.REACH, amount.end + terms.REACH)


def sentence(plain: str, start: int, end: int) -> Span:
    """The sentence around a span, at most `terms.REACH` either way."""
    begin = max(0, start - terms.REACH)
    for mark in _STATEMENT.finditer(plain, begin, start):
        begin = mark.end()
    close = _STATEMENT.search(plain, end, end + terms.REACH)
    return begin, close.start() if close else min(len(plain), end + terms.REACH)
