"""What speaks against a name: organisations, streets, code, dates, brands and public figures."""

import re
from functools import cache
from typing import NamedTuple

from detectors.names.lexicon import brands, places, public_figures
from detectors.recognizers.name_tokens import FIRST, LAST, PREFIX, Words
from detectors.recognizers.person_firm import is_organisation

__all__ = [
    "MONTHS_ONLY",
    "doubt",
    "is_date",
    "is_longer_place",
    "is_organisation",
    "is_street",
    "is_title_case",
    "public_words",
]

_LIKE = frozenset({"als", "zoals", "like", "comme", "merk", "bijvoorbeeld"})
_MONTHS = frozenset({"jan", "april", "mei", "may", "june", "juni", "juli", "august", "augustus"})


def is_title_case(words: Words, first: int, last: int) -> bool:
    """``Rinse The Water Tank And Fill It``: where every word has a capital, a capital says nothing."""
    if any(words.word(index) in _SMALL_WORDS for index in range(first + 1, last + 1)):
        return True
    if first != last and words.letter(first) in "FB":
        return False
    return any(
        0 <= index < len(words.spans) and words.word(index) in _SMALL_WORDS and not words.starts[index]
        for index in (first - 2, first - 1, last + 1, last + 2)
    )


_SMALL_WORDS = frozenset(
    {"The", "And", "To", "Of", "Not", "With", "For", "Your", "It", "On", "At", "Is", "From", "Until"}
)
MONTHS_ONLY = frozenset({"july", "juli", "juin", "juillet"})
_WHEN = frozenset(
    {"in", "since", "until", "before", "after", "during", "early", "late", "mid", "next", "last",
     "this", "sinds", "vanaf", "tot", "medio", "begin", "eind", "half", "vorige", "volgende", "im",
     "ab", "seit", "bis", "ende", "anfang", "mitte", "fin"}
)  # fmt: skip
_SHORT_MONTHS = frozenset(
    {"jan", "feb", "mrt", "mar", "apr", "mei", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dec"}
)
_ROW = 12
_DAYS = frozenset({"ma", "di", "wo", "do", "vr", "za", "zo"})
"""As timetables write them; with a capital ``Ma`` and ``Di`` are names as well."""

_LONG_WORD = 7
_LONG_NAME = 10
_LINE = 80
_STREET_ENDINGS = (
    "straat",
    "plein",
    "laan",
    "weg",
    "gracht",
    "kade",
    "singel",
    "steeg",
    "park",
    "school",
    "college",
)

_PREPOSITIONS = frozenset({"op", "aan", "in", "bij", "te", "uit", "voor", "tot", "over", "onder"})
"""Between a name and a street these are no part of the street: ``Dorien op de Rijnkade``."""


def doubt(words: Words, first: int, last: int, *, by_model: bool) -> float:
    """What to take off a score: code, and capitals that need no name to explain them."""
    listed = any(words.flags[index] & (FIRST | LAST) for index in range(first, last + 1))
    code = _is_code(words, first, quoted=not listed)
    if not by_model:
        return 0.3 if code and first == last else 0.0
    if all(words.spans[i][1] - words.spans[i][0] < 2 for i in range(first, last + 1)):  # noqa: PLR2004
        return 1.0
    doubt = 0.4 if code and not listed else 0.2 if code else 0.0
    if listed:
        return doubt
    if first and words.folded[first - 1] in _LIKE:
        doubt += 0.2
    if words.letter(first) == "I" and words.starts[first]:
        doubt += 0.4
    if first == last and words.spans[last][1] - words.spans[last][0] > _LONG_NAME:
        doubt += 0.2
    letters = {words.letter(index) for index in range(first, last + 1)}
    if words.starts[first]:
        doubt += 0.3 if first == last else 0.1
    if letters <= set("AWPiI"):
        doubt += 0.25
    return doubt


_KEYWORD = (
    r"(?:import|from|class|def|public|const|let|var|return|raise|SELECT|INSERT|"
    r"UPDATE|FROM|WHERE|CREATE|docker|git|kubectl|npm|pip|[A-Z_]{4,}=)\b"
)
_CODE_START = re.compile(r"\s*" + _KEYWORD)
_CODE_SIGN = re.compile(r"[(){};=<>\[\]]|::")
_CODE = re.compile(r"\w\([^()\n]{0,60}\)|[{};=<>\[\]][^\n]{0,40}[{};=<>\[\]]|-> |::|\)\.|==")
_LEVEL = re.compile(r"\b(?:ERROR|WARN|INFO|DEBUG)\b")
_ANY_CODE = re.compile(rf"[(){{}};=<>\[\]]|::|{_LEVEL.pattern}|{_KEYWORD}")
"""Without it no line of a text is code."""


def _is_code(words: Words, index: int, *, quoted: bool) -> bool:
    """Whether the line around a word is code or a log, and the word stands in no string or comment.

    In strings of code (`quoted`) words that no list knows count as code too: they are mostly labels.
    """
    start, end = words.spans[index]
    text = words.text
    if words.coded is None:
        words.coded = _ANY_CODE.search(text) is not None
    if not words.coded:
        return False
    in_string = text[start - 1 : start] in {'"', "'"} and not quoted
    if in_string or not text[max(0, start - 3) : start].strip(" #/-"):
        return False
    begin = max(text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE, 0)
    stop = text.find("\n", end, end + _LINE)
    line = text[begin : stop if stop >= 0 else end + _LINE]
    if _CODE_START.match(line) or (_CODE_SIGN.search(line) and _CODE.search(line)):
        return True
    return _LEVEL.search(line) is not None


def is_street(words: Words, last: int) -> bool:
    """``Anna van Burenplein`` is named after somebody, but is a square."""
    if words.folded[min(last + 1, len(words.spans) - 1)] in _PREPOSITIONS:
        return False
    while words.flag(last + 1, PREFIX) and words.gap(last) == " ":
        last += 1
    if words.flag(last, PREFIX) and words.gap(last) == " " and last + 1 < len(words.spans):
        last += 1
    word = words.folded[last]
    return (
        word.endswith(_STREET_ENDINGS) and len(word) > _LONG_WORD and not words.flags[last] & (FIRST | LAST)
    )


def is_longer_place(words: Words, first: int, last: int) -> bool:
    """``Wijk bij Duurstede``, ``Bergen op Zoom``: the words are the beginning of a place's name."""
    if last + 2 >= len(words.spans) or words.folded[last + 1] not in _IN_PLACES or words.gap(last) != " ":
        return False
    return any(
        " ".join(words.folded[first:after]) in places()
        for after in range(last + 3, min(last + 5, len(words.spans) + 1))
    )


_IN_PLACES = frozenset({"bij", "op", "aan", "aan den", "den", "en", "in", "onder", "a/d", "a/h"})


def is_date(words: Words, index: int) -> bool:
    """``12 jan``, ``mei 2024``, ``ma, di``: a month next to a number or to others, or a day."""
    if words.word(index) in _DAYS:
        return True
    if words.folded[index] in MONTHS_ONLY:
        return True
    if words.folded[index] not in _MONTHS:
        return False
    if words.folded[index - 1] in _WHEN and words.gap(index - 1) == " ":
        return True
    if len(_SHORT_MONTHS.intersection(words.folded[max(0, index - _ROW) : index + _ROW])) > 2:  # noqa: PLR2004
        return True  # the months of a table
    start, end = words.spans[index]
    return bool(re.search(r"\d[./-]?\s?$", words.text[max(0, start - 3) : start])) or bool(
        re.match(r"\.?\s?'?\d", words.text[end : end + 3])
    )


def public_words(words: Words) -> frozenset[int]:
    """Words of public figures and brands, and the family names of those figures alone."""
    public = _public_names()
    owned = "'s" in words.text or "\u2019s" in words.text
    folded_words = [folded.removesuffix("'s") for folded in words.folded] if owned else words.folded
    opening = public.sizes.keys() & set(folded_words)
    if not opening:
        return frozenset()
    found: set[int] = set()
    again: set[str] = set()
    for index, folded in enumerate(folded_words):
        if folded not in opening or not _may_begin(public, folded_words, index):
            continue
        if folded in public.brand_openers:
            first_parts = [word.partition("-")[0] for word in folded_words[index : index + 2]]
            if " ".join(first_parts) in brands():
                found.update((index, index + 1))
                continue
        for size in public.sizes[folded]:
            if " ".join(folded_words[index : index + size]) in public.names:
                found.update(range(index, index + size))
                if size > 1:
                    again.add(folded_words[min(index + size, len(folded_words)) - 1])
                break
    if again:
        found.update(index for index, folded in enumerate(folded_words) if folded in again)
    return frozenset(found)


def _may_begin(public: "_Public", folded: list[str], index: int) -> bool:
    """Whether a name begins with this word and the next one, or is this word alone."""
    after = folded[index + 1] if index + 1 < len(folded) else ""
    seconds = public.seconds[folded[index]]
    return after in seconds or "" in seconds or "-" in after or "-" in folded[index]


class _Public(NamedTuple):
    """Names of figures and brands as the folded words of a text would read.

    Attributes:
        names: The names.
        sizes: How many words the names have that begin with a word, most first.
        seconds: Second words of the names that begin with a word, "" for a name of one word.
        brand_openers: First words of brands.
    """

    names: frozenset[str]
    sizes: dict[str, tuple[int, ...]]
    seconds: dict[str, frozenset[str]]
    brand_openers: frozenset[str]


@cache
def _public_names() -> _Public:
    names = frozenset(" ".join(_NAME_WORD.findall(name)) for name in public_figures() | brands())
    sizes: dict[str, set[int]] = {}
    seconds: dict[str, set[str]] = {}
    for name in names:
        first, *more = name.split()
        sizes.setdefault(first, set()).add(1 + len(more))
        seconds.setdefault(first, set()).add(more[0] if more else "")
    longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}
    after = {first: frozenset(found) for first, found in seconds.items()}
    return _Public(names, longest_first, after, frozenset(name.split()[0] for name in brands()))


_NAME_WORD = re.compile("(?:'[ts](?![^\\W\\d_]))|[^\\W\\d_]+(?:['-][^\\W\\d_]+)*")
