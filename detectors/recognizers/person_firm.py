"""Names that are a firm's, a school's, a building's or a product's: ``Garage Van Dam``, ``Jansen & Zn.``."""

import re

from detectors.names.lexicon import Kind
from detectors.recognizers.name_tokens import FIRST, LAST, PREFIX, Words
from detectors.recognizers.person_firm_words import (
    AFTER_ENDINGS,
    BEFORE_ENDINGS,
    CHAINS,
    KIN,
    OWNERS,
    PLACES_BEFORE,
    SHIPS,
    SMALL_TRADES,
    SOLE_TRADES,
    TRADES_AFTER,
    TRADES_BEFORE,
)

_BEFORE_ORG, _AFTER_ORG = int(Kind.BEFORE_ORGANISATION), int(Kind.AFTER_ORGANISATION)
_EPONYM = int(Kind.EPONYM)
_OF = frozenset({"van", "of", "von", "de", "des"})
_AND = frozenset({"en", "and", "und", "et"})
_THE = frozenset({"de", "het", "the", "die"})
_LEGAL = re.compile(
    r",? (?:B\.? ?V\.?|N\.? ?V\.?|bv|nv|b\.v\.|n\.v\.|V\.?O\.?F\.?|vof|v\.o\.f\.?|bvba|BVBA|cvba|CVBA|"
    r"sprl|SPRL|srl|SRL|S\.?A\.?|sarl|SARL|SAS|gmbh|GmbH|AG|KG|OHG|e\.V\.|ltd|Ltd|LTD|llc|LLC|LLP|llp|inc|Inc|plc|PLC|"
    r"vzw|VZW|asbl|ASBL|cv|CV|C\.V\.|[Cc]omm\.? ?[Vv]|U\.A\.|i\.o\.)(?![^\W_])"
)
_FIRM_ENDINGS = (
    "bouw",
    "groep",
    "zorg",
    "techniek",
    "advies",
    "punt",
    "bank",
    "fonds",
    "huis",
    "desk",
    "team",
)
"""A capitalised compound with one of these is a firm or an office: ``Heembouw``, ``Servicepunt``."""

TRADE = "werken"
"""Ending of what a sole trader does: ``Loodgieterswerken``."""

_LONGEST = 4
_STEM = 2
"""Letters before an ending at least: ``Cuypmarkt`` is a compound, ``Markt`` may be a name."""

_QUOTES = frozenset({" ", ' "', " '", " \u2018", " \u201c", " \u201e"})
_JOINED = frozenset({" & ", " + "})
_GOES_ON = _JOINED | {" ", "-"}


def is_organisation(words: Words, first: int, last: int) -> bool:
    """``Jansen BV``, ``Stichting Anna``, ``Van Gogh Museum``, ``woonzorgcentrum Ter Linde``."""
    listed = words.flags[last] & (FIRST | LAST)
    if first == last and not listed and words.folded[last].endswith(_FIRM_ENDINGS):
        return True
    return (
        _ends_as_firm(words, first, last)
        or _begins_as_firm(words, first, last)
        or _is_owned(words, first, last)
    )


def _is_owned(words: Words, first: int, last: int) -> bool:
    """``Leverancier: Van Hoeckel``, ``Van der Velden verhuizers``: a family name alone in a firm's place."""
    if any(words.letter(index) in "FIBnT" for index in range(first, last + 1)):
        return False
    start = _with_prefixes(words, first)
    if start and words.folded[start - 1] in OWNERS and words.gap(start - 1) in {": ", " : ", '": "', ":"}:
        return True
    return last + 1 < len(words.spans) and words.gap(last) == " " and words.folded[last + 1] in SMALL_TRADES


def is_trade(words: Words, index: int) -> bool:
    """``Logistics``, ``Tuinaanleg``, ``Bouw``: what a firm does, in its name behind that of the family."""
    if not 0 <= index < len(words.spans) or not words.text[words.spans[index][0]].isupper():
        return False
    return _is_named_trade(words, index) or words.folded[index][_STEM:].endswith(AFTER_ENDINGS)


def _is_named_trade(words: Words, index: int) -> bool:
    return bool(words.flags[index] & _AFTER_ORG) or words.folded[index] in TRADES_AFTER


def is_sole_trade(words: Words, index: int) -> bool:
    """What one person does: ``Tegelwerken``, ``Fotografie``."""
    return is_trade(words, index) and (
        words.folded[index].endswith(TRADE) or words.folded[index] in SOLE_TRADES
    )


def is_whole_name(words: Words, first: int, last: int) -> bool:
    """A first name or initial with a family name: who trades as ``Y. Tekin Tegelwerken`` is a person."""
    letter = words.letter(first)
    return last > first and (letter in "IFB" or (letter in "fb" and words.letter(last) in "LBlb"))


