"""Rules of the special categories that need more than a word: who belongs to what, and comes from where."""

import re

from detectors.recognizers.special_lists import any_of, phrases

_WORD = re.compile(r"[a-z][a-z0-9]*(?:['/&.-][a-z0-9]+)*")

type Rule = tuple[str, list[str], str]
"""Entity type, words one of which has to be there, and a pattern; its group `fact` is what is found."""


def unions() -> str:
    """A pattern for a union, with its branch if that is there."""
    longest = sorted(phrases("UNIONS"), key=len, reverse=True)
    sectors = sorted(phrases("SECTORS"), key=len, reverse=True)
    return f"{any_of(longest)}(?: {any_of(sectors)}(?![a-z]))?"


def heads(name: str) -> list[str]:
    """The longest word of each phrase of a list, without which it is not there; of `die AfD` the last."""
    return [max(reversed(_WORD.findall(phrase)), key=len) for phrase in phrases(name)]


def _keyed(keys: str, values: str) -> str:
    """A value under a key, as in a record: ``vakbond: FNV``, ``<vakbond>FNV``, ``"vakbond": "FNV"``."""
    return rf"(?<![a-z]){any_of(phrases(keys))}[\"']?[ \t]?[:=>;|][ \t]?[\"']?(?P<fact>{values})(?![a-z0-9])"


def political() -> list[Rule]:
    """Parties further from the word that ties somebody to them, behind which they may stand too."""
    far = sorted(set(phrases("PARTIES")) - set(phrases("NOT_FAR")), key=len, reverse=True)
    cues, parties = phrases("FAR_CUES"), any_of(far)
    between = r"(?: [a-z0-9'-]{1,20}){0,6}?"
    by = "(?:op|voor|bij|namens|for|fur|pour)"
    party = rf"{by} (?:de |het |the |die )?(?P<fact>{parties})"
    after = rf"(?<![a-z]){party}(?: [a-z0-9'-]{{1,20}}){{0,4}}? {any_of(cues)}(?![a-z])"
    names = heads("PARTIES")
    keyed = _keyed("PARTY_KEYS", any_of(phrases("PARTIES")))
    return [
        ("POLITICAL_OPINION", names, rf"(?<![a-z]){any_of(cues)}{between} {party}(?![a-z0-9])"),
        ("POLITICAL_OPINION", names, after),
        ("POLITICAL_OPINION", names, keyed),
    ]


def belonging() -> list[Rule]:
    """One's own union by name, and a union under a key."""
    owners = (
        "(?:mijn|m'n|zijn|z'n|haar|hun|onze|uw|jouw|my|his|her|their|meine[rm]?|seine[rm]?|ihre[rm]?"
        "|mon|son|leur|votre)"
    )
    names = "(?:vakbond|bond|vakvereniging|syndicaat|union|gewerkschaft|syndicat)"
    the = "(?:is |de |het |the |die |la |le )?"
    own = rf"(?<![a-z]){owners} {names},? ?\(?{the}(?P<fact>{unions()})(?![a-z0-9])"
    return [
        ("TRADE_UNION", heads("UNIONS"), own),
        ("TRADE_UNION", heads("UNIONS"), _keyed("UNION_KEYS", unions())),
    ]


def described() -> list[Rule]:
    """People described by where they come from: ``die Ghanees``, ``is half Surinaams``."""
    folk, descent, things = (phrases(name) for name in ("FOLK", "DESCENT", "THINGS"))
    end = r"(?=[.,;:!?)\"'\n]|\Z| (?:en|and|und|et|maar|but|die|of|or|uit|van|by|wordt|werd|genoemd|met) )"
    degree = "(?:half |deels |oorspronkelijk |originally |etnisch |zelf |partly |van oorsprong |an? |een )?"
    some = "(?:een|die|deze|is|als|vuile|rot|vieze|stomme|nen|nen echte|een echte)"
    subject = rf"(?<![a-z])(?![a-z]{{0,20}}{any_of(things)} )[a-z'-]{{1,25}}"
    being = rf"{subject} (?:is|was|bin|ben|am|est|ist) {degree}(?P<fact>{any_of(descent)}){end}"
    return [
        ("ETHNICITY", folk, rf"(?<![a-z]){some} (?P<fact>{any_of(folk)}){end}"),
        ("ETHNICITY", descent, being),
    ]


def injured() -> list[Rule]:
    """Injuries and illnesses in two words, in either order where a language has both."""
    hurt, parts, ills, bodies, french, corps = (
        phrases(name)
        for name in ("HURT", "PARTS", "ENGLISH_ILLS", "ENGLISH_PARTS", "FRENCH_ILLS", "FRENCH_PARTS")
    )
    said, part = any_of(hurt), any_of(sorted(parts, key=len, reverse=True))
    of = "(?:du |de la |de l'|des |au |aux |a la |a l'|de )"
    corporel = any_of(sorted(corps, key=len, reverse=True))
    return [
        ("HEALTH", hurt, rf"(?<![a-z])(?:{said} {part}|{part} {said})(?![a-z])"),
        ("HEALTH", ills, rf"(?<![a-z]){any_of(bodies)} {any_of(ills)}(?![a-z])"),
        ("HEALTH", french, rf"(?<![a-z]){any_of(french)} {of}{corporel}(?![a-z])"),
    ]
