"""Places, only where they say something about a person: lives, born, stays, comes from."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from detectors.finding import Finding
from detectors.gated import Gated
from detectors.names.lexicon import Kind
from detectors.names.model import Opinion
from detectors.passage import Passage
from detectors.recognizers.address_parts import known_place
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.name_tokens import PREFIX, Words, read_words
from detectors.recognizers.occupied import Occupied
from detectors.recognizers.person import NOTE
from detectors.recognizers.person_context import is_organisation
from detectors.recognizers.person_rules import DEFAULT
from detectors.recognizers.place_context import PlaceContext, people_of

_NO_PLACE = int(Kind.WORD | Kind.FIRST | Kind.LAST | Kind.NOT_NAME)
_NAME = int(Kind.FIRST | Kind.LAST)
_WORD, _PLACE = int(Kind.WORD), int(Kind.PLACE)
_IN = frozenset({"in", "uit", "naar", "te", "from", "at", "near", "aus", "nach", "a", "de", "rond", "to"})
_IN_LOWER_CASE = _IN - {"a", "de", "to"}
_MODEL = 0.75
_SURE = 0.985
"""Of a place that was taken for a name: ``Wijk bij Duurstede``, or ``Horst`` in a column of homes."""


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
        people = people_of(passage, findings)
        if not people.anyone:
            return []
        words, opinions = _words(passage)
        context = PlaceContext(passage, people)
        found = [*self._born(passage), *self._answered(passage)]
        names = Occupied((f.start, f.end) for f in sure if f.type == "PERSON")
        others = (f for f in sure if f.type != "PERSON")
        taken = Occupied((f.start, f.end) for f in (*others, *found))
        for group in _enumerations(passage.plain, _places(passage, words, opinions, context)):
            many = len(group) >= _MANY or _is_journey(passage.plain, group)
            if many and not context.of_enumeration(group[0][0]):
                continue
            for start, end, certainty in group:
                reasons = () if taken.overlaps(start, end) else context.reasons(start, end)
                score = certainty + 0.15 * ("lives there" in reasons) + 0.1 * ("with a person" in reasons)
                if names.overlaps(start, end):
                    whole = "lives there" in reasons and " " in passage.text[start:end]
                    score = _SURE if whole or context.fills_column(start) else 0
                if reasons and score:
                    found.append(self.found((start, end), score, "place", *reasons))
        return found

    def _born(self, passage: Passage) -> Iterator[Finding]:
        """``Geboorteplaats: Keren``: any name in that field is a place, known or not."""
        for match in _BORN_AT.finditer(passage.plain):
            start, end = match.span("place")
            end -= passage.plain[end - 1] == "'"
            if not _NO_VALUE.match(passage.lower, start):
                yield self.found(
                    (start, known_place(passage.text, start) or end), 0.96, "place", "lives there"
                )

    def _answered(self, passage: Passage) -> Iterator[Finding]:
        """``Where do you live? Caller: In Utrecht.``: the answer to a question about a home."""
        for match in _ASKED.finditer(passage.plain) if "?" in passage.plain else ():
            start = match.end()
            end = known_place(passage.text, start) if passage.text[start : start + 1].isupper() else 0
            if end:
                yield self.found((start, end), 0.75, "place", "lives there")


_ASKED = Gated(
    r"(?:woont (?:u|je|jij|hij|zij|ze)|woon je|woonplaats|vandaan|geboren|born"
    r"|(?:you|he|she|they) (?:still |now )?(?:live|living|from)|wohnen sie|habitez-vous)"
    r"(?![a-z])[^\n?]{0,40}\?\s{1,3}(?:[A-Z][\w ]{0,20}: ?)?"
    r"(?:(?:nee|no|nein|non|ja|yes|in|uit|te|nu|from|ook|eh|uh|uhm|well|aus|a),? ){0,4}",
    re.IGNORECASE,
)
_BORN_AT = Gated(
    r"(?<![A-Za-z])(?:(?:[Gg]eboorteplaats|[Ww]oonplaats|[Gg]eb\.? ?plaats|[Pp]lace of birth|[Bb]irthplace|"
    r"[Gg]eburtsort|[Ww]ohnort|[Ll]ieu de naissance|GEBOORTEPLAATS|WOONPLAATS|[Hh]ometown)"
    r"[ ]?[:=][ \t]{0,4}['\"]?"
    r"|(?:[Gg]eboren|geb\.|[Bb]orn|[Nn]ee?|[Ww]onende|[Ww]oonachtig)"
    r"(?: (?:op |on |am |le )?[\w/.-]{1,12}(?: [\w.]{3,10} \d{4})?)?"
    r" (?:te|a|zu) )(?P<place>(?:'s-|'t )?[A-Z~][\w'~-]{2,30}(?: [A-Z~][\w'~-]{1,30}){0,2})(?![\w'])"
)
_NO_VALUE = re.compile(r"(?:onbekend|unknown|unbekannt|inconnu|nvt|geen|zie|see|idem|xx)(?![a-z])")
_MANY = 3
_BETWEEN = re.compile(r"[\s,;/|\u2022\u00b7*\u2013>-]{1,6}(?:(?:en|and|und|et|of|or|&) )?(?:\d{1,2}[.)] )?")


type _Place = tuple[int, int, float]


def _is_journey(plain: str, group: Sequence[_Place]) -> bool:
    """``Lille - Brugge``: from one place to another."""
    gaps = (plain[one[1] : other[0]].strip() for one, other in itertools.pairwise(group))
    return any(gap in {"-", "/", "->"} for gap in gaps)


def _enumerations(plain: str, places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Places with nothing but a separator between them, together."""
    group: list[_Place] = []
    for place in places:
        if group and not _BETWEEN.fullmatch(plain, group[-1][1], place[0]):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _words(passage: Passage) -> tuple[Words, dict[int, Opinion]]:
    """What the person recognizer worked out, or our own reading of the text when it did not run."""
    noted = passage.notes.get(NOTE)
    return noted if isinstance(noted, tuple) else (read_words(passage.text), {})


