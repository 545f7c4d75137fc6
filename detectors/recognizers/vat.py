"""Dutch VAT numbers."""

from collections.abc import Sequence

from detectors.context import clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words
from detectors.recognizers.bsn import passes_eleven_test

_PLAIN_LENGTH = 12


class VatRecognizer(CandidateRecognizer):
    """Btw-identificatienummer.

    Legal basis: art. 4(1) GDPR; the number given to one-man businesses before 2020 is the owner's BSN
    between ``NL`` and ``B01``, and it still stands on old invoices. Format: NL, nine digits, B, two digits;
    the nine pass the eleven-test (old style, companies) or the whole passes mod 97 (new style). Source:
    Belastingdienst.
    """

    COUNTRY_CODE = "nl"
    detector = "nl_vat"
    entities = ("NL_VAT",)
    labels = words("""
        btw, btw nummer, btw nr, btw id, btw identificatienummer, omzetbelastingnummer, ob nummer,
        btwnummer, vat, vat number, vat no, vat id, vat registration, ust id, ust idnr, umsatzsteuer id,
        tva, numero tva, numero de tva
    """)
    candidate_patterns = (
        r"(?<![a-z0-9])nl[ .-]?\d(?:[ .-]?\d){8}[ .-]?b[ .-]?\d[ .-]?\d(?![a-z0-9])",
        r"(?<![a-z0-9.-])\d(?:[ .-]?\d){8}[ .-]?b[ .-]?\d\d(?![a-z0-9])",
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """With the country's letters the check is enough; without them a label must say so."""
        findings = []
        for start, end in spans:
            compact = "".join(filter(str.isalnum, passage.plain[start:end])).upper()
            number = "NL" + compact.removeprefix("NL")
            if not (passes_eleven_test(number[2:11]) or passes_new_style(number)):
                continue
            if len(compact) > _PLAIN_LENGTH:
                findings.append(self.found((start, end), 0.95, "pattern", "checksum"))
            elif clue(passage, start, end, self.entities[0]).kind == self.entities[0]:
                findings.append(self.found((start, end), 0.9, "pattern", "checksum", "label"))
        return findings


def passes_new_style(number: str) -> bool:
    """Whether a VAT number as of 2020 is possible: mod 97 of the whole, letters as numbers."""
    return int("".join(str(int(character, 36)) for character in number)) % 97 == 1
