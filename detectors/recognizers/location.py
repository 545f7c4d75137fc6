"""Places, only where they say something about a person: lives, born, stays, comes from."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import ClassVar

from detectors.finding import Finding
from detectors.names.lexicon import Kind
from detectors.names.model import Opinion
from detectors.passage import Passage
from detectors.recognizers.address_parts import known_place
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.name_tokens import PREFIX, Words, read_words
from detectors.recognizers.occupied import Occupied, Positions
from detectors.recognizers.person import NOTE
from detectors.recognizers.person_context import is_organisation
from detectors.recognizers.person_rules import DEFAULT

_LIVES = re.compile(
    r"(?<![a-z])(?:won(?:en|end|ende|achtig|ing)|woon|woont|woonde|woonden|woonplaats|geboren|"
    r"geb|geboorteplaats|afkomstig|"
    r"verhuis[dt]?(?:e|en)?|verhuizen|"
    r"getogen|opgegroeid|vluchtte|gevlucht|komt uit|kom uit|kwam uit|komen uit|"
    r"herkomst|"
    r"gedomicilieerd|domicilie|verblijft|verblijvende|overleden|begraven|ingeschreven|"
    r"plaats|stad|lives?|living|born|birth|"
    r"resid(?:es|ing|ent)|from|moved|moving|wohnt|wohnhaft|geboren|habite|ne|nee|domicilie|city|hometown|"
    r"wohnort|ort|ville|"
    r"afkomst|roots|stamt uit|opgenomen|detentie)(?![a-z])"
)
_REACH = 60
_CLOSE = 120
_CELLS = frozenset(
    {
        "woonplaats",
        "geboorteplaats",
        "plaats",
        "stad",
        "city",
        "gemeente",
        "town",
        "wohnort",
        "ort",
        "ville",
        "land",
    }
)
_NO_PLACE = int(Kind.WORD | Kind.FIRST | Kind.LAST | Kind.NOT_NAME)
_WORD, _PLACE = int(Kind.WORD), int(Kind.PLACE)
_IN = frozenset({"in", "uit", "naar", "te", "from", "at", "near", "aus", "nach", "a", "de", "rond", "to"})
_MODEL = 0.75
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


class LocationRecognizer(TextRecognizer):
    """Towns, regions and countries in a sentence or record that speaks of a person.

    Legal basis: GDPR article 4(1), location data; a town with a name narrows who is meant.
    Format: known places, and what the model takes for one. A place without a person is no finding.
    Source: place names from Faker (MIT) and our own list.
    """

    detector: ClassVar[str] = "location"
    entities: ClassVar[tuple[str, ...]] = ("LOCATION",)

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find the places that stand near a person."""
        sure = [finding for finding in findings if finding.score >= DEFAULT]
        persons = Positions(f.start for f in sure if f.type in {"PERSON", "KNOWN_PERSON"})
        if not persons:
            return []
        words, opinions = _words(passage)
        taken = Occupied((f.start, f.end) for f in sure)
        ends = [0, *(match.end() for match in _SENTENCE_END.finditer(passage.text)), len(passage.text)]
        found = []
        for start, end, certainty in _places(passage, words, opinions):
            if taken.overlaps(start, end):
                continue
            said = _LIVES.search(passage.lower, max(0, start - _REACH), start)
            lives = said is not None or _in_column(passage, start)
            near = _with_person(start, ends, persons)
            if near or lives:
                score = certainty + 0.15 * lives + 0.1 * near
                reasons = [
                    reason for reason, holds in (("lives there", lives), ("with a person", near)) if holds
                ]
                found.append(self.found((start, end), min(score, 0.95), "place", *reasons))
        return found


def _words(passage: Passage) -> tuple[Words, dict[int, Opinion]]:
    """What the person recognizer worked out, or our own reading of the text when it did not run."""
    noted = passage.notes.get(NOTE)
    return noted if isinstance(noted, tuple) else (read_words(passage.text), {})


def _places(passage: Passage, words: Words, opinions: dict[int, Opinion]) -> Iterator[tuple[int, int, float]]:
    """Start, end and certainty of each place name."""
    text, after = passage.text, 0
    for index, (start, end) in enumerate(words.spans):
        if start < after:
            continue
        opinion = opinions.get(index)
        flag = words.flags[index]
        capital = text[start].isupper() or text[start] in "'\u2019"
        asked = capital or (flag & _PLACE and _after_in(words, index))
        stop = known_place(text, start) if asked else 0
        plain = stop == end and _is_plain_place(words, index, opinion, capital=capital)
        if stop > end or plain or (stop and _in_column(passage, start)):
            if not _in_organisation(words, index):
                after = stop
                yield start, stop, 0.5 if capital else 0.4
        elif not stop and capital and opinion and opinion.location > _MODEL and _after_in(words, index):
            yield start, end, 0.42


def _is_plain_place(words: Words, index: int, opinion: Opinion | None, *, capital: bool) -> bool:
    """A place that is also a word or a name needs the model or a preposition."""
    if not words.flags[index] & _NO_PLACE:
        return True
    if not capital:
        return not words.flags[index] & _WORD and _after_in(words, index)
    if _fills_field(words, index):
        return True
    if opinion is not None:
        return opinion.location > 0.5  # noqa: PLR2004 - more likely than not
    return _after_in(words, index)


def _fills_field(words: Words, index: int) -> bool:
    """``designer · Utrecht · 06 ...``: a place by itself in a line of contact data."""
    before, after = words.gap(index - 1).strip(" "), words.gap(index).strip(" ")
    return before in _FIELD_SIGNS and after[:1] in _FIELD_SIGNS and "" not in {before, after}


_FIELD_SIGNS = frozenset({"\u00b7", "|", "\u2022"})


def _in_organisation(words: Words, index: int) -> bool:
    """``gemeente Utrecht``, ``woonzorgcentrum Ter Linde``."""
    before = index - 1
    if words.flag(before, PREFIX) and words.gap(before) == " " and words.folded[before] not in _IN:
        index -= 1
    return is_organisation(words, index, index)


def _after_in(words: Words, index: int) -> bool:
    return index > 0 and words.folded[index - 1] in _IN and words.gap(index - 1) == " "


def _with_person(position: int, ends: Sequence[int], persons: Positions) -> bool:
    """Whether a person is named in the same sentence or line."""
    index = bisect_right(ends, position)
    start, end = ends[index - 1], ends[min(index, len(ends) - 1)]
    return persons.between(start, max(end, position + 1)) or persons.distance(position) < _CLOSE


def _in_column(passage: Passage, start: int) -> bool:
    cell = passage.cells.at(start)
    if cell is None:
        return False
    return not _CELLS.isdisjoint(re.findall("[a-z]+", passage.lower[cell.header_start : cell.header_end]))
