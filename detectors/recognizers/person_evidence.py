"""Whether a text gives any other sign of a person than capitals: what weak candidates need to count.

``Maersk`` and ``Oudejans`` look alike. Beside ``Beste Anouk`` or a phone number a capital that the model
takes for a name most likely is one; in a question about freight it is not.
"""

from collections.abc import Sequence

from detectors.finding import Finding
from detectors.names.lexicon import Kind
from detectors.recognizers.name_tokens import FIRST, LAST, NOT_NAME, TITLE, WORD, Words
from detectors.recognizers.person_lists import is_joined
from detectors.recognizers.person_rules import DEFAULT, Candidate

_WEAK = frozenset(
    {
        "model",
        "capital",
        "capital with prefix",
        "capital and family name",
        "family name",
        "word and family name",
    }
)
"""Rules that a firm, a place or a product satisfies as well."""

_VOUCHES = frozenset({"role before", "verb after", "enumeration", "own line"})
_NOBODY = frozenset({"SECRET", "CONFIDENTIAL_MARK", "NL_LICENSE_PLATE", "LOCATION"})
"""Findings that are no sign of a person."""

_CEILING = 0.45
_ARTICLES = frozenset(
    {"de", "het", "een", "the", "a", "an", "der", "die", "das", "den", "ein", "eine", "une", "le"}
)


def vouched(words: Words, chosen: Sequence[Candidate], findings: Sequence[Finding]) -> list[Candidate]:
    """The candidates; in a text without another sign of a person the weak ones fall below the threshold."""
    if any(finding.score >= DEFAULT and finding.type not in _NOBODY for finding in findings):
        return list(chosen)
    if any(flag & TITLE and len(folded) > 2 for flag, folded in zip(words.flags, words.folded, strict=True)):  # noqa: PLR2004
        return list(chosen)
    if any(candidate.score >= DEFAULT and not _is_weak(words, candidate) for candidate in chosen):
        return list(chosen)
    return [
        candidate.scored(min(candidate.score, _CEILING), "nothing else")
        if candidate.score > _CEILING
        else candidate
        for candidate in chosen
    ]


def seconded(words: Words, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; a word that no list knows and that the model alone calls a name needs a second sign.

    ``gepest door Rayvano`` has one in the word before, ``kolommen Klantnr`` has none. Two words that are no
    ordinary ones second each other.
    """
    wide = any(c.score >= _SURE and c.reasons[0] not in _WEAK for c in chosen)
    alone = {
        index
        for index, c in enumerate(chosen)
        if c.score > _CEILING and c.reasons == ("model",) and _is_alone(words, c, wide=wide)
    }
    if not alone:
        return list(chosen)
    for order in (range(1, len(chosen)), range(len(chosen) - 2, -1, -1)):
        step = order.step
        for index in order:
            if index in alone and _beside(words, chosen, index, index - step, alone):
                alone.discard(index)
    return [
        c.scored(min(c.score, _CEILING), "nothing else") if index in alone else c
        for index, c in enumerate(chosen)
    ]


def _beside(words: Words, chosen: Sequence[Candidate], index: int, other: int, alone: set[int]) -> bool:
    """Whether only a comma or ``en`` parts it from a name that counts: ``Xiulan, Djibril en Ruben``."""
    left, right = sorted((chosen[index], chosen[other]), key=lambda c: c.first)
    end = words.spans[chosen[index].last][1]
    numbered = words.text[end : end + 1] == " " and words.text[end + 1 : end + 2].isdigit()  # a street
    counts = other not in alone and chosen[other].score >= DEFAULT and not numbered
    return counts and is_joined(words, left.last, right.first)


def _is_alone(words: Words, candidate: Candidate, *, wide: bool) -> bool:
    """Whether neither a list, a second word nor the word before supports what the model says."""
    span = range(candidate.first, candidate.last + 1)
    if any(words.flags[index] & (FIRST | LAST) for index in span):
        return False
    if len(span) > 1 and not any(words.flags[index] & (WORD | NOT_NAME) for index in span):
        return words.starts[candidate.first] and not wide
    if not candidate.first or words.gap(candidate.first - 1) != " ":
        return not candidate.first or words.letter(candidate.first - 1) != "T"
    before = words.folded[candidate.first - 1]
    if before in _WITH or (
        words.flag(candidate.first - 1, _VERB) and words.letter(candidate.first - 1) == "x"
    ):
        return False
    return not (wide and before in _OF)


_SURE = 0.8
_VERB = int(Kind.VERB)
_WITH = frozenset(
    {"met", "door", "namens", "volgens", "tegen", "aan", "heet", "heette", "ben", "with", "by",
     "mit", "durch", "avec", "par", "tell", "told", "ask", "asked"}
)  # fmt: skip
"""Before a name of a person far more often than before that of a thing."""

_OF = frozenset(
    {"van", "voor", "bij", "naar", "en", "of", "for", "from", "to", "and", "or", "von", "bei",
     "und", "pour", "et"}
)  # fmt: skip
"""The same where somebody is named for certain."""


def without_nouns(words: Words, candidate: Candidate) -> Candidate:
    """In German every noun has a capital: what only the model takes for a name needs a listed word in it."""
    span = range(candidate.first, candidate.last + 1)
    listed = any(words.flag(index, FIRST | LAST) and words.letter(index) not in "flb" for index in span)
    if candidate.reasons[0] != "model" or listed:
        return candidate
    return candidate.scored(min(candidate.score, _CEILING), "German noun")


def _is_weak(words: Words, candidate: Candidate) -> bool:
    if candidate.reasons[0] == "model" and words.flag(candidate.first, FIRST):
        return False
    return candidate.reasons[0] in _WEAK and _VOUCHES.isdisjoint(candidate.reasons)


def is_thing(words: Words, first: int, last: int) -> bool:
    """``de Herman Miller``, ``een Renault Mégane``: a name of two words with an article is no person's."""
    if first == last or words.letter(first) not in "FBfb" or words.gap(first - 1) != " ":
        return False
    return words.folded[first - 1] in _ARTICLES


def is_language(words: Words, first: int, last: int) -> bool:
    """``naar het Frans``, ``in Frans``: the language, not the man."""
    if first != last or words.folded[first] != "frans" or words.gap(first - 1) != " ":
        return False
    return words.folded[first - 1] in {"naar", "in", "het", "uit", "engels", "duits", "nederlands", "goed"}


def among_things(words: Words, first: int, last: int, public: frozenset[int]) -> bool:
    """``Gazelle, Koga en Van Moof``: a neighbour in an enumeration is a product, a brand or a firm."""
    return _is_listed_thing(words, first - 1, words.gap(first - 1), public) or _is_listed_thing(
        words, last + 1, words.gap(last), public
    )


def _is_listed_thing(words: Words, index: int, gap: str, public: frozenset[int]) -> bool:
    if not 0 <= index < len(words.spans):
        return False
    if words.folded[index] in _AND and gap == " ":
        step = 1 if words.gap(index) == " " else 0
        for other in (index - step, index + step):
            if 0 <= other < len(words.spans) and _is_named_thing(words, other, public):
                return True
        return False
    return gap in {", ", "/", " / "} and _is_named_thing(words, index, public)


def _is_named_thing(words: Words, index: int, public: frozenset[int]) -> bool:
    if not words.text[words.spans[index][0]].isupper():
        return False
    return index in public or (words.flag(index, NOT_NAME) and words.letter(index) == "O")


_AND = frozenset({"en", "of", "and", "or", "und", "oder", "et", "ou", "versus", "vs"})
