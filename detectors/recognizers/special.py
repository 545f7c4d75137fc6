"""Special categories of personal data: words that say it, counted only where a person is concerned."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import ClassVar

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.occupied import Occupied, Positions
from detectors.recognizers.person_rules import DEFAULT
from detectors.recognizers.special_columns import find_columns, is_header
from detectors.recognizers.special_lists import any_of, read_words
from detectors.recognizers.special_patterns import Hit
from detectors.recognizers.special_senses import is_other_sense
from detectors.recognizers.special_terms import find_terms
from detectors.recognizers.special_ties import behind_a_name

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_NEAR = 240
_AFTER_SELF = 45
_GUESSED = frozenset({"PERSON", "LOCATION"})
_FIRM = 0.8
"""A name that is less sure than this may be a word of a party or of an illness."""
_NAMED = 0.99
"""More than any guess of a person's name: ``Forum`` in the name of a party is nobody's."""
_KEY_GAP = 5
_IN_COLUMN = 0.95
_IDENTIFYING = frozenset(
    {
        "PERSON",
        "KNOWN_PERSON",
        "NL_BSN",
        "BE_NATIONAL_NUMBER",
        "DATE_OF_BIRTH",
        "EMPLOYEE_NUMBER",
        "EMAIL_ADDRESS",
    }
)
"""Findings that mean that a person is concerned."""

_ONLY_GENERAL = re.compile(
    r"(?<![a-z])(?:vraag|vragen|artikel|onderzoek|scriptie|presentatie|blog|folder|beleid|over)(?![a-z])"
)


@dataclass(frozen=True)
class _Links:
    """Patterns of `special_links.yaml`."""

    owned: re.Pattern[str]
    self: re.Pattern[str]
    pronouns: re.Pattern[str]
    addressed: re.Pattern[str]
    general: re.Pattern[str]
    role: re.Pattern[str]
    event: re.Pattern[str]
    many: re.Pattern[str]


@cache
def _links() -> _Links:
    data = read_words("special_links.yaml")
    own, kin = (any_of(data[name].split()) for name in ("own", "kin"))
    phrases = {
        name: any_of([p.strip() for p in data[name].split("|")])
        for name in ("self", "general", "event", "many")
    }
    return _Links(
        owned=re.compile(
            rf"(?<![a-z])(?:{own}|een|a|an|ein|eine|une?|deze|die|dit|this) (?:[a-z]+ ){{0,2}}{kin}(?![a-z])"
        ),
        self=re.compile(rf"(?<![a-z]){phrases['self']}(?![a-z])"),
        pronouns=re.compile(rf"(?<![a-z]){any_of(data['pronouns'].split())}(?![a-z])"),
        addressed=re.compile(rf"(?<![a-z]){any_of(data['addressed'].split())}(?![a-z])"),
        general=re.compile(rf"(?<![a-z]){phrases['general']}"),
        event=re.compile(rf"(?<![a-z]){phrases['event']}(?![a-z])"),
        many=re.compile(rf"(?<![a-z]){phrases['many']}(?![a-z])"),
        role=re.compile(
            rf"(?<![a-z])(?:{own}|de|het|the|der|die|le|la|deze|dit|this) (?:[a-z]+ ){{0,2}}{kin}(?![a-z])"
        ),
    )


class SpecialCategoryRecognizer(TextRecognizer):
    """Health, religion, ethnicity, political opinion, trade union, sexual orientation, criminal record.

    Legal basis: GDPR article 9(1) and, for criminal convictions, article 10.
    Format: words and phrases of `special_words.yaml`, tied to a person by a name, a number, a pronoun or a
    role in the same sentence, record or paragraph. A general question about illness is no finding.
    Source: written for this project.
    """

    detector: ClassVar[str] = "special"
    entities: ClassVar[tuple[str, ...]] = (
        "HEALTH",
        "RELIGION",
        "ETHNICITY",
        "POLITICAL_OPINION",
        "TRADE_UNION",
        "SEXUAL_ORIENTATION",
        "CRIMINAL_RECORD",
    )

    def load(self) -> None:
        """Read the word lists."""
        find_terms("", "", self.entities)
        _links()

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find the words, then ask whom they are about."""
        hits = find_terms(passage.lower, passage.plain, self.entities)
        sure = [finding for finding in findings if finding.score >= DEFAULT]
        persons = Positions(f.start for f in sure if f.type in _IDENTIFYING)
        others = Occupied((f.start, f.end) for f in sure)
        firm = Occupied((f.start, f.end) for f in sure if f.type not in _GUESSED or f.score >= _FIRM)
        rest = Occupied((f.start, f.end) for f in sure if f.type not in _GUESSED)
        found = [
            self.found(span, 0.7, "word list", "person before", entity=kind)
            for kind, span in _behind_names(passage.lower, sure)
        ]
        if persons:
            found += [
                self.found((hit.start, hit.end), _IN_COLUMN, "header", entity=hit.kind)
                for hit in find_columns(passage)
            ]
        keys = _keys(passage.lower, hits)
        for hit in hits:
            taken = rest if hit.named else others if hit.weak else firm
            if (
                taken.overlaps(hit.start, hit.end)
                or hit in keys
                or is_header(passage, hit)
                or is_other_sense(passage.lower, hit)
            ):
                continue
            score, reason = _link(passage, hit, persons)
            if score:
                score = _NAMED if hit.named and others.overlaps(hit.start, hit.end) else score
                found.append(self.found((hit.start, hit.end), score, "word list", reason, entity=hit.kind))
        return found


