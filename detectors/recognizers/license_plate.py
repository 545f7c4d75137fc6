"""Dutch vehicle registration numbers."""

import re
from collections.abc import Sequence

from detectors.context import clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words

_L = "[A-Z]"
_SIDECODES = re.compile(
    "|".join(
        shape.replace("X", _L).replace("9", r"\d")
        for shape in (
            "XX-99-99",
            "99-99-XX",
            "99-XX-99",
            "XX-99-XX",
            "XX-XX-99",
            "99-XX-XX",
            "99-XXX-9",
            "9-XXX-99",
            "XX-999-X",
            "X-999-XX",
            "XXX-99-X",
            "X-99-XXX",
            "9-XX-999",
            "999-XX-9",
        )
    )
)
_OLD = re.compile(rf"{_L}{{2}}-\d\d-\d\d|\d\d-\d\d-{_L}{{2}}|\d\d-{_L}{{2}}-\d\d")
"""Sidecodes 1 to 3, to 1978: hardly on the road, and the shape of many a part number."""

_BELGIAN = re.compile(rf"[1-9]-{_L}{{3}}-\d{{3}}")
_ISSUED = frozenset("BDFGHJKLMNPRSTVWXZ")
"""Letters on plates since 1978 (no vowels, C, Q or Y)."""

_BARE = re.compile(rf"(?=[\dA-Z]{{6}}$)(?:{_L}+\d+|\d+{_L}+|{_L}+\d+{_L}+|\d+{_L}+\d+)")


class LicensePlateRecognizer(CandidateRecognizer):
    """Kenteken, sidecodes 1 to 14, and Belgian plates where a label says so.

    Legal basis: art. 4(1) GDPR: it leads to the holder. Format: RDW, sidecodes: six letters and digits in
    three groups; newer ones use no vowels, so that no words arise. Part numbers and rooms look alike:
    without a label a plate must be in capitals, with dashes and issued letters only.
    """

    COUNTRY_CODE = "nl"
    detector = "nl_license_plate"
    entities = ("NL_LICENSE_PLATE",)
    labels = words("""
        kenteken, kentekennummer, kentekenplaat, nummerplaat, nrplaat, kentekens, auto, leaseauto, lease
        auto, bedrijfsauto, dienstauto, bestelbus, bedrijfswagen, leasewagen, wagen, motor, scooter,
        aanhanger, voertuig, registratieplaat, license plate, licence plate, number plate, plate,
        registration plate, car, vehicle, kennzeichen, nummernschild, plaque, immatriculation, plaque
        d'immatriculation, parkeert, geparkeerd
    """)
    candidate_patterns = (
        r"(?<![\w-])[a-z\d]{1,3}-[a-z\d]{1,3}-[a-z\d]{1,3}(?![\w-])",
        r"(?<![\w-])[a-z\d]{1,3} [a-z\d]{1,3} [a-z\d]{1,3}(?![\w-])",
        r"(?<![\w-])(?:[a-z]{1,3}\d{2,3}[a-z]{0,3}|\d{1,3}[a-z]{2,3}\d{0,3})(?![\w-])",
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Sidecode first; then letters, capitals and context."""
        labelled = any(hit.kind == self.entities[0] for hit in passage.labels)
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            dashed = "-" in value
            if not (dashed or labelled):
                continue
            shape = self._shape(value)
            if shape:
                findings.append(self._weigh(passage, (start, end), value, shape))
        return [finding for finding in findings if finding]

    def _shape(self, value: str) -> str:
        """Which form a candidate has, or an empty string."""
        upper = value.upper().replace(" ", "-")
        if set(upper) <= {"X", "9", "0", "-"}:
            return ""
        if "-" in upper:
            return (
                "sidecode" if _SIDECODES.fullmatch(upper) else "Belgian" if _BELGIAN.fullmatch(upper) else ""
            )
        return "no dashes" if _BARE.fullmatch(upper) else ""

    def _weigh(self, passage: Passage, span: Span, value: str, shape: str) -> Finding | None:
        context = clue(passage, *span, self.entities[0])
        if context.kind == self.entities[0]:
            return self.found(span, 0.95 if shape == "sidecode" else 0.85, shape, context.reason)
        letters = {character for character in value if character.isalpha()}
        if (
            context.kind
            or shape != "sidecode"
            or " " in value
            or not letters <= _ISSUED
            or _OLD.fullmatch(value)
        ):
            return None
        return self.found(span, 0.6, shape, "issued letters")
