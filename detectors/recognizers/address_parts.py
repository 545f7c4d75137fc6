r"""The parts of a postal address: street and number, and what all parts share; see also `address_codes.py`.

Every search starts at a number and looks back and ahead over a bounded stretch, so the work is linear in the
length of the text. Patterns look at the folded text (ASCII, code point for code point).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from detectors.gated import Gated
from detectors.names.lexicon import fold, places
from detectors.yaml_file import StrictModel, read_yaml


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of an address.

    Attributes:
        start: First code point.
        end: One past the last.
        kind: ``street``, ``code`` or ``box``.
        score: Certainty when it stands alone.
        reasons: Short words for `--explain`.
    """

    start: int
    end: int
    kind: str
    score: float
    reasons: tuple[str, ...]


class _AddressWords(StrictModel):
    """The fields of `address_words.yaml`, each words with spaces between."""

    suffixes: str
    strong: str
    not_streets: str
    openers: str
    particles: str
    letter_words: str
    headers: str


WORDS = read_yaml(
    _AddressWords,
    files(__package__).joinpath("address_words.yaml").read_text(encoding="utf-8"),
    "address_words.yaml",
)
HEADERS = frozenset(WORDS.headers.split())
"""Column headers and keys that rule an address or a part of one."""

_SUFFIXES = tuple(WORDS.suffixes.split())
_STRONG = tuple(WORDS.strong.split())
_SUFFIX_ALONE = frozenset(_SUFFIXES)
_NO_STREETS = frozenset(WORDS.not_streets.split())
_UNITS = re.compile(
    r"(?:\s?(?:km|kilometer|m|meter|cm|mm|kg|gram|uur|uren|min|minuten|euro|eur|%|procent|jaar|dagen|weken|"
    r"maanden|keer|x|stuks|personen|mensen|graden|punten|procent|pt|mb|gb|kb)\b|([-/.])\d{1,2}\1\d{2}|[.,:]\d|\s?[%x*=]|\s?-\s?\d{4})",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r" (?:jan|feb|maart|mrt|mars|march|apr|mei|mai|may|jun|jul|aug|sept?|okt|oct|nov|dec|dez|fevrier|avril|"
    r"juin|juillet|aout)[a-z]*\b",
    re.IGNORECASE,
)
"""After a number it makes a date: ``vergadering 6 november``."""
_NO_STREET_ENDINGS = ("vergadering", "levering", "regeling", "rekening", "verklaring", "oefening", "werkplek")
_NUMBER = re.compile(r"(?<![\w.,/#$+-])[1-9]\d{0,4}(?!\d)")
_ADDITION = re.compile(
    r"(?:[ ](?:b|bus)\.?[ ]\d{1,4}(?!\d)|[ ]?-[ ]?\d{1,4}(?!\d)"
    r"|[ -]{0,2}(?:bis|hs|huis|rd|zw|rood|zwart|wb|ter|quater|[IVX]{1,4})\b(?:[- ]?[A-Z]\b)?"
    r"|[ ]?-?[ ]?[A-Za-z](?![\w']|-\d{4})|[ ]?/[ ]?\w{1,4}\b"
    r"|[ -]\d{1,3}[ -]?(?:hoog|et(?:age)?)\b|[A-Za-z]\d{0,2}(?!\w)"
    r"|-[A-Za-z0-9]{1,4}(?!\w))?"
    r"(?:[ ]?-?[ ]?(?:\d{1,2}[ -]?)?(?:hoog|hs|huis|bis|bg|achter|voor)\b)?"
    r"(?:,?[ ](?:bus|bte|boite|box|app\.?|appartement|apt\.?|kamer|unit|etage)"
    r"(?:[ ]?[A-Za-z]?\d{1,4}[A-Za-z]?|[ ][A-Z])\b)?",
)
_SPACES = re.compile(
    r"(?:[ \t](?:[NOZW]\.? ?Z\.?|t/o|t\.o\.|tegenover|naast|(?:noord|zuid|oost|west)(?:zijde)?))?[ \t]{1,2}$",
    re.IGNORECASE,
)
"""What may stand between a street and its number: a side (``O.Z.``, ``W.Z.``), or ``t/o`` for a boat."""

