"""Registration number of Dutch health professionals."""

import re
from collections.abc import Sequence

from detectors.context import BEFORE, Clue, clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, one_of, words

_WORD = re.compile(r"[A-Za-z]{2,}")
_PROFESSIONS = frozenset({"01", "02", "03", "04", "05", "16", "17", "25", "29", "30", "81", "87", "88", "89"})
_CARERS = one_of("""
    [a-z]*arts(?:en)?, arts in opleiding, specialist ouderengeneeskunde, psychiater, internist, cardioloog,
    neuroloog, [a-z]*chirurg, gynaecoloog, orthopeed, radioloog, anesthesioloog, dermatoloog, uroloog,
    longarts, oncoloog, orthodontist, apotheker, fysiotherapeute?, verloskundige, [a-z]*verpleegkundige,
    verpleegkundig specialist, physician assistant, gz[ -]?psycholoog, gezondheidszorgpsycholoog, klinisch
    [a-z]*psycholoog, psychotherapeut, orthopedagoog[ -]generalist, klinisch technoloog, mondhygienist,
    physician, general practitioner, pharmacist, dentist, physiotherapist, midwife, nurse, psychiatrist
""")
_SIGNED = re.compile(rf"(?<![a-z]){_CARERS}(?![a-z])[^\d.;?!]{{0,24}}$")
"""A profession of the register (art. 3 and 34 of the act) shortly before a number, as people sign."""

_REACH = 64
_SECOND_DIGIT = "9"
"""Of the numbers in use; the first is free."""


class BigNumberRecognizer(CandidateRecognizer):
    """BIG-nummer of a registered health professional.

    Legal basis: Wet op de beroepen in de individuele gezondheidszorg, art. 3; public, but personal data.
    Format: eleven digits of which the last two are the profession (01 physician, 30 nurse). Source: CIBG,
    BIG-register.
    """

    COUNTRY_CODE = "nl"
    detector = "nl_big_number"
    entities = ("NL_BIG_NUMBER",)
    labels = words("""
        big, big nummer, big nr, big registratie, big registratienummer, big reg, bignummer, big register,
        big geregistreerd, big registration, big number, big inschrijving
    """)
    candidate_patterns = (r"(?<![\w.+-])\d(?:[ .-]?\d){10}(?![\w]|[.-]\d)",)

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Numbers with the label, and those that a professional signs with."""
        findings = []
        for span in spans:
            context = clue(passage, *span, self.entities[0])
            if context.kind == self.entities[0]:
                findings.append(self._weigh(passage, span, context))
            elif context.strength < 1.0:
                findings.append(self._signed(passage, span))
        return [finding for finding in findings if finding]

    def _signed(self, passage: Passage, span: Span) -> Finding | None:
        """``A. Vos, bedrijfsarts, 19012345601``: a profession before it, its code at the end."""
        digits = "".join(filter(str.isdigit, passage.plain[span[0] : span[1]]))
        if digits[1] != _SECOND_DIGIT or digits[-2:] not in _PROFESSIONS or len(set(digits)) == 1:
            return None
        if not _SIGNED.search(passage.lower, max(0, span[0] - _REACH), span[0]):
            return None
        return self.found(span, 0.75, "pattern", "profession code", "profession before")

    def _weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """Eleven digits with the label; the profession code adds certainty."""
        digits = "".join(filter(str.isdigit, passage.plain[span[0] : span[1]]))
        if len(set(digits)) == 1 or (context.reason == "label before" and _is_just_big(passage, span)):
            return None
        if digits[-2:] in _PROFESSIONS:
            return self.found(span, 0.95, "pattern", "profession code", context.reason)
        return self.found(span, 0.8, "pattern", context.reason)


def _is_just_big(passage: Passage, span: Span) -> bool:
    """Whether the label is "big" alone, with more words up to the number: "big data of 12345678901 rows"."""
    before = passage.labels_before(span[0], BEFORE)
    if not before or before[-1].end - before[-1].start > len("big"):
        return False
    gap = passage.plain[before[-1].end : span[0]]
    return len(_WORD.findall(gap)) > 1
