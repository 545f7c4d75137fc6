"""Last checks of the rules in `person_rules.py`: whether the words of a match can be a name there."""

import re

from detectors.names.lexicon import Kind, our_family_names
from detectors.recognizers.name_tokens import FIRST, LAST, NOT_NAME, PLACE, TITLE, WORD, Words

_ROLE, _VERB = int(Kind.ROLE), int(Kind.VERB)
_PART = int(Kind.FIRST | Kind.LAST | Kind.PREFIX)


def not_all_words(words: Words, first: int, last: int) -> bool:
    """At least one word that is not known as an ordinary word or a product."""
    return any(
        not words.flag(index, WORD | NOT_NAME | PLACE) or words.flag(index, FIRST | LAST)
        for index in range(first, last + 1)
    )


def is_greeted(words: Words, first: int, last: int) -> bool:
    """A greeting greets a person, not a team, a bot or a noun."""
    if words.flag(last, int(Kind.NOT_GREETED)) or words.flag(first, int(Kind.NOT_GREETED)):
        return False
    if words.classes[words.at[first]] in "CA" and words.gap(last)[:1] not in {",", "\n", "!", ";", "\r"}:
        return False
    return not_all_words(words, first, last)


def starts_line(words: Words, first: int) -> bool:
    """Whether only blanks and a bullet stand before a word in its line."""
    start = words.spans[first][0]
    return not words.text[max(0, start - 4) : start].rpartition("\n")[2].strip(" \t>-*•")


def speaks(words: Words, first: int, _last: int) -> bool:
    """`Name:` at the start of a line, or behind the time there."""
    start = words.spans[first][0]
    return not words.text[max(0, start - 24) : start].rpartition("\n")[2].strip(" \t>-*•[]():.,/0123456789")


def heads_no_list(words: Words, first: int, last: int) -> bool:
    """``A. Inleiding`` at the start of a line is a heading; ``A. Jansen`` and ``A. de Groot`` are names."""
    if first + 1 == last and starts_line(words, first):
        return words.flag(last, LAST)
    return True


def is_no_unit(words: Words, first: int, last: int) -> bool:
    """``180 W. Bewaartemp.``: a capital behind a number is a unit, unless a known name follows."""
    start = words.spans[first][0]
    if words.text[max(0, start - 2) : start - 1].isdigit() and not words.flag(last, FIRST | LAST):
        return False
    return heads_no_list(words, first, last)


def is_small_family(words: Words, _first: int, last: int) -> bool:
    """``anja dekker``: a family name that is also a word, behind a first name in small letters."""
    return words.folded[last] in our_family_names() and not words.flags[last] & (_ROLE | _VERB)


def has_small_prefix(words: Words, first: int, last: int) -> bool:
    """``mohammed el khatib``, ``wendy van der ploeg``: a prefix that no ordinary word follows."""
    prefixes = set(words.folded[first + 1 : last])
    if words.flags[last] & WORD or (last - first > 1 and words.gap(last - 1) != " "):
        return False
    return not prefixes.isdisjoint(_EASTERN) or (
        len(prefixes) > 1 and not prefixes.isdisjoint({"der", "den"})
    )


_EASTERN = frozenset({"el", "al", "ait", "aït", "bin", "bint", "ibn", "abu", "ould", "ben"})


def is_no_enumeration(words: Words, first: int, last: int) -> bool:
    """``Jansen, Petra``; in ``Tadesse, Nkechi, Oksana`` a comma parts people."""
    goes_on = words.gap(last) == ", " and words.letter(last + 1) in "FBfbLC"
    return not goes_on and (
        first == 0 or words.gap(first - 1) != ", " or words.letter(first - 1) not in "FBfbC"
    )


def is_wrapped(words: Words, first: int, last: int) -> bool:
    """One line break inside a name, where a line was full: ``Annemarie van der`` + ``Heijden``."""
    inside = words.text[words.spans[first][0] : words.spans[last][1]]
    return inside.count("\n") == 1 and "\n " not in inside and ":" not in inside


def is_mid_sentence(words: Words, first: int, _last: int) -> bool:
    """``Van Dam`` inside a sentence: only a name gives the prefix its capital there."""
    return not words.starts[first] and words.folded[first] not in {"de", "la", "le", "el"}


def is_no_owner(words: Words, first: int, last: int) -> bool:
    """``de moeder van Sem``: one small ``van`` before what is also a first name is the word *of*."""
    alone = last - first == 1 and words.letter(first) == "p" and words.folded[first] in {"van", "von", "of"}
    return not (alone and words.flag(last, FIRST))


def has_article(words: Words, first: int, _last: int) -> bool:
    """``Op 't Land``, ``In 't Veld``: the short article makes a name of any preposition and noun."""
    return words.folded[first + 1] == "'t" and words.gap(first) == " "


