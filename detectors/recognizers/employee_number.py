"""Numbers by which an employer knows its people."""

import re
from collections.abc import Sequence

from detectors.context import BEFORE, Clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, words
from detectors.recognizers.labelled import LabelledRecognizer

_MIN_DIGITS = 3
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
"""The end of an amount such as ``3,215``."""

_DAY_AND_MONTH = re.compile(r"\d{1,2}[-.]\d{1,2}")
_VALUE_BEFORE = re.compile(r"\d{3}")
_LIST = re.compile(
    r"(?:[\s,;:/&+>()\"'-]|(?:en|and|und|et|of|or|nr)(?![a-z])|[a-z]{0,4}[-_./]?\d[\d.-]*)*", re.IGNORECASE
)
_PLURAL = re.compile(r"(?:s|nummers|numbers|nrs|ids|codes)$")
_POSTCODE = re.compile(r"[1-9]\d{3}(?: ?[A-Z]{2}(?!\w)| +[A-Z][a-z]{2})")
_NESTED = re.compile(
    r"""["'](?:employee|medewerker|werknemer|personeelslid|staff|mitarbeiter)["']\s{0,4}:\s{0,4}\{\s{0,20}"""
    r"""["'](?:id|nr|no|number|nummer|code|key)["']\s{0,4}:\s{0,4}["']?(?P<value>[a-z]{0,4}[-_]?\d{3,12})(?![\w-])"""
)


class EmployeeNumberRecognizer(LabelledRecognizer):
    """Employee number, in whatever form the employer gives it.

    Legal basis: art. 4(1) and (5) GDPR: it singles out a person for whoever has the personnel file. Format:
    free; three digits or more, a few letters and dashes. Only its label tells it apart.
    """

    detector = "employee_number"
    entities = ("EMPLOYEE_NUMBER",)
    labels = words("""
        personeelsnummer, personeels nummer, personeelsnr, personeels id, personeelscode, pers nr, persnr,
        p nr, medewerkernummer, medewerkersnummer, medewerker nummer, medewerkernr, medewerker nr,
        medewerker id, medewerkers id, medewerkercode, mdw nr, mdwnr, mdw nummer, mdw id, werknemernummer,
        werknemersnummer, werknemer nummer, werknemernr, werknemer nr, werknemer id, werknemers id, wn nr,
        stamnummer, stamnr, stam nr, loonnummer, salarisnummer, badgenummer, badge nr, badge id,
        personeels badge, collega nummer, employee number, employee no, employee nr, employee id,
        employeeid, empid, emp id, emp no, emp nr, staff number, staff no, staff id, personnel number,
        personnel no, personnel id, payroll number, payroll id, worker id, personalnummer, personal nr,
        mitarbeiternummer, mitarbeiter nr, mitarbeiter id, matricule, numero de matricule, numero matricule,
        numero d'employe, id employe, numero du personnel, pn, pnr, personeelsnrs, employee code,
        medewerkers nr, personeelsnummers, medewerkernummers, medewerkersnummers, werknemersnummers,
        wnr, wknr, werknr, werkn nr, wkn nr, mw nr, mwnr, medew nr, medewnr, persoonlijk personeelsnummer,
        personeelslid nr, personeelsreferentie, persnummer, pers nummer, hr nummer, collegenummer,
        roosternummer, crew id, staff code, staff nr,
        stamnummers, employee numbers, employee ids, staff numbers
    """)
    value_pattern = r"(?<![\w./-])(?:[a-z]{1,4}[-_./]?)?\d[\d.-]{1,11}[a-z]{0,2}(?![\w/-]|\.\d)"

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Values with a label, and the ``id`` of an object called employee."""
        nested = (
            self.found(match.span("value"), 0.85, "pattern", "header")
            for match in (_NESTED.finditer(passage.lower) if '"' in passage.plain else ())
        )
        return super().analyze_text(passage, findings) + list(nested)

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """A value with enough digits is it, unless it is a date or an amount."""
        start, end = span
        value = passage.plain[start:end].rstrip(".-")
        digits = sum(map(str.isdigit, value))
        before = passage.plain[max(0, start - 3) : start]
        if _DAY_AND_MONTH.fullmatch(value):
            return None
        if digits < _MIN_DIGITS or "$" in before or value.count("-") > 1 or value.count(".") > 1:
            return None
        if context.reason == "label before" and not _is_announced(passage, start):
            return None
        if _POSTCODE.match(passage.plain, start) and _after_comma(passage.plain, start):
            return None
        if context.reason != "header" and _THOUSANDS.search(passage.plain, max(0, start - 2), start + 4):
            return None
        return self.found(
            (start, start + len(value)), 0.75 + 0.2 * context.strength, "pattern", context.reason
        )


def _is_announced(passage: Passage, start: int) -> bool:
    """Whether a label still speaks of the second number after it: only in a list, or when it is a plural.

    ``Stamnr. 417, Kerkstraat 210``: the house number is no staff number.
    """
    hits = [hit for hit in passage.labels_before(start, BEFORE) if hit.kind == "EMPLOYEE_NUMBER"]
    if not hits:
        return True
    between = passage.plain[hits[-1].end : start]
    first = _VALUE_BEFORE.search(between)
    if not first or _PLURAL.search(passage.lower[hits[-1].start : hits[-1].end]):
        return True
    return _LIST.fullmatch(between, first.start()) is not None


def _after_comma(plain: str, start: int) -> bool:
    """A four-digit number with letters or a place after a comma or in a line of its own is a postcode."""
    return plain[max(0, start - 2) : start].strip(" ")[-1:] in {",", "\n"}