def _keys(lower: str, hits: Sequence[Hit]) -> set[Hit]:
    """Words about unions and parties that are the key of a record; the value is the fact."""
    found = {hit for hit in hits if lower.startswith("</", max(0, hit.start - 2))}
    for kind in ("TRADE_UNION", "POLITICAL_OPINION"):
        known = [hit for hit in hits if hit.kind == kind and hit not in found]
        pairs = pairwise(known)
        found |= {hit for hit, value in pairs if value.named and 0 < value.start - hit.end < _KEY_GAP}
    return found


@cache
def _behind() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(behind_a_name())


def _behind_names(lower: str, findings: Sequence[Finding]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Unions and parties right behind a name: ``Jan (ABVV)``, ``Jan van de FNV``."""
    ends = [finding.end for finding in findings if finding.type == "PERSON"]
    for kind, pattern in _behind():
        for end in ends:
            if match := pattern.match(lower, end):
                yield kind, match.span("fact")


def _link(passage: Passage, hit: Hit, persons: Positions) -> tuple[float, str]:
    """How certain it is that a person is meant, and why; 0 when nobody is."""
    lower, links = passage.lower, _links()
    start, end = _sentence(lower, hit.start)
    before, sentence = lower[start : hit.start], lower[start:end]
    general = bool(links.general.search(sentence))
    if persons.between(start, end):
        return (0.9 if not hit.weak else 0.75), "person in the sentence"
    if general and not persons:
        return 0.0, ""
    if owned := links.owned.search(sentence):
        mine = not owned.group().startswith(_ANYONE)
        if mine or not (general or _QUESTION.match(sentence)):
            return (0.75 if mine else 0.55), "person in the sentence"
    if not general and _is_spoken(before):
        return 0.7, "speaker"
    if persons:
        return _link_of_text(lower, hit, persons, sentence, general=general)
    previous = lower[_sentence(lower, max(0, start - 2))[0] : start]
    pronoun = not general and links.pronouns.search(sentence) and links.role.search(previous)
    return (0.6, "person in the sentence before") if pronoun else (0.0, "")


_QUESTION = re.compile(
    r"\W*(?:hoe|wat|welke?|wanneer|waarom|mag|moet|kan|wie|what|how|when|why|which|can|should|was|wie|wann|comment)(?![a-z])"
)
"""A question about a nurse or a colleague is mostly about nobody in particular."""

_ANYONE = ("een ", "a ", "an ", "ein ", "eine ", "un ", "une ")


def _is_spoken(before: str) -> bool:
    """Whether the speaker tells it of himself: ``ik heb ...``, not ``ik heb een vraag over ...``."""
    spoken = _links().self.search(before)
    about = before[spoken.end() :] if spoken else ""
    return spoken is not None and len(about) <= _AFTER_SELF and not _ONLY_GENERAL.search(about)


def _link_of_text(
    lower: str, hit: Hit, persons: Positions, sentence: str, *, general: bool
) -> tuple[float, str]:
    """The link to a person who is named elsewhere in the text."""
    links = _links()
    nearest = persons.distance(hit.start)
    if general and nearest > _NEAR:
        return 0.0, ""
    if links.pronouns.search(sentence) or links.role.search(sentence) or links.self.search(sentence):
        return 0.7 if nearest < _NEAR * 3 else 0.55, "person in the text"
    if not (general or hit.weak) and links.addressed.search(sentence):
        return 0.6, "reader of the text"
    start, end = _paragraph(lower, hit.start)
    if persons.between(start, end) and nearest < _NEAR:
        return 0.65, "person in the paragraph"
    if nearest < _NEAR // 2 and not hit.weak:
        return 0.55, "person nearby"
    happened = not general and links.event.search(sentence) and not links.many.search(sentence)
    return (0.55, "person in the text") if happened else (0.0, "")


def _sentence(lower: str, position: int) -> tuple[int, int]:
    """The sentence or line around a position, looked for within a bounded stretch."""
    floor = max(0, position - 400)
    start = floor
    for match in _SENTENCE_END.finditer(lower, floor, position):
        start = match.end()
    following = _SENTENCE_END.search(lower, position, position + 400)
    return start, following.end() if following else min(len(lower), position + 400)


def _paragraph(lower: str, position: int) -> tuple[int, int]:
    floor = max(0, position - 1000)
    start = max(lower.rfind("\n\n", floor, position), floor)
    end = lower.find("\n\n", position, position + 1000)
    return start, end if end >= 0 else min(len(lower), position + 1000)
