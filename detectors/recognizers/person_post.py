"""Posts and departments behind a name, which belong to the name's bearer: ``Daan Planning``."""

import re

from detectors.names.lexicon import Kind
from detectors.recognizers.name_tokens import FIRST, LAST, Words
from detectors.recognizers.person_rules import Candidate
from detectors.word_list import read_lines

BEHIND = "post behind"
"""Reason of a name that lost the post behind it."""

_ROLE = int(Kind.ROLE)
_POSTS = frozenset(read_lines(__package__, "person_posts.txt"))
_ASKS = re.compile(
    r"^[^\n]{0,12}\b(?:Bezoeker|Klant|Gebruiker|Cliënt|Customer|Visitor|User|Guest)\b", re.MULTILINE
)
_TURN = re.compile(r" ?\(\d\d?:\d\d|: ")


def without_post(words: Words, first: int, last: int) -> int:
    """Last word of a name when what stands behind it is a post, a department or the firm of a help desk."""
    if last == first or not words.flags[first] & FIRST:
        return last
    if words.folded[last] in _POSTS or (words.flags[last] & _ROLE and not words.flags[last] & LAST):
        return last - 1
    if last - first == 2 and words.word(first + 1) == "van" and _is_desk(words, first, last):  # noqa: PLR2004
        return first
    return last


def without_desks(words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates without what stands behind a name as a post or a firm, wherever it stands."""
    desks = {
        words.folded[index]
        for c in chosen
        if BEHIND in c.reasons
        for index in range(c.last + 1, min(c.last + 3, len(words.spans)))
        if not words.flags[index] & (FIRST | LAST) and not words.starts[index]
    }
    return [c for c in chosen if words.folded[c.last] not in desks] if desks else chosen


def _is_desk(words: Words, first: int, last: int) -> bool:
    """``Denise van Zonnestroom (14:02):`` in a talk with ``Bezoeker``: she speaks for that firm."""
    if words.flags[last] & LAST or not words.starts[first]:
        return False
    return bool(_TURN.match(words.text, words.spans[last][1])) and _ASKS.search(words.text) is not None
