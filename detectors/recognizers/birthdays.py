"""Birth dates of people in lists: of birthdays, without a year, and in rows of cells, without a header."""

import re
from collections.abc import Iterator, Sequence

from detectors.context import DATE
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers import date_of_birth
from detectors.recognizers.base import Span

_SPOKEN = ("verjaar", "jarig", "birthday", "bday", "geburtstag", "anniversaire")
_DAY = rf"(?:{date_of_birth.DAY_AND_MONTH}|\d{{1,2}}[/-](?:1[0-2]|0?[1-9])(?![\d/.-]))"
_DAY_AFTER = re.compile(
    rf"['\"]?(?: ?[:;,|\t(] ?| [-\u2013>]{{1,2}} | {{2,}}| op | on | am | le )(?P<day>{_DAY})"
)
_DAY_BEFORE = re.compile(rf"(?:^|[\n|;\t] ?)(?:[*\u2022-] )?(?P<day>{_DAY})(?: ?[:;,|\t] ?| [-\u2013] | )$")
_DAY_REACH = 24

_CELL_DATE = re.compile(
    r"[;|\t] ?\"?(?P<date>\d{1,2}[-/.]\d{1,2}[-/.](?P<year>19\d\d|20\d\d)"
    r"|(?P<first>19\d\d|20\d\d)-\d\d-\d\d)\"?(?= ?(?:[;|\t\n]|$))"
)
_MANY_CELLS = 3
_BEGINS_ROW = 24
_GROWN_UP = range(1930, 2010)
_ROWS = 2


def birthdays(passage: Passage, names: Sequence[Finding]) -> Iterator[Span]:
    """``Anneke - 3 februari`` in a text that speaks of birthdays: a day and a month beside each name."""
    if not names or not any(word in passage.lower for word in _SPOKEN):
        return
    for name in names:
        beside = _DAY_AFTER.match(passage.lower, name.end) or _DAY_BEFORE.search(
            passage.lower, max(0, name.start - _DAY_REACH), name.start
        )
        if beside and date_of_birth.is_date(beside["day"]):
            yield beside.span("day")


def dates_in_rows(passage: Passage, names: Sequence[Finding]) -> list[Span]:
    """``Vos, Pim;Oss;04-10-1996;32``: the one date in the rows of people, when no header says what it is.

    A text that names other dates ("in dienst", "factuurdatum") may mean those; one date tells nothing.
    """
    plain, found, done = passage.plain, [], -1
    for name in names:
        if name.end < done:
            continue
        end = plain.find("\n", name.end)
        done = end if end >= 0 else len(plain)
        line = plain.rfind("\n", 0, name.start) + 1
        if (
            name.start - line > _BEGINS_ROW
            or sum(plain.count(sign, line, done) for sign in ";|\t") < _MANY_CELLS
        ):
            continue
        dates = list(_CELL_DATE.finditer(plain, name.end, done))
        if len(dates) == 1 and _may_be_birth(passage, dates[0]):
            found.append(dates[0].span("date"))
    if len({plain[start:end] for start, end in found}) < _ROWS or any(
        hit.kind == DATE for hit in passage.labels
    ):
        return []
    return found


def _may_be_birth(passage: Passage, date: re.Match[str]) -> bool:
    """A day that exists, in a year in which who works now can be born, under no header."""
    year = int(date["year"] or date["first"])
    return (
        year in _GROWN_UP
        and date_of_birth.is_date(date["date"])
        and passage.cells.at(date.start("date")) is None
    )
