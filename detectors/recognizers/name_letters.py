"""Which class a word gets in `name_tokens.read_words`: a table of cases over its form and its flags."""

import re
from itertools import pairwise

from detectors.names.lexicon import DOUBTFUL as _DOUBTFUL
from detectors.names.lexicon import Kind, read_list

_DIGRAPHS = frozenset(
    {"th", "ch", "ph", "ij", "chr", "joh", "kl", "alb", "jac", "yv", "fred", "herm", "wilh"}
)
_TITLES_AS_WRITTEN = frozenset({"Mr", "Ms", "Mw", "Mrs", "Dr", "Ds", "Drs", "Ir", "Hr", "Mme", "Prof", "Dhr"})
_SHORT = 3
_AFTER_ABBREVIATION = frozenset({"-", ":", ","})
_DOTTED = frozenset({"prof", "dr", "mr", "drs", "ing", "ir", "jr", "sr", "chr", "joh", "th", "ph", "st"})
_BINDING = frozenset("@/\\_&#$%~+*^{<")

FIRST, LAST, WORD = int(Kind.FIRST), int(Kind.LAST), int(Kind.WORD)
PLACE, NOT_NAME, TITLE = int(Kind.PLACE), int(Kind.NOT_NAME), int(Kind.TITLE)
GREETING, SIGNOFF = int(Kind.GREETING), int(Kind.SIGNOFF)
PREFIX, _WEAK_PREFIX = int(Kind.PREFIX), int(Kind.WEAK_PREFIX)
DOUBTFUL = int(_DOUBTFUL)
NAMES = FIRST | LAST
TELLING = NAMES | TITLE | GREETING | SIGNOFF | PREFIX
"""What makes a word without a capital worth a look."""

_CAPITALS_ONLY = frozenset(read_list("own_capitals_only.txt"))


def capital_letter(  # noqa: PLR0911, PLR0913 - a table of cases
    text: str, folded: str, flag: int, start: int, stop: int, *, first: bool, loud: bool
) -> str:
    """Class of a capitalised word."""
    after = text[stop : stop + 1]
    if is_bound(text, start, stop):
        return "x"
    size = stop - start
    if after == "." and (size == 1 or folded in _DIGRAPHS) and not flag & TITLE:
        return "I"
    if size == 1:
        return "i"
    word = text[start:stop]
    if flag & TITLE and _is_title(word, flag, after):
        return "T"
    if flag & GREETING and first and not flag & NAMES:
        return "G"
    if flag & SIGNOFF and not flag & NAMES:
        return "S"
    if folded in _PREPOSITIONS and not _article_follows(text, stop):
        return "W"
    if flag & PREFIX and not (flag & FIRST and word.title() not in {"De", "Van", "Den", "El", "Ben", "La"}):
        return "Q"
    return _plain_letter(word, flag, loud=loud)


def _plain_letter(word: str, flag: int, *, loud: bool) -> str:  # noqa: PLR0911 - a table of cases
    """Class of a capitalised word that is no title, greeting or prefix."""
    upper = len(word) > 1 and word.isupper()
    if upper and len(word) <= _SHORT and not loud and not flag & (FIRST | NOT_NAME):
        return "i"
    if not upper and not loud and _is_camel(word):
        return "O"
    if upper and len(word) <= _SHORT and not loud and flag & FIRST:
        return "f"
    if flag & NAMES:
        both, first = flag & NAMES == NAMES, flag & FIRST
        letter = "B" if both else "F" if first else "L"
        return letter.lower() if flag & DOUBTFUL else letter
    if flag & NOT_NAME:
        return "O"
    if flag & PLACE:
        return "P"
    if flag & (WORD | TITLE | PREFIX | GREETING | SIGNOFF):
        return "W"
    return "A" if upper else "C"


def small_letter(flag: int, folded: str, text: str, stop: int, *, first: bool) -> str:  # noqa: PLR0911 - a table
    """Class of a word without a capital."""
    if folded in {"v", "d"} and text[stop : stop + 1] in {".", "/"}:
        return "p"
    if not flag:
        return "x"
    if flag & TITLE and _is_title(folded, flag, text[stop : stop + 1]):
        return "T"
    if flag & GREETING and first:
        return "G"
    if flag & SIGNOFF and not flag & NAMES:
        return "S"
    if flag & PREFIX and (not flag & _WEAK_PREFIX or _article_follows(text, stop)):
        return "p"
    if flag & NAMES and not flag & DOUBTFUL:
        if folded in _CAPITALS_ONLY:
            return "x"
        return "n" if flag & FIRST else "m"
    return "o" if flag & LAST else "x"


def _article_follows(text: str, stop: int) -> bool:
    """``op de``, ``in 't``, ``uit den``: only with an article a preposition is part of a name."""
    return text.startswith(_ARTICLES, stop)


_ARTICLES = (" de ", " den ", " der ", " 't ", " \u2019t ", " het ")
_PREPOSITIONS = frozenset({"uit", "op", "in", "aan", "over", "onder", "bij", "voor", "tot"})


_NEED_A_STOP = frozenset(
    {"ba", "bc", "bsc", "msc", "ma", "mba", "llm", "ing", "ir", "fr", "ds", "st", "zr", "br"}
)


def _is_title(word: str, flag: int, after: str) -> bool:
    """Titles of two or three letters are also words and brands (ING, DS): they need a stop or their form."""
    if len(word) > _SHORT:
        return not (word.isupper() and flag & WORD)
    if word in _NEED_A_STOP:
        return after == "."
    return word.islower() or word in _TITLES_AS_WRITTEN or after == "."


def _is_camel(word: str) -> bool:
    """JavaScript, PostgreSQL, iPhone: a capital after a small letter, save in McDonald and VanDamme."""
    if (
        word[1:].islower()
        or not any(c.isupper() for c in word[2:])
        or "-" in word
        or "'" in word
        or "\u2019" in word
    ):
        return False
    return any(a.islower() and b.isupper() for a, b in pairwise(word)) and not re.match(
        r"(?:Mc|Mac|De|Van|Den|Vande|Vanden|Vander|Le|La|Di|O)[A-Z][a-z]+$", word
    )


def is_bound(text: str, start: int, stop: int) -> bool:
    """Whether a word is part of an address, a path, a number or an identifier."""
    before = text[start - 1] if start else " "
    after = text[stop] if stop < len(text) else " "
    if before == "@" and text[start].isupper() and not text[start - 2 : start - 1].strip():
        before = " "  # "@Daphne" speaks to somebody
    if (
        after == "-"
        and text[stop + 1 : stop + 2].isdigit()
        and stop - start > 1
        and text[start:stop].isupper()
    ):
        return True  # POL-2025-00931
    if after == "." and stop - start > 1 and text[stop + 1 : stop + 2] in _AFTER_ABBREVIATION:
        return text[start:stop].lower() not in _DOTTED
    if before in _BINDING or before.isdigit() or after.isdigit() or after in "_@\\=(&":
        return before not in "*_" or after == "@"
    if before == "." and start > 1 and (text[start - 2].islower() or text[start - 2].isdigit()):
        return True
    return (after == "." and text[stop + 1 : stop + 2].islower() and text[stop + 1 : stop + 3] != "t ") or (
        after == "/" and text[stop + 1 : stop + 2].isalnum() and text[stop + 1 : stop + 2].islower()
    )
