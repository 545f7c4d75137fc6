"""Dates of birth, in digits and in words."""

import re
from collections.abc import Sequence

from detectors.context import clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october|januar|februar|marz|maerz|juno|dezember"
    "|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|jan|feb|febr|mrt|maa|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec|dez|fev|avr|juil"
)
_MONTH = f"(?:{_MONTHS})(?: ?/ ?(?:{_MONTHS}))?"
"""A month; a passport names it in two languages: ``08 JUL/JUL 1992``."""

_DAYS = (
    "een|eerste|twee|tweede|drie|derde|vier|vierde|vijf|vijfde|zes|zesde|zeven|zevende|acht|achtste|negen|negende|tien"
    "|tiende|elf|elfde|twaalf|twaalfde|dertien|dertiende|veertien|veertiende|vijftien|vijftiende|zestien|zestiende"
    "|zeventien|zeventiende|achttien|achttiende|negentien|negentiende|twintig|twintigste|dertig|dertigste"
    "|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)entwintig(?:ste)?|eenendertig(?:ste)?"
)
_SEPARATED = r"(?<![\w/-])\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:'?\d{2}|(?:19|20)\d\d)(?![\w/-])"
_DAY_MONTH_YEAR = (
    rf"(?<![\w/-])\d{{1,2}}(?:e|ste|de|st|nd|rd|th|er)?[ .-]{{1,2}}(?:of )?{_MONTH}"
    r"[ .,'-]{1,3}(?:19|20)?\d\d(?!\d)"
)
_YEAR_FIRST = r"(?<![\w/-])[12]\d{3}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"
_MONTH_DAY_YEAR = (
    rf"(?<!\w)(?:{_MONTHS})[ .]{{1,2}}(?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? (?:(?:19|20)\d\d|'\d\d)(?!\d)"
)
_COMPACT = r"(?<![\w/-])\d{6}(?:\d\d)?(?![\w/-])"
_UNITS = "een|twee|drie|vier|vijf|zes|zeven|acht|negen"
_MONTH_NUMBERS = f"(?:nul )?(?:{_UNITS})|tien|elf|twaalf"
_YEARS = (
    "(?:negentienhonderd ?|negentien ?|tweeduizend ?|twintig ?)(?:en)?[a-z]{0,20}(?:tig|tien|elf|twaalf|"
    f"{_UNITS})|(?:(?:{_UNITS})en)?(?:dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
)
_ENGLISH_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_ENGLISH_DAYS = (
    f"{_ENGLISH_UNITS}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
    "|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
    f"|thirty(?:[ -](?:one|first))?"
    f"|twenty[ -](?:{_ENGLISH_UNITS}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
)
_ENGLISH_YEARS = (
    f"(?:nineteen )?(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:{_ENGLISH_UNITS}))?"
    f"|two thousand(?: and)?(?: (?:{_ENGLISH_UNITS}|ten|eleven|twelve))?"
    f"|twenty (?:(?:oh|o|zero) (?:{_ENGLISH_UNITS})|ten|eleven|twelve)"
)
_YEAR_IN_DIGITS = r"(?:19|20)\d\d"
_IN_WORDS = (
    rf"(?<!\w)(?:{_DAYS}) (?:(?:{_MONTHS}|{_MONTH_NUMBERS}),? (?:{_YEARS})"
    rf"|(?:{_MONTHS}),? {_YEAR_IN_DIGITS})(?!\w)"
)
_IN_ENGLISH_WORDS = (
    rf"(?<!\w)(?:{_ENGLISH_DAYS}) (?:(?:of )?(?:{_MONTHS}|{_ENGLISH_UNITS}|ten|eleven|twelve),? "
    rf"(?:{_ENGLISH_YEARS})|(?:of )?(?:{_MONTHS}),? {_YEAR_IN_DIGITS})(?!\w)"
)
_MONTH_FIRST_IN_WORDS = (
    rf"(?<!\w)(?:{_MONTHS}),? (?:(?:the )?(?:{_ENGLISH_DAYS})(?:,|,? of)? "
    rf"(?:{_ENGLISH_YEARS}|{_YEAR_IN_DIGITS})"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? (?:{_ENGLISH_YEARS}))(?!\w)"
)
"""``elf elf negentig``, ``the second of May nineteen eighty-nine``: dates as people say them."""

