"""Registration number of Dutch health professionals."""

import re

from detectors.context import BEFORE, Clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, words
from detectors.recognizers.labelled import LabelledRecognizer

_WORD = re.compile(r"[A-Za-z]{2,}")
_PROFESSIONS = frozenset({"01", "02", "03", "04", "05", "16", "17", "25", "29", "30", "81", "87", "88", "89"})


class BigNumberRecognizer(LabelledRecognizer):
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
    value_pattern = r"(?<![\w.-])\d(?:[ .-]?\d){10}(?![\w]|[.-]\d)"

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
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
