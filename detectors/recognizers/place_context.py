"""What the words around a place say: somebody's home or birth, or where a firm, a meeting or a train is."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers import place_words as words
from detectors.recognizers.base import Span
from detectors.recognizers.occupied import Positions
from detectors.recognizers.person_rules import DEFAULT

_SPEAKER_LINE = re.compile(r"\s?[\[(]?\d")
_COUNTRY_LINE = re.compile(r"[,( ]{0,3}[a-z .]{0,20}\)?[ \t]*(?:\n|$)")
_CONTACT_BEFORE = re.compile("[|\u00b7\u2022] ?$")
_CONTACT_AFTER = re.compile("[ \t]*(?:[|\u00b7\u2022]|\n|$)")
_REACH, _CLOSE, _FAR = 72, 120, 200
_SIGN_REACH = 20
_RECORD = 400
_FIELD_REACH = 48
_FIGURE = 0.3
"""A score from which a name counts as that of a public figure, not as the same word by chance."""


@dataclass(frozen=True, slots=True)
class People:
    """Where a text names people.

    Attributes:
        persons: Starts of the names that are no mere guess.
        anyone: Starts of all names; a field for a place needs no more.
        contacts: Ends of addresses, so that a place right after one belongs to it.
        speakers: Starts of the names that open a line of a chat; they are not who is spoken of.
        cells: Starts of the names that have a cell of their own.
        figures: Starts of the names of public figures.
    """

    persons: Positions
    anyone: Positions
    contacts: frozenset[int]
    speakers: frozenset[int]
    cells: frozenset[int]
    figures: Positions


def people_of(passage: Passage, findings: Sequence[Finding]) -> People:
    """The names that a place can be said of: not those that only the model suspects."""
    sure = [f for f in findings if f.score >= DEFAULT]
    everyone = [f for f in sure if f.type in {"PERSON", "KNOWN_PERSON"}]
    names = [name for name in everyone if not _is_doubtful(name)]
    speakers = {f.start for f in names if _is_speaker(passage.plain, f)}
    return People(
        Positions(f.start for f in names),
        Positions(f.start for f in everyone),
        frozenset(f.end for f in sure if f.type == "ADDRESS"),
        frozenset(speakers),
        frozenset(f.start for f in names if _CELL_END.match(passage.plain, f.end)),
        Positions(f.start for f in findings if "public figure" in f.reasons and f.score >= _FIGURE),
    )


_CELL_END = re.compile(r"['\")]{0,2}[ \t]*(?:[;|\t\n,(]|$|  )")


def _is_doubtful(name: Finding) -> bool:
    return name.reasons == ("model",) and name.score < 0.7  # noqa: PLR2004 - little more than a guess


def _is_speaker(plain: str, name: Finding) -> bool:
    """``[12-05 17:02] Daan: ...``."""
    line = plain.rfind("\n", 0, name.start) + 1
    return plain[name.end : name.end + 1] == ":" and bool(_SPEAKER_LINE.match(plain, line, name.start))


class PlaceContext:
    """Judges the places of one text.

    Args:
        passage: The text.
        people: Who is named in it.
    """

    def __init__(self, passage: Passage, people: People) -> None:
        self._passage = passage
        self._people = people
        ends = (match.end() for match in words.SENTENCE_END.finditer(passage.plain))
        self._ends = [0, *ends, len(passage.text)]

    def reasons(self, start: int, end: int) -> tuple[str, ...]:
        """What ties a place to a person; nothing when it is the place of something else."""
        begin, stop = self._sentence(start)
        lower = self._passage.lower
        lead = lower[max(begin, start - _REACH) : start]
        lives = max((match.start() for match in words.LIVES.finditer(lead)), default=-1)
        if words.BIRTH_SIGN.search(self._passage.text, max(begin, start - _SIGN_REACH), start):
            lives = len(lead)
        column = self._column(start)
        if column is False or words.HISTORY.search(lower, max(0, start - _FAR), end + _FAR):
            return ()
        if column or (
            words.FIELD.search(lower, max(0, start - _FIELD_REACH), start) and not words.THING.search(lead)
        ):
            return ("lives there", "with a person") if self._in_record(start) else ()
        if self._is_of_thing(lead, end, lives):
            return ()
        if lives < 0 and not self._is_linked(start, end):
            return ("with a person",) if self._follows_address(start) else ()
        near = (
            self._named(start, begin, stop) or self._goes_on(start, begin, lead) or self._in_block(start, end)
        )
        said = ("lives there",) if lives >= 0 else ()
        return (*said, "with a person") if near else said

    def _is_of_thing(self, lead: str, end: int, lives: int) -> bool:
        """Whether a firm, a meeting, a journey or the head of a letter is what is there."""
        if lives < 0 and words.LETTER_HEAD.match(self._passage.lower, end):
            return True
        if words.THING_AFTER.match(self._passage.lower, end):
            return True
        things = (pattern.search(lead) for pattern in (words.THING, words.FIRM, words.ON_THE_WAY))
        return any(thing and thing.start() >= lives for thing in things)

    def fills_column(self, start: int) -> bool:
        """Whether a header or the name of a field says that places of people stand there."""
        if self._column(start) is True:
            return True
        return bool(words.FIELD.search(self._passage.lower, max(0, start - _FIELD_REACH), start))

    def of_enumeration(self, start: int) -> bool:
        """Whether words before an enumeration of places say that somebody lives there."""
        begin, _ = self._sentence(start)
        return bool(words.LIVES.search(self._passage.lower, max(begin, start - _REACH), start))

    def _sentence(self, position: int) -> Span:
        index = bisect_right(self._ends, position)
        return self._ends[index - 1], self._ends[min(index, len(self._ends) - 1)]

    def _named(self, start: int, begin: int, end: int) -> bool:
        """Whether somebody is named in the same sentence or line, other than who says it in a chat."""
        span = (max(begin, start - _FAR), min(max(end, start + 1), start + _FAR))
        if self._people.figures and self._people.figures.within(*span):
            return False
        names = self._people.persons.within(*span)
        if self._in_row(begin, end):
            names = [name for name in names if name in self._people.cells]
        return any(name not in self._people.speakers for name in names)

    def _in_row(self, begin: int, end: int) -> bool:
        """A line of cells, where a name that is part of a longer cell may be a brand."""
        return len(words.ROW.findall(self._passage.plain, begin, end)) >= words.MANY_CELLS

    def _goes_on(self, start: int, begin: int, lead: str) -> bool:
        """``He ... Now in Ter Apel.``: a sentence that goes on about somebody named right before."""
        close = self._people.persons.within(max(0, start - _CLOSE), begin)
        return bool(close) and bool(words.PRONOUN.search(lead))

    def _is_linked(self, start: int, end: int) -> bool:
        """Whether a place stands by itself: ``Bakker Barendrecht`` and ``Spa Reine`` are names of things."""
        before = self._passage.text[max(0, start - 12) : start].lower()
        return bool(words.JOINED.search(before)) and not words.NAME_GOES_ON.match(self._passage.plain, end)

    def _follows_address(self, start: int) -> bool:
        return any(start - gap in self._people.contacts for gap in (1, 2, 3))

    def _in_block(self, start: int, end: int) -> bool:
        """A place right after an address, or by itself on the line after that of a name."""
        if self._follows_address(start):
            return True
        plain = self._passage.plain
        line = plain.rfind("\n", 0, start) + 1
        alone = not plain[line:start].strip() and _COUNTRY_LINE.match(self._passage.lower, end)
        text = self._passage.text
        between = _CONTACT_BEFORE.search(text, line, start) and _CONTACT_AFTER.match(text, end)
        if line == 0 or not (alone or between):
            return False
        before = plain.rfind("\n", 0, line - 1) + 1
        return bool(self._people.persons.within(before, line))

    def _in_record(self, start: int) -> bool:
        """Whether a form or record that has a field for a place speaks of a person."""
        return self._people.anyone.distance(start) < _RECORD

    def _column(self, start: int) -> bool | None:
        """Whether a header says that a column holds homes; `False` when it holds branches."""
        cell = self._passage.cells.at(start)
        if cell is None:
            return None
        header = self._passage.lower[cell.header_start : cell.header_end]
        if words.CELL_THINGS.search(header):
            return False
        return True if words.CELL_WORDS.search(header) else None
