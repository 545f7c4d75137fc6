"""Employee numbers without a label: the word for the employee, or facts of the contract, beside them."""

import re
from collections.abc import Sequence

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, one_of

_EMPLOYEE = one_of("""
    medewerker, medewerkster, mdw, werknemer, werkneemster, personeelslid, collega, emp, employee, staff
    member, mitarbeiter, mitarbeiterin, salarie
""")
_NUMBER = re.compile(r"(?:[a-z]{1,4}[-_]?)?\d{4,9}$", re.IGNORECASE)
_EACH = re.compile(r"(?<![\w-])(?:[a-z]{1,3}-?\d{4,8}|\d{5,9})(?![\w-])", re.IGNORECASE)
_EMPLOYED = one_of(
    "contract, dienstverband, in dienst, functie, afdeling, afd, fte, team, schaal, casemanager"
)
_ONE = r"(?:[a-z]{1,3}-?\d{4,8}|\d{5,9})"
_ENDS = r"(?![\w/:-]|[.,]\d)"
_ANYBODY = re.compile(r"(?<![a-z])(?:per|elke|iedere|een|each|every|pro|par|an?)\s$")
_QUANTITY = re.compile(
    r"['\")]?\s?(?:euro|eur|\$|uur|uren|hours|keer|x\b|procent|%|km|dagen|days)", re.IGNORECASE
)
_MIN_AFTER_COLON = 5
_YEAR = range(1900, 2100)


class EmployeeBesideNumberRecognizer(CandidateRecognizer):
    """Employee number that follows the employee, or that facts of employment follow.

    Legal basis: as for `EmployeeNumberRecognizer`. Format: five digits or more, or a few letters and four;
    four digits after a key. Amounts, years and what each employee gets are left out.
    """

    detector = "employee_beside_number"
    entities = ("EMPLOYEE_NUMBER",)
    candidate_patterns = (
        rf"(?<![a-z]){_EMPLOYEE}[\"'\]]{{0,2}} ?[=:#]{{1,2}} ?[\"']?(?:[a-z]{{1,4}}[-_]?)?\d{{4,9}}{_ENDS}",
        rf"(?<![a-z]){_EMPLOYEE}s?\.? {_ONE},? (?:en |and )?{_ONE}{_ENDS}",
        rf"(?<![a-z]){_EMPLOYEE}\.? \(?(?:[a-z]{{1,3}}-?\d{{4,8}}|\d{{5,9}}){_ENDS}",
        rf"(?<![\w-])[pmwe]\d{{5,7}}, (?:{_EMPLOYED}|\d{{1,2}} ?(?:uur|u|fte)|\d[.,]\d{{1,2}} ?fte)(?![a-z])",
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """``emp=441029``, ``medewerker 100482``, ``P004417, contract 28 uur``: a person and a bare number."""
        found = []
        for start, end in spans:
            pair = list(_EACH.finditer(passage.plain, start, end))
            if len(pair) > 1 and not _QUANTITY.match(passage.plain, end):
                found += [self.found(one.span(), 0.75, "pattern", "employee before") for one in pair]
                continue
            facts = passage.lower.find(", ", start, end)
            number = _NUMBER.search(passage.plain, start, end if facts < 0 else facts)
            if not number:
                continue
            short = ":" in passage.plain[start:end] and len(number.group()) < _MIN_AFTER_COLON
            year = number.group().isdigit() and int(number.group()) in _YEAR
            anybody = _ANYBODY.search(passage.lower, max(0, start - 10), start)
            if not (short or year or anybody or _QUANTITY.match(passage.plain, number.end())):
                found.append(self.found(number.span(), 0.75, "pattern", "employee before or facts after"))
        return found