def _places(
    passage: Passage, words: Words, opinions: dict[int, Opinion], context: PlaceContext
) -> Iterator[_Place]:
    """Start, end and certainty of each place name."""
    text, after = passage.text, 0
    for index, (start, end) in enumerate(words.spans):
        if start < after:
            continue
        opinion = opinions.get(index)
        flag = words.flags[index]
        capital = text[start].isupper() or text[start] in "'\u2019"
        asked = capital or (flag & _PLACE and _after_in(words, index, _IN_LOWER_CASE))
        stop = known_place(text, start) if asked else 0
        plain = stop == end and _is_plain_place(words, index, opinion, capital=capital)
        if stop > end or plain or (stop and context.fills_column(start)):
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
    """``designer · Utrecht · 06 ...``, ``Eva (Gent)``: a place by itself beside contact data or a name."""
    end = words.spans[index][1]
    before, after = words.gap(index - 1).strip(" "), words.text[end : end + _GAP].lstrip(" ")
    if before == "(" and after.startswith(")") and words.flags[index - 1] & _NAME:
        return True
    return before[-1:] in _FIELD_SIGNS and after[:1] in _FIELD_SIGNS and "" not in {before, after}


_FIELD_SIGNS = frozenset({"\u00b7", "|", "\u2022", ";", "\t"})
_GAP = 4


def _in_organisation(words: Words, index: int) -> bool:
    """``gemeente Utrecht``, ``woonzorgcentrum Ter Linde``."""
    before = index - 1
    if words.flag(before, PREFIX) and words.gap(before) == " " and words.folded[before] not in _IN:
        index -= 1
    return is_organisation(words, index, index)


def _after_in(words: Words, index: int, those: frozenset[str] = _IN) -> bool:
    return index > 0 and words.folded[index - 1] in those and words.gap(index - 1) == " "
