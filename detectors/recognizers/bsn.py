"""The Dutch citizen service number."""

import re
from collections.abc import Sequence

from detectors.context import clue, stands_alone
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_FORMATTED = re.compile(r"\d{3}\.\d{2}\.\d{3}[ .]\d|\d{4}\.\d{2}\.\d{3}")
_IN_THREES = re.compile(r"\d{3}([ .-])\d{3}\1\d{3}")
_PASSPORT_ZONE = r"[a-z\d]{8}\d{2}nld\d{7}[mfx<]\d{7}\d{9}<{4,6}"
_CARD_ZONE = r"i[<d]nld[a-z\d]{8}\d[\d<]\d{9}[\d<]<{3,6}"
_PLACE_IN_PASSPORT = 28
_PLACE_ON_CARD = 15
"""The personal number in the machine readable zone of Dutch passports and cards issued before August 2021.

Source: ICAO Doc 9303 parts 4 and 5 (optional data), and the model of the Dutch passport of 2014.
"""

_TOPIC = 500
"""How near a text must mention a BSN for a number with no label of its own to count as one."""


class BsnRecognizer(CandidateRecognizer):
    """Burgerservicenummer (BSN), formerly sofinummer.

    Legal basis: art. 46 UAVG and the Wet algemene bepalingen burgerservicenummer: an employer may use it only
    where a law says so. Format: nine digits that pass the eleven-test (weights 9 8 7 6 5 4 3 2 -1, sum a
    multiple of 11); a leading zero is often lost. Source: RvIG, Logisch Ontwerp BSN.

    The test alone is weak: one random number in eleven passes. So a contiguous number needs a label.
    """

    COUNTRY_CODE = "nl"
    detector = "nl_bsn"
    entities = ("NL_BSN",)
    labels = (
        "bsn",
        "b s n",
        "burgerservice",
        "burger service",
        "burgerservicenummer",
        "sofi",
        "sofinummer",
        "sociaal fiscaal",
        "fiscaal nummer",
        "citizen service",
        "citizen service number",
        "dutch social security",
        "service citoyen",
        "burgerservice nummer",
        "persoonsnummer",
        "national id",
        "nationalid",
        "national identification number",
        "citizen id",
        "persoonsnr",
        "persoonlijk nummer",
        "personal no",
        "persoonsgebonden nummer",
        "pgn",
    )
    candidate_patterns = (
        r"(?<!\d)\d{8,9}(?!\d)",
        r"(?<!\d)\d{3}[. -]\d{2}[. -]\d{3}[. -]?\d(?!\d)",
        r"(?<!\d)\d{4}[. -]\d{2}[. -]\d{3}(?!\d)",
        r"(?<!\d)\d(?:[ .,_/|-]{0,2}\d){7,8}(?!\d)",
        _PASSPORT_ZONE,
        _CARD_ZONE,
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Eleven-test first, since it is the cheapest; then the context."""
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            if value[-1] == "<":
                findings.append(self._in_zone(passage, (start, end)))
                continue
            digits = "".join(filter(str.isdigit, value))
            if not digits.startswith("00") and passes_eleven_test(digits.zfill(9)):
                findings.append(self._weigh(passage, (start, end), value, len(digits)))
        return [finding for finding in findings if finding]

    def _in_zone(self, passage: Passage, span: Span) -> Finding | None:
        """The number in a machine readable zone."""
        on_card = passage.lower.startswith("nld", span[0] + 2)
        start = span[0] + (_PLACE_ON_CARD if on_card else _PLACE_IN_PASSPORT)
        end = start + len(_WEIGHTS)
        number = passage.plain[start:end]
        if number.startswith("00") or not passes_eleven_test(number):
            return None
        return self.found((start, end), 0.95, "machine readable zone", "checksum")

    def _weigh(self, passage: Passage, span: Span, value: str, digits: int) -> Finding | None:
        start, end = span
        found = clue(passage, start, end, self.entities[0])
        own = found.kind == self.entities[0]
        if own and (found.strength == 1.0 or stands_alone(passage.plain, start, end)):
            return self.found(span, 0.8 + 0.19 * found.strength, "pattern", "checksum", found.reason)
        if found.kind or digits < len(_WEIGHTS) or not stands_alone(passage.plain, start, end):
            return None
        if _FORMATTED.fullmatch(value):
            return self.found(span, 0.6, "pattern with dots", "checksum")
        if not value.isdigit() and not _IN_THREES.fullmatch(value):
            return None
        if passage.cells.at(start) is None and passage.speaks_of(self.entities[0], start, _TOPIC):
            return self.found(span, 0.6, "pattern", "checksum", "label in the text")
        return self.found(span, 0.4, "pattern", "checksum")


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits pass the test that BSN, RSIN and old VAT numbers share."""
    if len(digits) != len(_WEIGHTS) or len(set(digits)) == 1:
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