def is_somebody(words: Words, first: int, _last: int) -> bool:
    """``Meneer Oud belde``, ``mw. Kwast,``: a word with a capital between a title and what somebody did."""
    if words.flags[first] & (_ROLE | TITLE | int(Kind.NOT_GREETED)):
        return False
    if words.gap(first - 1) == ". " and words.gap(first)[:1] in {",", ";", "|"}:
        return True
    return words.flag(first + 1, _VERB) and words.gap(first) == " "


def has_nickname(words: Words, first: int, last: int) -> bool:
    """``R.J. (Ruud) Ottens``: the name that people use stands in brackets."""
    return "(" in words.text[words.spans[first][0] : words.spans[last][0]].partition(")")[0]


def is_called(words: Words, first: int, last: int) -> bool:
    """``Jozef 'Jef' Mertens``, ``Antonius (Toon) van Dijk``: what people call somebody, in the middle."""
    inside = words.text[words.spans[first][0] : words.spans[last][1]]
    return _CALLED.search(inside) is not None


_CALLED = re.compile(
    r"^[\w-]+(?: [\w-]+)? (?:'[\w-]+'|\u2018[\w-]+\u2019|\"[\w-]+\"|[\u201c\u201e][\w-]+[\u201c\u201d]"
    r"|\([\w-]+\)) \w"
)


def is_small_somebody(words: Words, first: int, last: int) -> bool:
    """``mevrouw de vries``, ``dokter bos``: a title and a family name that is also a word."""
    title = first - 1
    if words.folded[title] not in ADDRESSED or words.gap(title) not in {" ", ". "}:
        return False
    if words.folded[last] in _SAID:
        return False
    if last - first > 1 and not _BINDING.isdisjoint(words.folded[first:last]):
        return words.gap(last - 1) == " "
    return is_small_family(words, first, last)


def is_spoken_of(words: Words, first: int, _last: int) -> bool:
    """``mevrouw haddaoui belde``: a word that no list knows, in small letters between a title and a verb."""
    folded = words.folded[first]
    if words.flags[first] or len(folded) < _SHORTEST_UNKNOWN or folded.endswith(_ADVERBS):
        return False
    if words.folded[first - 1] not in ADDRESSED or words.gap(first - 1) not in {" ", ". "}:
        return False
    return words.flag(first + 1, _VERB) and words.gap(first) == " "


_SHORTEST_UNKNOWN = 4
_ADVERBS = ("en", "lijk", "ig", "s", "maal", "d")


def is_small_colleague(words: Words, first: int, last: int) -> bool:
    """``collega de vries``, ``buurman van den berg``: behind a role; ``van`` alone is the word *of*."""
    if (
        not words.flag(first - 1, _ROLE)
        or words.gap(first - 1) != " "
        or not is_small_family(words, first, last)
    ):
        return False
    return words.folded[first] != "van" or not _BINDING.isdisjoint(words.folded[first:last])


ADDRESSED = frozenset(
    {"dhr", "heer", "meneer", "mijnheer", "mnr", "mevr", "mevrouw", "mw", "dokter", "dr", "fam", "familie",
     "juf", "dominee", "pastoor", "zuster"}
)  # fmt: skip
"""Titles that stand before family names in speech, and never open the name of a street."""
_BINDING = frozenset({"der", "den", "ter", "ten"})
_SAID = frozenset({"lang", "kort", "goed", "best", "laat", "recht", "vroeg", "blij", "boos", "lief", "stil"})


def has_short_initials(words: Words, first: int, _last: int) -> bool:
    """One or two capitals; three are mostly an abbreviation."""
    return words.spans[first][1] - words.spans[first][0] <= 2  # noqa: PLR2004


def is_label_line(words: Words, first: int, last: int) -> bool:
    """A label's value is a name when it fills its line or its field."""
    if not not_all_words(words, first, last):
        return False
    ordinary = [i for i in range(first, last + 1) if words.flag(i, WORD) and not words.flag(i, _PART)]
    if len(ordinary) > 1:  # a subject in capitals
        return False
    if words.flag(first, NOT_NAME) and not words.flag(first, FIRST | LAST):
        return False
    after = words.gap(last)[:2].lstrip(" ")[:1]
    known = words.flag(first, FIRST | LAST) or words.flag(last, LAST)
    return known or after in {"\n", "\r", ",", ";", "|", "(", ")", "", "<", "/", '"'} or first != last


def is_task(words: Words, first: int, last: int) -> bool:
    """``- name: Installeren``: a step in a list of YAML, unless a listed name fills the line."""
    if not first or words.folded[first - 1] not in {"name", "naam"}:
        return False
    key = words.spans[first - 1][0]
    before = words.text[max(0, key - _INDENT) : key].rpartition("\n")[2]
    if before.strip() != "-" or not before.endswith("- "):
        return False
    span = range(first, last + 1)
    listed = any(words.flags[i] & (FIRST | LAST) and not words.flags[i] & WORD for i in span)
    return not listed or words.gap(last)[:1] not in {"\n", "\r", "", '"', "'"}


_INDENT = 40
