r"""The parts of a postal address: street and number, postcode and place, PO box.

Every search starts at a number and looks back and ahead over a bounded stretch, so the work is linear in the
length of the text. Patterns look at the folded text (ASCII, code point for code point).

Formats: NL postcodes are four digits, not starting with 0, and two letters, not SA, SD or SS (PostNL,
"Postcodes in Nederland"); BE postcodes 1000-9999 (bpost); DE and FR postcodes five digits before the place.
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


_WORDS = read_yaml(
    _AddressWords,
    files(__package__).joinpath("address_words.yaml").read_text(encoding="utf-8"),
    "address_words.yaml",
)
HEADERS = frozenset(_WORDS.headers.split())
"""Column headers and keys that rule an address or a part of one."""

_SUFFIXES = tuple(_WORDS.suffixes.split())
_STRONG = tuple(_WORDS.strong.split())
_SUFFIX_ALONE = frozenset(_SUFFIXES)
_NO_STREETS = frozenset(_WORDS.not_streets.split())
_UNITS = re.compile(
    r"(?:\s?(?:km|kilometer|m|meter|cm|mm|kg|gram|uur|uren|min|minuten|euro|eur|%|procent|jaar|dagen|weken|"
    r"maanden|keer|x|stuks|personen|mensen|graden|punten|procent|pt|mb|gb|kb)\b|[.,:]\d|\s?[%x*=]|\s?-\s?\d{4})",
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
    r"(?:[ ]?-[ ]?\d{1,4}(?!\d)|[ -]{0,2}(?:bis|hs|huis|rd|zw|ter|quater|[IVX]{1,4})\b(?:[- ]?[A-Z]\b)?"
    r"|[ ]?-?[ ]?[A-Za-z](?![\w']|-\d{4})|[ ]?/[ ]?\w{1,4}\b"
    r"|[ -]\d{1,3}[ -]?(?:hoog|et(?:age)?)\b|[A-Za-z]\d{0,2}(?!\w)"
    r"|-[A-Za-z0-9]{1,4}(?!\w))?"
    r"(?:[ ]?-?[ ]?(?:\d{1,2}[ -]?)?(?:hoog|hs|huis|bis|bg|achter|voor)\b)?"
    r"(?:,?[ ](?:bus|bte|boite|box|app\.?|appartement|apt\.?|kamer|unit|etage)"
    r"(?:[ ]?[A-Za-z]?\d{1,4}[A-Za-z]?|[ ][A-Z])\b)?",
)
_SPACES = re.compile(r"[ \t]{1,2}$")
_LAST_WORD = re.compile(r"[A-Za-z~][A-Za-z'.~-]*$")
_LEFT = re.compile(r"(?:[A-Za-z~'][\w'.~-]*|\d{1,2}e)$")
_PARTICLES = frozenset(_WORDS.particles.split())
_STREET_OPENERS = frozenset(_WORDS.openers.split())
_ORDINALS = frozenset({"1e", "2e", "3e", "4e"})
_FOUR_DIGITS = re.compile(r"\d{4}")
_NL_CODE = Gated(r"(?<![\w-])[1-9]\d{3} ?[A-Za-z]{2}(?!\w)")
_NO_NL_LETTERS = frozenset({"SA", "SD", "SS"})
_LETTERS_OF_WORDS = frozenset(_WORDS.letter_words.split())
_BE_CODE = Gated(r"(?<![\w.,/#$+-])(?:B ?- ?)?[1-9]\d{3} +(?=[A-Z~'])")
_LONG_CODE = Gated(r"(?<![\w.,/#$+-])(?:(?:D|F|DE|FR|A|L|CH) ?- ?)?\d{4,5} +(?=[A-Z~])")
_CODE_NUMBER = re.compile(r",? (?:(?:en )?(?:huis)?(?:nummer|nr\.?)|no\.?) ?\d{1,4}(?: ?[a-zA-Z])?(?!\w)")
_SPOKEN = Gated(
    r"(?<!\w)[a-z~]{2,30}(?:straat|laan|plein|weg|gracht|kade|singel|dreef|hof) (?:nummer )?"
    r"(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en)?)?(?:tien|elf|twaalf|dertien|veertien|"
    r"(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|honderd|een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?!\w)",
    re.IGNORECASE,
)
_PROVINCE = re.compile(r" \((?:gld|nh|zh|nb|ov|ut|li|lb|fr|gr|dr|utr|l)\.?\)", re.IGNORECASE)
_UK_CODE = Gated(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)")
_BOX = Gated(
    r"(?<!\w)(?:postbus|po\.? ?box|p\.o\. ?box|postfach|boite postale|antwoordnummer|bp)\.? (?:nr\.? ?)?"
    r"\d{1,3}(?:[ .]?\d{3})?(?!\d)",
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

_CAPITAL_WORD = re.compile(r" [A-Z~]")


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
    blank = _SPACES.search(plain, max(0, number - 3), number)
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


def codes(plain: str, text: str) -> Iterator[Part]:
    """Postcodes with the place that follows."""
    if _FOUR_DIGITS.search(plain):
        yield from _numbered_codes(plain, text)
    for match in _UK_CODE.finditer(plain):
        yield Part(match.start(), match.end(), "code", 0.55 if " " in match.group() else 0.35, ("postcode",))


def _numbered_codes(plain: str, text: str) -> Iterator[Part]:
    """Those of four or five digits: Dutch, Belgian, and those of other countries."""
    yield from _dutch_codes(plain, text)
    for match in _BE_CODE.finditer(plain):
        known = known_place(text, match.end())
        end = known or place_at(text, match.end())
        if end:
            digits = re.sub(r"\D", "", match.group())
            doubtful = not known or 1900 <= int(digits) <= 2049  # noqa: PLR2004 - a year in front of a place
            score = 0.9 if match.group()[0] == "B" and known else 0.35 if doubtful else 0.65
            yield Part(match.start(), end, "code", score, ("postcode", "place"))
    for match in _LONG_CODE.finditer(plain):
        end = place_at(text, match.end())
        digits = re.sub(r"\D", "", match.group())
        known = known_place(text, match.end())
        if end and (len(digits) == 5 or not match.group()[0].isdigit()):  # noqa: PLR2004
            yield Part(match.start(), known or end, "code", 0.6 if known else 0.3, ("postcode", "place"))


def _dutch_codes(plain: str, text: str) -> Iterator[Part]:
    for match in _NL_CODE.finditer(plain):
        code = match.group()
        letters = code[-2:].upper()
        if letters in _NO_NL_LETTERS:
            continue
        gap = re.match(r"[ ]{1,3}|, ?|\r?\n|[ ]?[|;-][ ]?", plain[match.end() : match.end() + 4])
        after = match.end() + (gap.end() if gap else 0)
        end = known_place(text, after) if gap else 0
        if not end and gap and code[-2:].isupper() and "\n" not in gap.group() and ";" not in gap.group():
            end = place_at(text, after) if letters not in _LETTERS_OF_WORDS else 0
        known = bool(end and known_place(text, after))
        if code[-2:].isupper():
            doubtful = letters in _LETTERS_OF_WORDS
            score = 0.95 if known else 0.7 if not doubtful else 0.35
        elif code[-2:].islower():
            score = 0.85 if known and letters not in _LETTERS_OF_WORDS else 0.35 if known else 0.2
        else:
            continue
        if end:
            tail = re.compile(r" \((?:GLD|NH|ZH|NB|OV|UT|LI|LB|FR|GR|DR|Gld|Ov|Utr|Fr|L|NB)\.?\)").match(
                plain, end
            )
            end = tail.end() if tail else end
        number = _CODE_NUMBER.match(plain, match.end()) if not end else None
        if number:
            end, score = number.end(), max(score, 0.75)
        reasons = ("postcode", "place") if end else ("postcode",)
        yield Part(match.start(), end or match.end(), "code", score, reasons)


def boxes(plain: str) -> Iterator[Part]:
    """PO boxes and freepost numbers."""
    for match in _BOX.finditer(plain):
        weak = match.group()[:2].lower() == "bp"
        yield Part(match.start(), match.end(), "box", 0.3 if weak else 0.85, ("PO box",))
