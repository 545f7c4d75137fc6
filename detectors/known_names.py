"""The forms in which a person's name can stand in a text, as keys that both sides make the same way.

A key is a first name or initial and the core of a family name, without prefixes, in that order whatever the
order in the text: "Jan de Vries", "Vries, Jan de" and "jan vries" have the key ``jan|vries``; "J. de Vries"
has ``j.|vries``. A long name has a key for each letter left out, on both sides, so that one typo still meets:
two words that differ by one letter share a word with one letter less.
"""

import re
from collections.abc import Iterator
from itertools import product

from detectors.normalise import canonical, fold

LONG = 7
"""Letters from which one typo is forgiven."""

MIN_FAMILY_NAME = 2
MAX_FIRST_NAMES = 3

PREFIXES = frozenset(
    [
        *(
            "van",
            "de",
            "der",
            "den",
            "het",
            "t",
            "ten",
            "ter",
            "te",
            "in",
            "op",
            "aan",
            "bij",
            "uit",
            "voor",
            "over",
        ),
        *(
            "von",
            "zu",
            "zum",
            "la",
            "le",
            "les",
            "du",
            "des",
            "da",
            "dos",
            "di",
            "del",
            "della",
            "el",
            "al",
            "ait",
        ),
        *("ben", "bin", "ibn", "abu", "o", "d", "l", "s", "en", "onder", "tot", "vander", "vande", "ould"),
    ]
)
"""Words before a family name that people leave out, move or write apart."""

_WORD = re.compile(r"[a-z]+")


def plain_words(text: str) -> list[str]:
    """The words of a name: folded, in lower case, apostrophes and hyphens taken as borders."""
    return _WORD.findall(fold(canonical(text).text).lower())


def split_name(name: str) -> tuple[list[str], list[str], list[str]]:
    """First names, initials and core family names of a name as it stands in one column.

    "Vries, J.P. de" and "Jan Pieter de Vries" both work; the last word without a comma is the family name,
    with any that hang on it by a hyphen.
    """
    before, comma, after = name.partition(",")
    family, given = (before, after) if comma else _without_comma(name)
    words = [word for word in plain_words(given) if word not in PREFIXES or len(word) == 1]
    firsts = [word for word in words if len(word) > 1][:MAX_FIRST_NAMES]
    initials = [word[0] for word in words[:1]]
    return firsts, initials, cores(family)


def _without_comma(name: str) -> tuple[str, str]:
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and fold(words[cut - 1]).lower().strip("'.").rpartition("-")[2] in PREFIXES:
        cut -= 1
    return " ".join(words[cut:]), " ".join(words[:cut])


def cores(family_name: str) -> list[str]:
    """The words of a family name that carry it: "van den Brouwer-de Wit" is brouwer and wit."""
    words = [word for word in plain_words(family_name) if len(word) >= MIN_FAMILY_NAME]
    return [word for word in words if word not in PREFIXES] or words[-1:]


def with_one_letter_less(word: str) -> set[str]:
    """Every word that leaves one letter out; none of a short word, where a typo makes another name."""
    return {word[:index] + word[index + 1 :] for index in range(len(word))} if len(word) >= LONG else set()


def stored_keys(firsts: list[str], initials: list[str], family: list[str]) -> Iterator[tuple[str, str]]:
    """Every key under which a person is stored, with its kind.

    Besides whole names (``name``) each word is stored by itself (``first``, ``last``), so that a text in
    which no listed word stands is done with after one look at each of its words.
    """
    yield from (("first", first) for first in firsts)
    yield from (("last", last) for last in family)
    for first, last in product(firsts, family):
        yield "name", f"{first}|{last}"
        yield from (("name", f"{first}|{typo}") for typo in with_one_letter_less(last))
        yield from (("name", f"{typo}|{last}") for typo in with_one_letter_less(first))
    for initial, last in product({*initials, *(first[0] for first in firsts[:1])}, family):
        yield "name", f"{initial}.|{last}"
