"""Names of goods: ``Regal "Engel"``, ``Kaffeemaschine Jakob 3000``, ``Pizza Margherita 11,00``.

A name in a line with an article number, a size or a price is mostly that of the thing. Who orders it stands
with a role, a title or a greeting, and those are asked first.
"""

import re

from detectors.names.lexicon import Kind
from detectors.recognizers.name_tokens import FIRST, LAST, PLACE, WORD, Words

_ROLE, _TITLE, _LABEL = int(Kind.ROLE), int(Kind.TITLE), int(Kind.LABEL)
_LINE = 160
_SIZE = r"\d+(?:[.,]\d+)? ?(?:x ?\d+|ml|cl|dl|cm|mm|kg|gr?|liter|l|W|V|Ah|Nm|tabs|st\.|stuks|pcs|inch)\b"
_GOODS = re.compile(
    rf"\b[Aa]rt(?:ikel)?\.?(?:-?[Nn]r\.?|ikelnummer)? ?\d|\b[Aa]rt\.-?Nr|\bEAN\b|\bSKU\b|\bREF \d|{_SIZE}"
    r"|\d\+\d gratis|-\d\d%|\d ?% korting|i\.p\.v\."
)
_PRICE = re.compile(r" ?(?:€ ?)?\d{1,3}[.,]\d\d(?:\s|$|;|,)")
_NUMBER = re.compile(r" \d{2,4}\b(?![-./:]\d)")
_OPEN, _CLOSE = frozenset("\"'\u201e\u201c\u2018\u00ab"), frozenset("\"'\u201d\u201c\u2019\u00bb")


def is_goods(words: Words, first: int, last: int) -> bool:
    """Whether the words name a thing for sale: quoted, numbered or priced behind the word for the thing."""
    if last - first > 1 or not first or not _is_noun(words, first - 1):
        return False
    start, end = words.spans[first][0], words.spans[last][1]
    text = words.text
    gap = words.gap(first - 1)
    quoted = gap[1:] in _OPEN and gap[:1] == " " and text[end : end + 1] in _CLOSE
    if not quoted and gap != " ":
        return False
    if not _opens_line(words, first - 1):
        return False
    begin = text.rfind("\n", max(0, start - _LINE), start) + 1
    stop = text.find("\n", end, end + _LINE)
    line = text[max(begin, start - _LINE) : stop if stop >= 0 else end + _LINE]
    if _GOODS.search(line):
        return True
    return first == last and bool(_PRICE.match(text, end + quoted)) and _NUMBER.match(text, end) is None


def _is_noun(words: Words, index: int) -> bool:
    """The word for a thing: an ordinary or unknown word, no part of a name and nobody's role."""
    flags = words.flags[index]
    if flags & (_ROLE | _TITLE | _LABEL) or (flags & (FIRST | LAST) and not flags & WORD):
        return False
    return not flags & PLACE or bool(flags & WORD)


def _opens_line(words: Words, index: int) -> bool:
    """Whether at most a bullet and one other word stand before it in its line."""
    start = words.spans[index][0]
    begin = max(words.text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE)
    return len(words.text[begin:start].strip(" -*\u2022\t").split()) <= 1
