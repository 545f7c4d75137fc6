"""Values that stand next to a person without a label: ``Jan Bakker (12-03-1985)``."""

import re
from collections.abc import Iterator, Sequence

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import TextRecognizer, one_of
from detectors.recognizers.birthdays import birthdays, dates_in_rows
from detectors.recognizers.date_of_birth import DATE, is_date
from detectors.recognizers.employee_cells import cells_beside

_PEOPLE = frozenset({"PERSON", "DATE_OF_BIRTH", "ADDRESS", "EMAIL_ADDRESS"})
_CERTAIN = 0.5
_JOINT = (
    r"['\"]?(?: (?:sr|jr|sen|jun)\b\.?)?(?: \([a-z .]{1,12}\d{0,4}\)(?=,))?(?: ?\(| ?[,;|/] ?|\t+| - | {2,})"
    r"(?:[mvfx][,;] ?|man, |vrouw, |[*] ?)?[\"']?"
)
_BIRTH_DATE = re.compile(rf"{_JOINT}(?P<date>{DATE})(?P<after>.?)", re.IGNORECASE)
_NUMBER = re.compile(
    r"['\"]? ?\((?P<label>(?:pers(?:oneels)?\.?[ -]?|medewerker ?)?(?:nr|no|nummer|id)\.?:? ?)?"
    r"(?P<number>(?:[a-z]{1,4}-?)?\d[\d-]{2,9})\)",
    re.IGNORECASE,
)
_DATE_RANGE = re.compile(r"\s?(?:-|~|t/?m|tot|until|to|bis)\s?\d|,? ?\d\d?:\d\d|T\d\d|\s(?:om|at) \d")
_CHILD_WORDS = one_of("""
    zoon, zoontje, dochter, dochtertje, kind, kinderen, kleinkind, leerling, baby, peuter, kleuter,
    scholier, kinderopvang, kinderopvangtoeslag, opvang, school, child, son, daughter, pupil, toddler,
    kinderbijslag, sohn, tochter, fils, fille, enfant, docent, klas, groep
""")
_CHILD = re.compile(rf"(?<![a-z]){_CHILD_WORDS}(?![a-z])")
_OF_CHILD = re.compile(
    r"(?<![a-z])(?:kind|kindje|zoon|zoontje|dochter|dochtertje|leerling|kleinkind|baby|child|son|daughter|pupil)\W{1,3}$"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)|(?:'|(?<=\d[-/. ])(?=[4-9]))(?P<short>\d\d)$")
_THIS_CENTURY = 30
"""A year in two digits below this one is of the 21st century."""

_GROWN_UP = range(1900, 2013)
_ANY_AGE = range(1900, 2030)
_DIGITS_WITHOUT_LABEL = 5
_REACH = 300
_GAP = 16
_ALIKE = 2
"""How many numbers of a list must stand beside a person for the others to count."""


class RecordRecognizer(TextRecognizer):
    """Birth dates, employee numbers and BSNs that a record puts next to a person without a label.

    Legal basis: as for the types themselves. A date directly after a name, in brackets or after a comma, is
    a birth date when its year fits; a run of five digits or more in brackets after a name is the number of
    that person; a number that passes the eleven-test in a row with a person is a BSN.
    """

    detector = "record"
    entities = ("DATE_OF_BIRTH", "EMPLOYEE_NUMBER", "NL_BSN")

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Look right after each person, and around numbers that were almost a BSN."""
        found: list[Finding] = []
        people = [finding for finding in findings if finding.score >= _CERTAIN]
        for person in people:
            if person.type == "PERSON":
                found += self._birth_date(passage, person)
                found += self._number(passage, person.end)
        names = [person for person in people if person.type == "PERSON"]
        for span in (*birthdays(passage, names), *dates_in_rows(passage, names)):
            found.append(self.found(span, 0.65, "date after a person", entity="DATE_OF_BIRTH"))
        for span in cells_beside(passage, people):
            found.append(self.found(span, 0.6, "number beside a person", entity="EMPLOYEE_NUMBER"))
        return found + list(self._numbers_in_rows(passage, findings, [*people, *found]))

    def _numbers_in_rows(
        self, passage: Passage, findings: Sequence[Finding], known: Sequence[Finding]
    ) -> Iterator[Finding]:
        """Numbers that were almost a BSN, in a row with a person, or in the place of two that are."""
        doubts = [doubt for doubt in findings if doubt.type == "NL_BSN" and doubt.score < _CERTAIN]
        if not doubts:
            return
        near = [finding for finding in known if finding.type in _PEOPLE]
        ends, starts = {person.end for person in near}, {person.start for person in near}
        for phone in known:
            if phone.type == "PHONE_NUMBER" and _in_a_row(passage, phone, ends, starts):
                ends.add(phone.end)
        rows = [doubt for doubt in doubts if _in_a_row(passage, doubt, ends, starts)]
        places = [_place(passage, doubt) for doubt in rows]
        for doubt in doubts:
            if doubt in rows or places.count(_place(passage, doubt)) >= _ALIKE:
                yield self.found((doubt.start, doubt.end), 0.65, "checksum", "row", entity="NL_BSN")

    def _birth_date(self, passage: Passage, person: Finding) -> Iterator[Finding]:
        end = person.end
        match = _BIRTH_DATE.match(passage.lower, end)
        if not match or not is_date(match["date"]):
            return
        year = _YEAR.search(match["date"])
        if not year or _DATE_RANGE.match(passage.lower, match.end("date")):
            return
        bracket = "(" in match.group()
        around = passage.lower[max(0, end - _REACH) : end + _REACH]
        child = (
            _CHILD.search(around)
            if bracket
            else _OF_CHILD.search(passage.lower, max(0, person.start - _GAP), person.start)
        )
        years = _ANY_AGE if child else _GROWN_UP
        if _century(year) in years:
            yield self.found(match.span("date"), 0.65, "date after a person", entity="DATE_OF_BIRTH")

    def _number(self, passage: Passage, end: int) -> Iterator[Finding]:
        match = _NUMBER.match(passage.plain, end)
        if not match:
            return
        digits = sum(map(str.isdigit, match["number"]))
        if match["label"] or digits >= _DIGITS_WITHOUT_LABEL:
            yield self.found(match.span("number"), 0.6, "number after a person", entity="EMPLOYEE_NUMBER")


def _century(year: re.Match[str]) -> int:
    """A year in full: ``'38`` is 1938."""
    if not year["short"]:
        return int(year.group())
    short = int(year["short"])
    return short + (2000 if short < _THIS_CENTURY else 1900)


_FILLERS = one_of(r"""
    \d\d? ?(?:jr?|jaar|years?|yrs?|y/?o|ans|jahre)\.?, none, null, nil, nan, n/?a, [mvfx], man, vrouw, male,
    female
""")
_SEPARATOR = re.compile(
    rf"['\")]?\s?(?:[,;|/(\t]| {{2,}}| - )[ \t'\"(]{{0,3}}(?:{_FILLERS}['\"]?\s?[,;|/\t][ \t'\"(]{{0,3}})?",
    re.IGNORECASE,
)
"""What may stand between two values of a record: a comma, an age or a sex, an empty value."""


def _place(passage: Passage, number: Finding) -> tuple[str, str]:
    """What stands around a number: the same for all rows of a list; nothing tells for ordinary text."""
    before, after = passage.plain[number.start - 1 : number.start], passage.plain[number.end : number.end + 2]
    return (before, after) if before in "\"'" and before else (str(number.start), "")


def _in_a_row(passage: Passage, number: Finding, ends: set[int], starts: set[int]) -> bool:
    """Whether only a separator stands between a number and personal data before or after it."""
    before = [(end, number.start) for end in range(number.start - _GAP, number.start) if end in ends]
    after = [(number.end, start) for start in range(number.end + 1, number.end + _GAP + 1) if start in starts]
    return any(_SEPARATOR.fullmatch(passage.plain, *gap) for gap in (*before, *after))
