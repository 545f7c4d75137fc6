"""Postcodes with their place, and PO boxes: the parts of an address that begin with digits or are a box.

Formats: NL postcodes are four digits, not starting with 0, and two letters, not SA, SD or SS (PostNL,
"Postcodes in Nederland"); BE postcodes 1000-9999 (bpost); DE and FR postcodes five digits before the place.
"""

import re
from collections.abc import Iterator

from detectors.gated import Gated
from detectors.recognizers.address_parts import IN_WORDS, WORDS, Part, known_place, place_at

_FOUR_DIGITS = re.compile(r"\d{4}")
_NL_CODE = Gated(r"(?<![\w-])[1-9]\d{3} ?[A-Za-z]{2}(?!\w)")
_NO_NL_LETTERS = frozenset({"SA", "SD", "SS"})
_LETTERS_OF_WORDS = frozenset(WORDS.letter_words.split())
_BE_CODE = Gated(r"(?<![\w.,/#$+-])(?:B ?- ?)?[1-9]\d{3} +(?=[A-Z~'])")
_LONG_CODE = Gated(r"(?<![\w.,/#$+-])(?:(?:D|F|DE|FR|A|L|CH) ?- ?)?\d{4,5} +(?=[A-Z~])")
_ENGLISH_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_ENGLISH_NUMBER = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_ENGLISH_UNIT})?"
    rf"|ten|eleven|twelve|thirteen|fifteen|(?:four|six|seven|eigh|nine)teen|{_ENGLISH_UNIT})"
)
_CODE_NUMBER = re.compile(
    r",? (?:(?:en |met |and )?(?:(?:mijn|het|ons|house) ?)?(?:huis)?"
    r"(?:nummer|number|nr\.?)|no\.?)(?: is|:)? ?"
    rf"(?:\d{{1,4}}(?: ?[a-zA-Z])?|{IN_WORDS}|{_ENGLISH_NUMBER})(?!\w)"
)
_LABEL_BEFORE = re.compile(
    r"(?<![a-z])(?:postcode|postal code|zip ?code)(?: is| was)?[ :=]{1,3}$", re.IGNORECASE
)
_SAID = rf"(?:nul|zero|oh|{IN_WORDS}|{_ENGLISH_NUMBER})"
_DICTATED = re.compile(
    r"(?<![a-z])(?:postcode|postal code|zip ?code)(?: is| was)?[ :,]{1,2}"
    rf"(?P<code>{_SAID}(?:[ ,-]{{1,2}}{_SAID}){{1,3}}[ ,-]{{1,2}}[a-z][ ,-]{{0,2}}[a-z])(?![a-z])",
    re.IGNORECASE,
)
"""``postcode is vijf zes negen een G B``."""

_MADE_UP = frozenset(
    {"1234AB", "1234AA", "1234XX", "1234XY", "1234CD", "1234ZZ", "1111AA", "9999XX", "9999ZZ"}
)
_EXAMPLE = re.compile(
    r"(?<![a-z])(?:assert\w*|expect|tobe|parametrize|is_?valid\w*|valid\w*|normali[sz]e\w*|format\w*|formaat|regex"
    r"|bijv|bv|bijvoorbeeld|voorbeeld|example|zoals|such as|e\.g)(?![a-z])[^\n]{0,40}$",
    re.IGNORECASE,
)
"""``assert is_valid("1011 KL")``: what a test, a comment or a hint takes for an example."""

_OF_PATTERN = (r"]\d{3}", r"][0-9]{3}", r"\d{4}", r"[0-9]{4}", r"[a-z]{2}", r"[A-Z]{2}")
_EXAMPLE_REACH = 60
_BARE, _SHOWN = 0.7, 0.35
_NOT_OF_ADDRESS = re.compile(
    r"(?<![a-z])(?:artikel|art|artt|lid|perceel|sectie|versie|model|type)\.? $", re.IGNORECASE
)
_HOUSE_AFTER = re.compile(
    r",? ?[-/]? ?(?!\d{4} ?[A-Za-z]{2}(?!\w))[1-9]\d{0,3}(?: ?[a-zA-Z]{1,2})?(?=[\n.,;)\"'?!]|$)(?![.,]\d)"
)
"""``8921 HT 63``: a postcode and a house number are a whole address in the Netherlands."""

_PROVINCE = re.compile(r" \((?:GLD|NH|ZH|NB|OV|UT|LI|LB|FR|GR|DR|Gld|Ov|Utr|Fr|L|NB)\.?\)")
_UK_CODE = Gated(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)")
_BOX = Gated(
    r"(?<!\w)(?:postbus|po\.? ?box|p\.o\. ?box|postfach|boite postale|antwoordnummer|bp)\.? (?:nr\.? ?)?"
    r"\d{1,3}(?:[ .]?\d{3})?(?!\d)",
    re.IGNORECASE,
)


def codes(plain: str, text: str) -> Iterator[Part]:
    """Postcodes with the place that follows."""
    if _FOUR_DIGITS.search(plain):
        yield from _numbered_codes(plain, text)
    if any(word in plain for word in ("ostcode", "ostal code", "ip code", "ipcode")):
        yield from _dictated(plain)
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
    patterns = "{" in plain and any(piece in plain for piece in _OF_PATTERN)
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
        if _NOT_OF_ADDRESS.search(plain, max(0, match.start() - 12), match.start()):
            continue
        if end:
            tail = _PROVINCE.match(plain, end)
            end = tail.end() if tail else end
        else:
            end, score = _without_place(plain, match, score, patterns=patterns)
        reasons = ("postcode", "place") if end else ("postcode",)
        yield Part(match.start(), end or match.end(), "code", score, reasons)


def _without_place(plain: str, code: re.Match[str], score: float, *, patterns: bool) -> tuple[int, float]:
    """End of the house number behind a postcode, 0 when there is none, and the score of both."""
    letters = code.group()[-2:]
    number = _CODE_NUMBER.match(plain, code.end())
    if not number and letters.isupper() and letters not in _LETTERS_OF_WORDS:
        number = _HOUSE_AFTER.match(plain, code.end())
    if number:
        return number.end(), max(score, 0.75)
    if score < _BARE and _LABEL_BEFORE.search(plain, max(0, code.start() - 24), code.start()):
        score = _BARE
    if score >= _BARE and _is_example(plain, code.start(), code.group(), patterns=patterns):
        score = _SHOWN
    return 0, score


def _dictated(plain: str) -> Iterator[Part]:
    """A postcode in words, with the number of the house behind it."""
    for match in _DICTATED.finditer(plain):
        number = _CODE_NUMBER.match(plain, match.end())
        end = number.end() if number else match.end()
        yield Part(match.start("code"), end, "code", 0.75, ("postcode", "in words"))


def _is_example(plain: str, start: int, code: str, *, patterns: bool) -> bool:
    """Whether a bare postcode shows a form: made up, in a test, or beside a pattern."""
    if patterns or code.replace(" ", "").upper() in _MADE_UP:
        return True
    return _EXAMPLE.search(plain, max(0, start - _EXAMPLE_REACH), start) is not None


def boxes(plain: str) -> Iterator[Part]:
    """PO boxes and freepost numbers."""
    for match in _BOX.finditer(plain):
        weak = match.group()[:2].lower() == "bp"
        yield Part(match.start(), match.end(), "box", 0.3 if weak else 0.85, ("PO box",))
