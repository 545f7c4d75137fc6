"""Numbers with a letter in front in the cell next to a name: ``E1179;Jan Bakker``."""

import re
from collections.abc import Iterator, Sequence

from detectors.context import clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, one_of
from detectors.word_search import word_search

_TYPE = "EMPLOYEE_NUMBER"
_ALIKE = 2
_EMPLOYMENT = one_of("""
    team, afdeling, functie, contract, uren, hours, fte, in dienst, salaris, loon, schaal, verzuim, ziek,
    rooster, medewerker, medewerkers, werknemer, werknemers, employee, employees, personeel, staff, shift,
    emp, department, job title
""")
_HEADER = re.compile(
    r"(?<![a-z])(?:emp|employee|medewerker|werknemer|mdw|personeel|staff)(?![a-z])[^\n]{0,80}[|;\t,]"
)
_CELL = r"[\"']?(?P<value>[A-Z]{1,3}-?\d{3,6})[\"']?"
_CELL_BEFORE = re.compile(rf"(?:^|[\n|;\t,])[ ]?{_CELL} ?[|;\t,] ?[\"']?$")
_CELL_AFTER = re.compile(rf"[\"']? ?[|;\t,] ?{_CELL}(?= ?(?:[|;\t,\n]|$))")
_CELL_REACH = 24


def cells_beside(passage: Passage, people: Sequence[Finding]) -> list[Span]:
    """Numbers of one kind next to names, in a list that speaks of employment.

    One such number may be anything; two, or one below a header that names the employee, are staff numbers.

    Args:
        passage: The text.
        people: What was found in it with certainty.
    """
    names = [person for person in people if person.type == "PERSON"]
    if not names or not word_search(_EMPLOYMENT).starts(passage.lower):
        return []
    cells = [match.span("value") for name in names for match in _beside(passage.plain, name)]
    if len(cells) < _ALIKE and not _HEADER.search(passage.lower):
        return []
    return [span for span in cells if clue(passage, *span, _TYPE).kind in ("", _TYPE)]


def _beside(plain: str, name: Finding) -> Iterator[re.Match[str]]:
    """Numbers with a letter in front, in the cell before or after that of a name."""
    before = _CELL_BEFORE.search(plain, max(0, name.start - _CELL_REACH), name.start)
    after = _CELL_AFTER.match(plain, name.end)
    yield from (match for match in (before, after) if match)