def _ends_as_firm(words: Words, first: int, last: int) -> bool:
    """What follows within the phrase makes it a firm: a legal form, a trade, ``& Zonen``, another family."""
    if _has_trade(words, first, last):
        return True
    for index in range(last, min(last + _LONGEST, len(words.spans))):
        if _LEGAL.match(words.text, words.spans[index][1]):
            return True
        said = _next_says(words, first, last, index)
        if said is not None:
            return said
    return False


def _next_says(words: Words, first: int, last: int, index: int) -> bool | None:
    """Whether the word after `index` makes a firm of the phrase; None when it only goes on."""
    after, gap = index + 1, words.gap(index)
    if after >= len(words.spans) or gap not in _GOES_ON:
        return False
    if gap in _JOINED:
        goes_on = index != last or _is_family(words, first, after)
        return True if _is_kin(words, after) else None if goes_on else False
    if words.folded[after] in _AND and words.gap(after) == " ":
        return _is_kin(words, after + 1)
    if is_trade(words, after) and not words.flags[after] & (FIRST | LAST):
        return not (is_sole_trade(words, after) and is_whole_name(words, first, last))
    return None if index != last and words.text[words.spans[after][0]].isupper() else False


def _has_trade(words: Words, first: int, last: int) -> bool:
    """``Claes Tuinaanleg``: the words end in what a firm does, and are not a whole name before it."""
    if last == first or words.flags[last] & (FIRST | LAST) or not words.text[words.spans[last][0]].isupper():
        return False
    named = is_trade(words, last) if words.letter(first) in "LQ" else _is_named_trade(words, last)
    return named and words.letter(last) != "I" and not is_whole_name(words, first, last - 1)


def _is_kin(words: Words, index: int) -> bool:
    """``& Zonen``, ``en Zn.``: the words for sons, daughters and partners with a capital, or short."""
    if index >= len(words.spans) or words.folded[index] not in KIN:
        return False
    return words.text[words.spans[index][0]].isupper() or words.folded[index] in {"zn", "co"}


def _is_family(words: Words, first: int, other: int) -> bool:
    """Whether both sides of ``&`` are no first names: ``De Boer & Bos B.V.``, ``Kok & Engel Interieur``."""
    return words.letter(first) not in "FTIGn" and words.letter(other) not in "FTIGn"


def _begins_as_firm(words: Words, first: int, last: int) -> bool:
    """``Stichting Anna``, ``Bakkerij De Boer``, ``ziekte van Parkinson``, ``Primera Overvecht``."""
    if last > first and not words.flags[first] & (FIRST | LAST) and _announces(words, first):
        return True
    if _is_ship(words, first) or (
        words.folded[first] in CHAINS and last > first and not words.flags[last] & LAST
    ):
        return True
    start = _with_prefixes(words, first)
    gap = words.gap(start - 1)
    if gap == ". " and words.folded[start - 1] in {"gebr", "fa"}:
        return True
    if start and gap in _JOINED:  # the second family of a firm
        start = _with_prefixes(words, start - 1)
        gap = words.gap(start - 1)
    if not start or gap not in _QUOTES:
        return False
    if gap == " " and words.flag(start - 2, _EPONYM) and words.folded[start - 1] in _OF:
        return not words.flags[start] & FIRST
    quoted_name = gap != " " and words.flag(start - 1, FIRST | LAST)
    announced = _announces(words, start - 1) and not _is_introduced(words, start - 1, first, last)
    return announced and not quoted_name


def _is_ship(words: Words, first: int) -> bool:
    """``het schip de Royal Charles``, ``veerboot Anna``."""
    if not first or words.gap(first - 1) not in _QUOTES:
        return False
    if words.folded[first - 1] in SHIPS:
        return True
    return first > 1 and words.folded[first - 1] in _THE and words.folded[first - 2] in SHIPS


def _is_introduced(words: Words, before: int, first: int, last: int) -> bool:
    """``bij leverancier Hans Groot``: in small letters the trade is whom a whole name works for."""
    if words.flags[before] & _BEFORE_ORG or words.folded[before] in PLACES_BEFORE:
        return False
    small = words.text[words.spans[before][0]].islower()
    return small and is_whole_name(words, first, last) and bool(words.flags[last] & LAST)


def _announces(words: Words, index: int) -> bool:
    """A word that the name of a firm, a house or a thing follows."""
    folded = words.folded[index]
    if words.flags[index] & _BEFORE_ORG or folded in PLACES_BEFORE:
        return True
    if words.flags[index] & (FIRST | LAST):
        return False
    return folded in TRADES_BEFORE or folded.endswith(BEFORE_ENDINGS)


def _with_prefixes(words: Words, first: int) -> int:
    """Where ``Van der Velde`` begins; one lower-case prefix may as well be the word ``of``."""
    if words.letter(first) in "pQ":
        return first - (words.gap(first - 1) == " " and words.letter(first - 1) == "Q" if first else 0)
    start = first
    while words.flag(start - 1, PREFIX) and words.gap(start - 1) == " ":
        start -= 1
    is_name = first - start > 1 or (start < first and words.letter(start) == "Q")
    return start if is_name else first
