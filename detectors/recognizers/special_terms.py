"""The words of the special categories, and where they stand in a text."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from detectors.recognizers.special_lists import all_words, phrases
from detectors.recognizers.special_patterns import Hit, find_patterns

_WORD = re.compile(r"[a-z][a-z0-9]*(?:['/&.-][a-z0-9]+)*")
_NAME_AFTER = re.compile(r"\(| [A-Z][A-Za-z]| (?:je|u|ik|we|wij|ze|hij|het|er|dit|dat|jij|jullie|iemand) ")
"""``MS Teams``, ``ADD COLUMN``, ``=ALS(A1<0`` and ``ALS je dit leest`` are no illnesses."""
_STEM = 4
_LONGEST = 6
_SHORTEST = 7
_LAST = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that gives a special category away.

    Attributes:
        words: Its words; the last may end in ``*``.
        kind: Entity type.
        weak: Whether it has other meanings or stands in many general texts.
    """

    words: tuple[str, ...]
    kind: str
    weak: bool


type _Terms = dict[str, tuple[Term, ...]]


@cache
def terms(kinds: tuple[str, ...]) -> tuple[_Terms, _Terms]:
    """Terms of some types by their first word, and by the first letters of a word with an open end."""
    whole: dict[str, list[Term]] = {}
    stems: dict[str, list[Term]] = {}
    for kind in kinds:
        weak = frozenset(phrases(f"WEAK_{kind}"))
        for phrase in sorted(set(phrases(kind))):
            words = tuple(phrase.split())
            term = Term(words, kind, phrase in weak)
            if words[0].endswith("*"):
                stems.setdefault(words[0][:_STEM], []).append(term)
            else:
                whole.setdefault(words[0], []).append(term)
    return _longest_first(whole), _longest_first(stems)


def _longest_first(index: dict[str, list[Term]]) -> _Terms:
    return {key: tuple(sorted(found, key=lambda t: -len(t.words))) for key, found in index.items()}


class _Endings(NamedTuple):
    """Telling endings, words that have one by chance, and abbreviations that need capitals.

    `ills` tell only behind a part of the body (`body`); `tails` stand behind a hyphen. `last` holds the last
    letters of all endings: most words are out with one look.
    """

    telling: tuple[str, ...]
    ordinary: frozenset[str]
    chance: tuple[str, ...]
    upper: frozenset[str]
    sure: frozenset[str]
    lowered: frozenset[str]
    ills: tuple[str, ...]
    body: frozenset[str]
    tails: frozenset[str]
    last: frozenset[str]


@cache
def _endings() -> _Endings:
    data, upper, sure = all_words(), frozenset(phrases("UPPER")), frozenset(phrases("UPPER_SURE"))
    ordinary = data["NOT_ENDINGS"].split()
    telling, ills = tuple(data["ENDINGS"].split()), tuple(sorted(data["ILLS"].split(), key=len, reverse=True))
    return _Endings(
        telling,
        frozenset(word for word in ordinary if word[0] != "*"),
        tuple(word[1:] for word in ordinary if word[0] == "*"),
        upper | sure,
        sure,
        frozenset(word.lower() for word in upper | sure),
        ills,
        frozenset(data["BODY"].split()),
        frozenset(data["TAILS"].split()),
        frozenset(ending[-_LAST:] for ending in (*telling, *ills)),
    )


def find_terms(lower: str, plain: str, kinds: tuple[str, ...]) -> list[Hit]:
    """All hits in a folded text, sorted.

    Args:
        lower: The text, folded and in lower case.
        plain: The same with its capitals, which some abbreviations need.
        kinds: The entity types to look for.
    """
    present = set(_WORD.findall(lower))
    present |= {word[2:] for word in present if word[1:2] == "'"}
    hits = [*_listed(lower, plain, present, terms(kinds)), *find_patterns(lower, plain, present)]
    return sorted(hits, key=lambda hit: (hit.start, -hit.end))


def _listed(lower: str, plain: str, present: AbstractSet[str], known: tuple[_Terms, _Terms]) -> Iterator[Hit]:
    """Terms of the lists, the longest at each place; abbreviations in capitals; telling endings."""
    endings = _endings()
    whole, stems = known
    opening: _Terms = dict.fromkeys(
        [
            word
            for word in present
            if ("-" in word and word.rpartition("-")[2] in endings.tails) or _is_telling(word, endings)
        ],
        (),
    )
    opening |= dict.fromkeys(present & endings.lowered, ())
    for word in [word for word in present if word in whole or word[:_STEM] in stems]:
        begun = [term for term in stems.get(word[:_STEM], ()) if word.startswith(term.words[0][:-1])]
        opened = tuple(term for term in (*whole.get(word, ()), *begun) if _may_follow(term, present))
        if opened:
            opening[word] = opened
    skip = 0
    for match in _WORD.finditer(lower) if opening else ():
        word, start = match.group(), match.start()
        if word not in opening and word[1:2] == "'":
            word, start = word[2:], start + 2
        if word not in opening or start < skip:
            continue
        following = list(islice(_WORD.finditer(lower, start), _LONGEST))
        for term in opening[word]:
            end = _matched(lower, term, following)
            if end:
                yield Hit(start, end, term.kind, term.weak)
                skip = end
                break
        else:
            written = plain[start : match.end()]
            short = written in endings.sure or (
                written in endings.upper and not _NAME_AFTER.match(plain, match.end())
            )
            if short or _is_telling(word, endings) or _is_compound(word, written, whole, endings):
                yield Hit(start, match.end(), "HEALTH", weak=short and written not in endings.sure)


def _may_follow(term: Term, present: AbstractSet[str]) -> bool:
    """Whether the text holds the further words of a term at all."""
    return all(wanted in present or wanted.endswith("*") for wanted in term.words[1:])


def _is_telling(word: str, endings: _Endings) -> bool:
    """A compound or a medicine whose ending says what it is."""
    if word[-_LAST:] not in endings.last or len(word) < _SHORTEST or word in endings.ordinary:
        return False
    told = word.endswith(endings.telling) or _is_of_the_body(word, endings)
    return told and not word.endswith(endings.chance)


def _is_of_the_body(word: str, endings: _Endings) -> bool:
    """A part of the body and what is wrong with it: ``sleutelbeenbreuk``; not ``contractbreuk``."""
    if not word.endswith(endings.ills):
        return False
    for ill in endings.ills:
        if word.endswith(ill):
            part = word[: -len(ill)].rstrip("-").removeprefix("linker").removeprefix("rechter")
            if part in endings.body or (part[-1:] == "s" and part[:-1] in endings.body):
                return True
    return False


def _is_compound(word: str, written: str, whole: _Terms, endings: _Endings) -> bool:
    """A word about health, a hyphen and what has to do with it: ``ADHD-medicatie``."""
    head, _, tail = word.rpartition("-")
    if not head or tail not in endings.tails:
        return False
    known = any(term.kind == "HEALTH" and len(term.words) == 1 for term in whole.get(head, ()))
    return known or written[: len(head)] in endings.upper or _is_telling(head, endings)


def _matched(lower: str, term: Term, matches: Sequence[re.Match[str]]) -> int:
    """End of a term that begins at the first of `matches`, 0 when it is not there."""
    if len(matches) < len(term.words):
        return 0
    for number, wanted in enumerate(term.words):
        word = matches[number].group()
        if wanted.endswith("*") and word.startswith(wanted[:-1]):
            continue
        if word != wanted:
            return 0
        if number and lower[matches[number - 1].end() : matches[number].start()] != " ":
            return 0
    return matches[len(term.words) - 1].end()
