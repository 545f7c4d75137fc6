"""Dutch vehicle registration numbers."""

import re
from collections.abc import Sequence

from detectors.context import clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, one_of, words

_SIDECODES = frozenset(
    words("""
        LL-99-99, 99-99-LL, 99-LL-99, LL-99-LL, LL-LL-99, 99-LL-LL, 99-LLL-9, 9-LLL-99, LL-999-L, L-999-LL,
        LLL-99-L, L-99-LLL, 9-LL-999, 999-LL-9
    """)
)
_OLD = frozenset(words("LL-99-99, 99-99-LL, 99-LL-99"))
"""Sidecodes 1 to 3, to 1978: hardly on the road, and the shape of many a part number."""

_WITHOUT_DASHES = frozenset(shape.replace("-", "") for shape in _SIDECODES)
_BELGIAN = "9-LLL-999"
_BELGIAN_SERIES = "123"
"""First digits that the DIV has come to since 2010; a plate without a label has one of them."""

_ISSUED = frozenset("BDFGHJKLMNPRSTVWXZ")
"""Letters on plates since 1978 (no vowels, C, Q or Y)."""

_SHORT = r"[b-df-hj-np-tv-z\d]{1,3}"
"""A group of a plate written with spaces: no vowels, or every three short words would be a candidate."""

_CAR = one_of(r"""
    skoda, volkswagen, vw, golf, polo, passat, opel, corsa, astra, renault, clio, megane, kangoo,
    peugeot, citroen, berlingo, toyota, yaris, bmw, audi, mercedes, vito, sprinter, volvo, ford,
    transit, kia, hyundai, fiat, ducato, tesla, mazda, nissan, suzuki, dacia, polestar, lexus,
    porsche, honda, mitsubishi, subaru, jeep, cupra, daf, scania, iveco, [a-z]*auto'?s?,
    [a-z]*wagens?, [a-z]*bus(?:je)?, truck, oplegger, trailer, caravan, camper, taxi, brommer,
    lorry, plaat, lease, gestolen, garage, apk, parkeer[a-z]*, [a-z]*parkeerd, parking, reed, rijdt,
    gereden, bestuurder, chauffeur, driver, drove, parked, aangereden,
    aanrijding, geflitst, blokkeert, fahrer, voiture
""")
_NEAR_CAR = re.compile(rf"(?<![a-z]){_CAR}(?![a-z])")
_CODE = re.compile(
    r"(?<![a-z])(?:[a-z]*codes?|skus?|onderde(?:el|len)[a-z]*|product[a-z]*|artikel[a-z]*|art\.|modell?(?:en|s)?|"
    r"serie[a-z]*|versies?|build|batch|partij|parts?|type(?:nr|nummer)?)(?![a-z])"
)
_CODE_REACH = 80
_LABEL_BEFORE = re.compile(
    r"(?<![a-z])(?:kenteken(?:nummer)?|nummerplaat|(?:license|licence|number) plate|kennzeichen|plaque)"
    r"[ :=-]{1,3}$"
)
_BEFORE, _AFTER = 48, 24
"""How far around a plate with spaces something has to say that it is a car's."""

_LETTER = re.compile(r"[A-Z]")
_DIGIT = re.compile(r"\d")


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
        rf"(?<![\w-]){_SHORT} {_SHORT} {_SHORT}(?![\w-])",
        r"(?<![\w-])[1-9] [a-z]{3} \d{3}(?![\w-])",
        r"(?<![\w-])(?:[a-z]{1,4}\d{2,4}[a-z]{0,3}|\d{1,4}[a-z]{2,4}\d{0,3})(?![\w-])",
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Sidecode first; then letters, capitals and context."""
        labelled = any(hit.kind == self.entities[0] for hit in passage.labels)
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            form = _form(value) if labelled or "-" in value or value.isupper() else ""
            if form:
                findings.append(self._weigh(passage, (start, end), value, form))
        return [finding for finding in findings if finding]

    def _weigh(self, passage: Passage, span: Span, value: str, form: str) -> Finding | None:
        context = clue(passage, *span, self.entities[0])
        if context.kind == self.entities[0]:
            return self.found(span, 0.95 if form == "sidecode" else 0.85, form, context.reason)
        if context.reason == "other header" and _LABEL_BEFORE.search(
            passage.lower, max(0, span[0] - 40), span[0]
        ):
            return self.found(span, 0.9 if form == "sidecode" else 0.85, form, "label before")
        letters = {character for character in value if character.isalpha()}
        if context.kind or form == "no dashes" or self._is_code(passage, span):
            return None
        if form == "Belgian" or " " in value:
            fits = (
                letters <= _ISSUED if form == "sidecode" else value[0] in _BELGIAN_SERIES and value.isupper()
            )
            return (
                self.found(span, 0.6, form, "car nearby") if fits and self._near_car(passage, span) else None
            )
        if not letters <= _ISSUED:
            near = value.isupper() and self._near_car(passage, span)
            return self.found(span, 0.6, form, "car nearby") if near else None
        return None if _shape(value) in _OLD else self.found(span, 0.6, form, "issued letters")

    def _is_code(self, passage: Passage, span: Span) -> bool:
        """Whether the line says that codes of products follow, and nothing speaks of a car."""
        line = passage.plain.rfind("\n", 0, span[0]) + 1
        said = _CODE.search(passage.lower, max(line, span[0] - _CODE_REACH), span[0])
        return bool(said) and not self._near_car(passage, span)

    def _near_car(self, passage: Passage, span: Span) -> bool:
        """Whether something close by speaks of a car; the oldest forms need a label all the same."""
        near = _NEAR_CAR.search(passage.lower, max(0, span[0] - _BEFORE), span[1] + _AFTER)
        return bool(near) and _shape(passage.plain[slice(*span)]) not in _OLD


def _shape(value: str) -> str:
    """``LL-99-99`` for ``AB-12-34``: L for a letter; a space counts as a dash."""
    return _DIGIT.sub("9", _LETTER.sub("L", value.upper().replace(" ", "-")))


def _form(value: str) -> str:
    """Which form a candidate has; empty when it has none, or only shows what a plate looks like."""
    shape = _shape(value)
    if set(value.upper()) <= {"X", "9", "0", "-"}:
        return ""
    if shape in _SIDECODES:
        return "sidecode"
    return (
        "Belgian"
        if shape == _BELGIAN
        else "no dashes"
        if shape in _WITHOUT_DASHES or shape == _BELGIAN.replace("-", "")
        else ""
    )
