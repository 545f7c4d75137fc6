"""Patterns of the special categories: what no single word says, and where it stands in a text."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from detectors.recognizers.special_lists import any_of, phrases
from detectors.recognizers.special_rules import described, ill, injured
from detectors.recognizers.special_ties import Rule, believing, belonging, crimes, heads, political
from detectors.recognizers.special_ties import unions as unions_pattern

_JOINT = re.compile("['-]")
_INITIALS = 3
_REACH = 300
"""Code points to each side of a trigger that hold all of its match; a test knows the longest pattern."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text.

    Attributes:
        start: First code point.
        end: One past the last.
        kind: Entity type.
        weak: As in `Term`.
        named: Whether it is exactly the name of a party or union, which no person's name can be a part of.
    """

    start: int
    end: int
    kind: str
    weak: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern; it runs only over texts with one of its triggers, as a word or as head of a compound.

    When it names further words (`also`), one of those must be there as well.
    """

    kind: str
    triggers: frozenset[str]
    pattern: re.Pattern[str]
    compound: bool = False
    also: frozenset[str] = frozenset()

    @property
    def told(self) -> str | int:
        """The group that is the fact, or the whole match."""
        return next((name for name in ("fact", "proper") if name in self.pattern.groupindex), 0)


def find_patterns(lower: str, plain: str, present: AbstractSet[str]) -> Iterator[Hit]:
    """What only a pattern can say: of such descent, member of such a party, convicted of such a crime."""
    gates = _gates()
    joined = [word for word in present if "-" in word or "'" in word]
    first = {word[: mark.start()] for word in joined for mark in _JOINT.finditer(word)} & gates
    words = (present | {word[word.rindex("'") + 1 :] for word in joined if "'" in word}) & gates
    if not (words or first):
        return
    for rule in _patterns():
        if rule.triggers.isdisjoint(first if rule.compound else words):
            continue
        if rule.also and rule.also.isdisjoint(words) and rule.also.isdisjoint(first):
            continue
        told = rule.told
        opened = rule.triggers & (first if rule.compound else words)
        for match in _matches(rule.pattern, lower, opened):
            start, end = match.start(told), match.start(told) + len(match.group(told).rstrip())
            if told != "proper" or _is_proper(plain[start:end]):
                yield Hit(start, end, rule.kind, weak=False, named=told != 0)


def _matches(pattern: re.Pattern[str], lower: str, triggers: AbstractSet[str]) -> Iterator[re.Match[str]]:
    """Matches near one of the triggers: a long text is read only there, not once for each pattern."""
    for start, end in _stretches(lower, triggers):
        yield from pattern.finditer(lower, start, end)


def _stretches(lower: str, triggers: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where a trigger is within reach, in order; stretches that touch are one."""
    places = sorted(place for word in triggers for place in _places(lower, word))
    if not places:
        return
    start = end = places[0]
    for place in places:
        if place - end > 2 * _REACH:
            yield max(start - _REACH, 0), end + _REACH
            start = place
        end = place
    yield max(start - _REACH, 0), end + _REACH


def _places(lower: str, word: str) -> Iterator[int]:
    """Where a word stands, within other words too."""
    place = lower.find(word)
    while place >= 0:
        yield place
        place = lower.find(word, place + 1)


def _is_proper(written: str) -> bool:
    """Whether the ordinary word that a party is called after is written as a name: ``Groen``, ``PS``."""
    return written.isupper() if len(written) <= _INITIALS else not written[0].islower()


@cache
def _gates() -> frozenset[str]:
    """Every word that opens a pattern."""
    return frozenset().union(*(rule.triggers | rule.also for rule in _patterns()))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    parties, unions = any_of(phrases("PARTIES")), unions_pattern()
    party_cues, union_cues = phrases("PARTY_CUES"), phrases("UNION_CUES")
    between = r"(?: [a-z'-]{1,20}){0,3}?"
    origins = phrases("ORIGINS")
    heritage = rf"(?<![a-z-])(?:van )?[a-z][a-z-]{{1,25}}(?:se|s|aans|ish|an|n|e) {any_of(origins)}(?![a-z])"
    peoples, folk = any_of(phrases("PEOPLES")), phrases("PEOPLE_OF")
    parents = rf"(?<![a-z-]){peoples} {any_of(folk)}(?![a-z])"
    stated = r"(?:(?<=etniciteit: )|(?<=ethnicity: )|(?<=etnische afkomst: ))[a-z -]{3,30}"
    belief = r"(?:(?<=geloof: )|(?<=religie: )|(?<=religion: ))[a-z' -]{3,30}"
    spoken_to = "(?<!met de )(?<!aan de )(?<!met een )(?<!aan een )"
    own = "(?:fractie|lijst|afdeling|jongeren|bestuur|partij|pvda|groenlinks|vivant|plus|fraktion)"
    party, cues = "POLITICAL_OPINION", f"{spoken_to}{any_of(party_cues)}"
    rules = (
        Rule("ETHNICITY", origins, heritage),
        Rule("ETHNICITY", folk, parents, tuple(phrases("PEOPLES"))),
        Rule("ETHNICITY", ["d'origine"], r"(?<![a-z])d'origine [a-z]{3,25}"),
        Rule("ETHNICITY", ["etniciteit", "ethnicity", "afkomst"], stated),
        Rule("RELIGION", ["geloof", "religie", "religion"], belief),
        Rule(
            party,
            party_cues,
            rf"(?<![a-z]){cues}{between} {parties}(?![a-z0-9])(?!-(?!{own})[a-z])",
            tuple(heads("PARTIES")),
        ),
        Rule(
            "TRADE_UNION",
            union_cues,
            rf"(?<![a-z]){any_of(union_cues)}{between} {unions}(?![a-z0-9])",
            tuple(heads("UNIONS")),
        ),
        *(*political(), *belonging(), *believing(), *crimes(), *described(), *injured(), *ill()),
    )
    ruled = (
        _Pattern(rule.kind, frozenset(rule.words), re.compile(rule.pattern), also=frozenset(rule.also))
        for rule in rules
    )
    return (*ruled, *_compounds())


def _compounds() -> Iterator[_Pattern]:
    """``ABVV-militant``, ``VVD-lid``, ``CNV'er``, ``AfD-Mitglied``."""
    people = "|".join(phrases("PARTY_COMPOUNDS")), "|".join(phrases("UNION_COMPOUNDS"))
    for kind, names, whom in (
        ("POLITICAL_OPINION", [*phrases("PARTIES"), *phrases("ORDINARY_PARTIES")], people[0]),
        ("TRADE_UNION", phrases("UNIONS"), people[1]),
    ):
        last = frozenset(name.rpartition(" ")[2] for name in names)
        longest = any_of(sorted(names, key=len, reverse=True))
        pattern = re.compile(rf"(?<![a-z]){longest}(?:-(?:{whom})[a-z]{{0,4}}|'ers?)(?![a-z])")
        yield _Pattern(kind, last, pattern, compound=True)
