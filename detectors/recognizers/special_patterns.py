"""Patterns of the special categories: what no single word says, and where it stands in a text."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from detectors.recognizers.special_lists import any_of, phrases
from detectors.recognizers.special_rules import belonging, described, heads, injured, political
from detectors.recognizers.special_rules import unions as unions_pattern

_DASH = re.compile("-")


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


def find_patterns(lower: str, present: AbstractSet[str]) -> Iterator[Hit]:
    """What only a pattern can say: of such descent, member of such a party, convicted of such a crime."""
    first = {word[: dash.start()] for word in present if "-" in word for dash in _DASH.finditer(word)}
    if _all_triggers().isdisjoint(present) and _all_triggers().isdisjoint(first):
        return
    for rule in _patterns():
        if rule.triggers.isdisjoint(first if rule.compound else present):
            continue
        if rule.also and rule.also.isdisjoint(present) and rule.also.isdisjoint(first):
            continue
        told = "fact" if "fact" in rule.pattern.groupindex else 0
        for match in rule.pattern.finditer(lower):
            start = match.start(told)
            yield Hit(start, start + len(match.group(told).rstrip()), rule.kind, weak=False, named=told != 0)


@cache
def _all_triggers() -> frozenset[str]:
    return frozenset().union(*(rule.triggers for rule in _patterns()))


@cache
def union_after() -> re.Pattern[str]:
    """A union behind a name."""
    unions = unions_pattern()
    return re.compile(
        rf"(?: ?\(|,? (?:van|of|from|von|du|de la) (?:het |de |the |der )?)(?P<union>{unions})(?![a-z])"
    )


@cache
def _patterns() -> tuple[_Pattern, ...]:
    parties, unions = any_of(phrases("PARTIES")), unions_pattern()
    party_cues, union_cues = phrases("PARTY_CUES"), phrases("UNION_CUES")
    between = r"(?: [a-z'-]{1,20}){0,3}?"
    origins, convictions = phrases("ORIGINS"), phrases("CONVICTIONS")
    convicted = (
        rf"(?<![a-z]){any_of(convictions)} (?:voor|wegens|van|of|for|wegen|pour|tot)"
        r" [a-z0-9-]{1,30}(?: (?!en |and |und |et )[a-z0-9-]{1,30}){0,2}"
    )
    heritage = rf"(?<![a-z-])(?:van )?[a-z][a-z-]{{1,25}}(?:se|s|aans|ish|an|n|e) {any_of(origins)}(?![a-z])"
    peoples, folk = any_of(phrases("PEOPLES")), phrases("PEOPLE_OF")
    parents = rf"(?<![a-z-]){peoples} {any_of(folk)}(?![a-z])"
    stated = r"(?:(?<=etniciteit: )|(?<=ethnicity: )|(?<=etnische afkomst: ))[a-z -]{3,30}"
    belief = r"(?:(?<=geloof: )|(?<=religie: )|(?<=religion: ))[a-z' -]{3,30}"
    party_words = r"-(?:lid|afdeling|stemmer|kiezer|aanhanger|raadslid|militant)[a-z]{0,4}"
    union_words = r"-(?:lid|kaderlid|afgevaardigde|delegee|vertegenwoordiger|lidmaatschap)[a-z]{0,4}"
    rules = (
        ("ETHNICITY", origins, heritage),
        ("ETHNICITY", folk, parents),
        ("ETHNICITY", ["d'origine"], r"(?<![a-z])d'origine [a-z]{3,25}"),
        ("ETHNICITY", ["etniciteit", "ethnicity", "afkomst"], stated),
        ("RELIGION", ["geloof", "religie", "religion"], belief),
        ("POLITICAL_OPINION", party_cues, rf"(?<![a-z]){any_of(party_cues)}{between} {parties}(?![a-z0-9])"),
        ("TRADE_UNION", union_cues, rf"(?<![a-z]){any_of(union_cues)}{between} {unions}(?![a-z0-9])"),
        ("CRIMINAL_RECORD", convictions, convicted),
    )
    compounds = (("POLITICAL_OPINION", "PARTIES", party_words), ("TRADE_UNION", "UNIONS", union_words))
    also = {"POLITICAL_OPINION": frozenset(heads("PARTIES")), "TRADE_UNION": frozenset(heads("UNIONS"))}
    ruled = [
        _Pattern(kind, frozenset(triggers), re.compile(text), also=also.get(kind, frozenset()))
        for kind, triggers, text in rules
    ]
    ruled += [
        _Pattern(kind, frozenset(triggers), re.compile(text))
        for kind, triggers, text in (*political(), *belonging(), *described(), *injured())
    ]
    for kind, name, end in compounds:
        last = frozenset(phrase.rpartition(" ")[2] for phrase in phrases(name))
        pattern = re.compile(f"(?<![a-z]){any_of(phrases(name))}{end}")
        ruled.append(_Pattern(kind, last, pattern, compound=True))
    return tuple(ruled)