DAY_AND_MONTH = rf"\d{{1,2}}(?:e|ste|de|st|nd|rd|th)?\.? (?:of )?(?:{_MONTHS})(?![a-z])(?! ?\d\d)"
_BIRTHDAY_BEFORE = (
    rf"(?<!\w)(?:jarig|verjaart|verjaren|verjaardag|geb(?![a-z])\.?|geboren|bevallen van|birthday|bday"
    r"|geburtstag|anniversaire)"
    rf"[^.\n\d;]{{0,24}}(?:{DAY_AND_MONTH}|\d{{1,2}}[/-](?:1[0-2]|0?[1-9])(?![\d/.-]))"
)
_BIRTHDAY_AFTER = (
    rf"(?<![\w/-]){DAY_AND_MONTH} (?:is (?:hij|zij|ze|[a-z]{{2,20}}) )?(?:jarig|verjaart)(?![a-z])"
)
"""A day and month after or before a word for a birthday: nobody writes the year then."""

_DAY_FIRST = re.compile(rf"{DAY_AND_MONTH}|\d{{1,2}}[/-]\d{{1,2}}(?!\d)")
_NO_PERSON = re.compile(
    r"(?<![a-z])(?:koning|koningin|koningsdag|prins|prinses|bedrijf|firma|school|winkel|stad|club|vereniging|museum|jezus|"
    r"sinterklaas|bevrijding|republiek|company|website|merk|uitnodiging|feest|taart|bestel|beethoven|mozart|bach)"
)

DATE = f"(?:{_SEPARATED}|{_DAY_MONTH_YEAR}|{_YEAR_FIRST}|{_IN_WORDS})"
"""A date with day and month; for recognizers that look next to a person."""

_FROM_OR_TO = re.compile(
    r"(?<![a-z])(?:van|vanaf|per|tot|t/?m|sinds|sedert|from|since|until|till|to|seit|ab|bis|depuis)\s*$"
)
_BIRTH_SIGN = re.compile(
    r"(?:\u00b0|\(\*|[^\W\d_] ?[(,;\u2013-] ?(?:\*|[bB]\.)) ?(?:te )?"
    r"(?:[^\W\d_][\w' -]{1,28}, ?|[^\W\d_][\w'-]{1,28} )?(?:op )?$"
)
"""The sign of a birth, or the English ``b.`` after a comma or dash, and the place between it and the date."""
_SIGN_REACH = 40
_DECIMAL = re.compile(r"\d\.$")
_NUMBERS = re.compile(r"\d+")


