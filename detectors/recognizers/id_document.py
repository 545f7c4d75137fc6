"""Numbers of passports, identity cards, driving licences and residence permits."""

import re

from detectors.context import Clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, words
from detectors.recognizers.labelled import LabelledRecognizer

_DUTCH = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d")
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d\d-\d\d")
_MIN_DIGITS = 3
_MIN_LENGTH = 8
_DIGIT_LENGTHS = (10, 12)
"""Of a Dutch driving licence and a Belgian identity card."""


class IdDocumentRecognizer(LabelledRecognizer):
    """Number of a passport, identity card, driving licence or residence permit.

    Legal basis: art. 4(1) GDPR; copying is restricted (Paspoortwet, art. 28 Wet op de loonbelasting).
    Formats: Dutch passport and card: two letters, six letters or digits, one digit, never the letter O
    (RvIG); driving licence: ten digits (RDW); Belgian card: 12 digits, mod 97 (IBZ); other countries: eight
    to twelve letters and digits.
    """

    detector = "nl_id_document"
    entities = ("NL_ID_DOCUMENT",)
    labels = words("""
        paspoort, paspoortnummer, paspoort nr, pasnummer, id kaart, id kaartnummer, idkaart, id kaart nr, id
        bewijs, id bewijsnummer, identiteitskaart, identiteitskaartnummer, identiteitsbewijs,
        identiteitsbewijsnummer, legitimatie, legitimatiebewijs, legitimatienummer, id nummer,
        documentnummer, document nr, doc nr, rijbewijs, rijbewijsnummer, rijbewijs nr, verblijfsdocument,
        verblijfsvergunning, verblijfstitel, verblijfskaart, vreemdelingennummer, v nummer, nederlandse
        identiteitskaart, nik, eid, kaartnummer eid, passport, passport number, passport no, identity card,
        id card, id card number, id document, id number, identity document, document number, driving
        licence, driving license, drivers license, driver's license, driver's licence, licence number,
        residence permit, reisepass, passnummer, personalausweis, ausweisnummer, fuhrerschein,
        fuhrerscheinnummer, passeport, numero de passeport, carte d'identite, permis de conduire, numero de
        permis, titre de sejour
    """)
    value_pattern = (
        r"(?<![\w./-])(?:(?=[a-z]{0,9}\d)[a-z\d]{8,12}|[a-z]{1,2} ?\d{2,7}(?: \d{2,4}){0,2}"
        r"|\d{3}-\d{7}-\d{2}|\d{2,4}(?: \d{2,4}){2,3})(?![\w/-]|\.\d)"
    )

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """A known form next to its label is certain; another one is likely."""
        value = passage.plain[span[0] : span[1]]
        compact = "".join(filter(str.isalnum, value)).upper()
        if _DATE.fullmatch(value):
            return None
        known = compact.isdigit() and len(compact) in _DIGIT_LENGTHS and compact[0] != "0"
        if _DUTCH.fullmatch(compact) or known:
            return self.found(span, 0.95, "pattern", context.reason)
        if len(compact) < _MIN_LENGTH or sum(map(str.isdigit, compact)) < _MIN_DIGITS:
            return None
        return self.found(span, 0.6 + 0.2 * context.strength, "pattern", context.reason)