_LAST_WORD = re.compile(r"[A-Za-z~][A-Za-z'.~-]*$")
_LEFT = re.compile(r"(?:[A-Za-z~'][\w'.~-]*|\d{1,2}e)$")
_PARTICLES = frozenset(WORDS.particles.split())
_STREET_OPENERS = frozenset(WORDS.openers.split())
_ORDINALS = frozenset({"1e", "2e", "3e", "4e"})
IN_WORDS = (
    r"(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en)?)?(?:tien|elf|twaalf|dertien|veertien|"
    r"(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|honderd|een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
)
_SPOKEN = Gated(
    r"(?<!\w)[a-z~]{2,30}(?:straat|laan|plein|weg|gracht|kade|singel|dreef|hof) (?:nummer )?"
    rf"{IN_WORDS}(?!\w)",
    re.IGNORECASE,
)
_TYPE_FIRST = Gated(
    r"(?<!\w)(?:[Ll]aan|[Ww]eg|[Pp]lein|[Kk]ade|[Dd]reef|[Hh]of|[Pp]ad|[Bb]aan|[Ss]traat|Park|Achter|Am|Im)"
    r" (?:van|naar|der|den|de|dem|het|ter|ten|'t|tot|in)(?: (?:de|den|der|het|'t))?(?: [A-Z][\w'-]+){1,3} "
    r"[1-9]\d{0,3}(?!\d)"
)
_FRENCH = Gated(
    r"(?<![\w'-])(?:rue|avenue|av\.|boulevard|bd\.?|bld\.?|place|chaussee|chemin|quai|allee|impasse|square|route|cours|clos|drève)"
    r" (?:[\w'.-]+ ){0,5}?(?:[\w'.-]+),? (?:n[o~]?\.? ?)?\d{1,4}(?!\d)",
    re.IGNORECASE,
)
_FRENCH_NUMBER_FIRST = Gated(
    r"(?<![\w.,/#-])\d{1,4}(?: ?(?:bis|ter|[a-c]))?,? (?:rue|avenue|av\.|boulevard|bd|place|chaussee|chemin|"
    r"quai|allee|impasse|square|route|cours) (?:(?:de|du|des|la|le|les|l'|d'|saint|sainte|[a-z]'?[A-Z][\w'-]*"
    r"|[A-Z~][\w'.-]*)[ ]?){1,6}",
    re.IGNORECASE,
)
_ENGLISH = Gated(
    r"(?<![\w.,/#$-])\d{1,5}[A-Za-z]? (?:[A-Z][\w'-]* ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Court|Square|Close|Way|Terrace|Crescent|Gardens|Hill|Boulevard|Blvd|Row|Mews)\b\.?"
)
_FRENCH_TYPES = (
    "rue ", "avenue ", "av. ", "boulevard ", "bd", "bld", "place ", "chaussee ", "chemin ", "quai ", "allee ",
    "impasse ", "square ", "route ", "cours ", "clos ",
)  # fmt: skip
_DUTCH_TYPES = (
    "laan ", "weg ", "plein ", "kade ", "dreef ", "hof ", "pad ", "baan ", "straat ", "park ", "achter ",
    "am ", "im ",
)  # fmt: skip
_ENGLISH_TYPES = (" st", " r", " av", " l", " d", " c", " sq", " w", " t", " g", " h", " b", " m")
_TYPED = (
    (_TYPE_FIRST, 0.75, _DUTCH_TYPES),
    (_FRENCH, 0.75, _FRENCH_TYPES),
    (_FRENCH_NUMBER_FIRST, 0.8, _FRENCH_TYPES),
    (_ENGLISH, 0.75, _ENGLISH_TYPES),
)
"""Pattern, score, and what the lower-cased text must hold for the pattern to be worth a try."""

_CAPITAL_WORD = re.compile(r"[ '][A-Z~]")


def place_at(text: str, start: int) -> int:
    """End of the place name that opens at `start`, 0 when there is none; unknown capitalised words count.

    The longest known place wins (Bergen op Zoom); else one capitalised word is taken for one.
    """
    known = known_place(text, start)
    if known:
        return known
    match = _ONE_PIECE.match(text, start)
    if match and match.group()[0].isupper():
        return match.end()
    return 0


_ONE_PIECE = re.compile("[^\\W\\d_][\\w'\u2019\u0300-\u036f-]+")
_PIECES = re.compile(
    "['\u2019]?[^\\W\\d_][\\w'\u2019\u0300-\u036f-]*(?: (?:\\(?[^\\W\\d_][\\w'\u2019-]*)){0,3}"
)