class DateOfBirthRecognizer(CandidateRecognizer):
    """Date of birth.

    Legal basis: art. 4(1) GDPR. Format: any way people in the Netherlands and Belgium write a date. A date
    is a date of birth only when a label says so ("geboren", "dob", "né le", the Belgian ``°``), or when it
    stands next to a person in a record (see `detectors/records.py`).
    """

    detector = "date_of_birth"
    entities = ("DATE_OF_BIRTH",)
    labels = words("""
        geboren, geb, geboortedatum, geboorte datum, geboorte, gebdat, geb dat, geb datum, geb dd,
        geboortedag, geboortedata, hij is van, zij is van, ze is van, ik ben van, geboren te, geboren op,
        geboren in, verjaardag, jarig, geb d d, date of         birth, dob, d o b, birth date, birthdate,
        birthday, born, born on, birth, bday, geburtsdatum, geburtstag, geboren am, geb am, gebdatum, date
        de naissance, ne le, nee le, ne en, naissance, ddn, date naissance, nee a, ne a, verjaart, kinderen
        geboren, birth day, dateofbirth, geboortedatums
    """)
    candidate_patterns = (
        _SEPARATED,
        _DAY_MONTH_YEAR,
        _YEAR_FIRST,
        _MONTH_DAY_YEAR,
        _COMPACT,
        _IN_WORDS,
        _IN_ENGLISH_WORDS,
        _MONTH_FIRST_IN_WORDS,
        _BIRTHDAY_BEFORE,
        _BIRTHDAY_AFTER,
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Only dates that exist, and only with a label."""
        findings = []
        for start, end in spans:
            if _BIRTHDAY.match(passage.lower, start):
                findings += self._birthday(passage, start, end)
                continue
            if not is_date(passage.plain[start:end]) or _DECIMAL.search(
                passage.plain, max(0, start - 2), start
            ):
                continue
            if _BIRTH_SIGN.search(passage.text, max(0, start - _SIGN_REACH), start):
                findings.append(self.found((start, end), 0.85, "pattern", "birth sign"))
                continue
            context = clue(passage, start, end, self.entities[0])
            if context.kind != self.entities[0] or self._is_period(passage, start):
                continue
            if passage.plain[start:end].isdigit() and context.strength < 1.0:
                continue
            findings.append(
                self.found((start, end), 0.7 + 0.25 * context.strength, "pattern", context.reason)
            )
        return findings

    def _birthday(self, passage: Passage, start: int, end: int) -> list[Finding]:
        """``Kees verjaart op 3 mei``: of a person, not of a king, a firm or a cake."""
        around = passage.lower[max(0, start - _AROUND) : end + _AROUND]
        date = _DAY_FIRST.search(passage.lower, start, end)
        if not date or _NO_PERSON.search(around) or not is_date(date.group()):
            return []
        return [self.found(date.span(), 0.7, "pattern", "label before")]

    def _is_period(self, passage: Passage, start: int) -> bool:
        """Whether the date begins or ends a period ("from", "until"); "he is from" is a label."""
        labelled = any(hit.kind == self.entities[0] for hit in passage.labels_before(start, 1))
        return not labelled and bool(_FROM_OR_TO.search(passage.lower, max(0, start - 12), start))


_BIRTHDAY = re.compile(
    r"(?:jarig|verjaa|geb|bevallen|birthd|bday|anniv)"
    r"|\d{1,2}[a-z]{0,3}\.? (?:of )?[a-z]{3,9} (?:is |jarig|verjaart)"
)
_AROUND = 40


def is_date(value: str) -> bool:
    """Whether a candidate is a day that exists on the calendar."""
    numbers = [int(number) for number in _NUMBERS.findall(value)]
    if value.isdigit():
        return _is_compact_date(value)
    if len(numbers) == 2 and not any(map(str.isalpha, value)):  # noqa: PLR2004 - day and month
        return 1 <= numbers[0] <= 31 and 1 <= numbers[1] <= 12  # noqa: PLR2004 - a calendar
    if any(character.isalpha() for character in value):
        return not numbers or 1 <= min(numbers) <= 31 or not value[0].isdigit()  # noqa: PLR2004 - a calendar
    first, second, third = numbers
    if first > 31:  # noqa: PLR2004 - a calendar
        return 1900 <= first <= 2099 and 1 <= second <= 12 and 1 <= third <= 31  # noqa: PLR2004 - a calendar
    return (1 <= first <= 31 and 1 <= second <= 12) or (1 <= first <= 12 and 1 <= second <= 31)  # noqa: PLR2004


def _is_compact_date(value: str) -> bool:
    """``19850312``, ``12031985`` or ``120385``."""
    if len(value) == 6:  # noqa: PLR2004 - DDMMYY
        return 1 <= int(value[:2]) <= 31 and 1 <= int(value[2:4]) <= 12  # noqa: PLR2004
    for day, month, year in ((value[6:], value[4:6], value[:4]), (value[:2], value[2:4], value[4:])):
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and 1900 <= int(year) <= 2099:  # noqa: PLR2004
            return True
    return False