def known_place(text: str, start: int) -> int:
    """End of the known place name at `start`, 0 when there is none."""
    match = _PIECES.match(text, start)
    if not match:
        return 0
    words = match.group().split(" ")
    names = places()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip("'\u2019")  # of code: 'Utrecht'
        if fold(name) in names:
            return start + len(name)
    return 0


def streets(plain: str) -> Iterator[Part]:
    """Street names with their number."""
    for match in _NUMBER.finditer(plain):
        street = _street_before(plain, match.start())
        if street is None:
            continue
        start, word, capital = street
        if _UNITS.match(plain, match.end()) or _MONTH.match(plain, match.end()):
            continue
        addition = _ADDITION.match(plain, match.end())
        end = addition.end() if addition else match.end()
        while plain[end - 1] in " ,-":
            end -= 1
        strong = word.endswith(_STRONG)
        score = (0.85 if strong else 0.6) if capital else (0.6 if strong else 0.3)
        yield Part(start, end, "street", score, ("street", "number"))
    yield from _typed_streets(plain)
    for match in _SPOKEN.finditer(plain) if "tig" in plain or "tien" in plain or "nummer " in plain else ():
        yield Part(*match.span(), "street", 0.6, ("street", "number in words"))


def _typed_streets(plain: str) -> Iterator[Part]:
    """Streets whose type or number comes first: ``Laan van ...``, ``Rue de ...``, ``10 ... Street``."""
    lower = plain.lower()
    for pattern, score, types in _TYPED:
        if not any(kind in lower for kind in types):
            continue
        for match in pattern.finditer(plain):
            end = match.start() + len(match.group().rstrip(" ,"))
            if _UNITS.match(plain, end) or not _CAPITAL_WORD.search(match.group()):
                continue
            addition = _ADDITION.match(plain, end) if plain[end - 1].isdigit() else None
            yield Part(
                match.start(), addition.end() if addition else end, "street", score, ("street", "number")
            )


def _street_before(plain: str, number: int) -> tuple[int, str, bool] | None:
    """Start, last word and capital of the street name that ends right before a number."""
    blank = _SPACES.search(plain, max(0, number - 14), number)
    stop = blank.start() if blank else number
    if stop == number:
        return None
    window = max(0, stop - 40)
    comma = plain[stop - 1] == ","
    match = _LAST_WORD.search(plain[window:stop].removesuffix(","))
    if not match:
        return None
    start = window + match.start()
    word = match.group().lower().rstrip(".")
    if not word.endswith(_STRONG if comma else _SUFFIXES) or _is_no_street(word):
        return None
    if start and plain[start - 1] in "@/\\_=&#.":
        return None
    capital = plain[start].isupper()
    left, opened = _open_left(plain, start)
    if word in _SUFFIX_ALONE and not opened:
        return None
    if not capital and opened and not plain[left].isupper():
        left = start
    return left, word, capital or (opened and plain[left].isupper())


def _is_no_street(word: str) -> bool:
    """``vergadering``, ``or-vergadering``, ``snelweg``."""
    last = word.rpartition("-")[2]
    return word in _NO_STREETS or last in _NO_STREETS or word.endswith(_NO_STREET_ENDINGS)


def _open_left(plain: str, start: int) -> tuple[int, bool]:
    """Start of a street name of many words, such as ``Burgemeester van der Veldeplein``."""
    left, best, words = start, start, 0
    while words < 5 and left > 0 and plain[left - 1] == " ":  # noqa: PLR2004 - longest names have five words
        match = _LEFT.search(plain[max(0, left - 30) : left - 1])
        if not match:
            break
        word = match.group()
        begin = left - 1 - len(word)
        if begin and plain[begin - 1] in "@/\\_=&#":
            break
        lower = word.lower()
        if (word[0].isupper() and (lower in _STREET_OPENERS or _in_name(plain, left))) or lower in {
            "1e",
            "2e",
            "3e",
            "4e",
        }:
            best = begin
        elif lower not in _PARTICLES and lower not in _STREET_OPENERS:
            break
        left = begin
        words += 1
    return best, best != start


def _in_name(plain: str, left: int) -> bool:
    """Whether a particle follows: ``Galen van der Heijdenstraat`` binds, ``Jansen Kerkstraat`` does not."""
    return re.match(r"(?:van|de|der|den|ten|ter|'t|en) ", plain[left : left + 5]) is not None
