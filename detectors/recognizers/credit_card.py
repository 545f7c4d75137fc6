"""Payment card numbers."""

import re
from collections.abc import Sequence

from detectors.context import clue, stands_alone
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words

_ISSUER = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|(?:6011|65\d\d|64[4-9]\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|(?:5018|5020|5038|6304|6759|676[1-3]|6703|6799)\d{8,15}"  # Maestro, Bancontact
)
_GROUPED = re.compile(r"\d{4}([ .-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ .-])\d{6}\2\d{4,5}")
_SHORT = 14


class CreditCardRecognizer(CandidateRecognizer):
    """Card number (PAN) of the international schemes, Maestro and Bancontact included.

    Legal basis: art. 4(1) GDPR, PCI DSS. Format: ISO/IEC 7812: issuer prefix, fixed lengths, Luhn check
    digit. Luhn alone passes one random number in ten, so a bare run of digits needs the prefix as well, and
    a short one needs a label.
    """

    detector = "credit_card"
    entities = ("CREDIT_CARD",)
    labels = words("""
        creditcard, credit card, creditcardnummer, kredietkaart, kaartnummer, kaart nr, card number, card
        no, card, visa, mastercard, master card, amex, american express, maestro, bancontact, bankkaart,
        betaalkaart, pinpas, kreditkarte, kartennummer, carte de credit, carte bancaire, numero de carte,
        debit card, betaalpas, cc nr, diners club, diners, discover, jcb, creditkaart
    """)
    candidate_patterns = (r"(?<!\w)[2-6](?:[ .-]?\d){12,18}(?!\d)",)

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Prefix and length, then Luhn, then the context."""
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            digits = "".join(filter(str.isdigit, value))
            if not _ISSUER.fullmatch(digits) or not passes_luhn(digits) or len(set(digits)) == 1:
                continue
            context = clue(passage, start, end, self.entities[0])
            if context.kind == self.entities[0]:
                findings.append(self.found((start, end), 0.98, "pattern", "checksum", context.reason))
            elif not stands_alone(passage.plain, start, end):
                continue
            elif _GROUPED.fullmatch(value):
                findings.append(self.found((start, end), 0.85, "pattern in groups", "checksum"))
            elif not context.kind and len(digits) > _SHORT and len(value) == len(digits):
                findings.append(self.found((start, end), 0.6, "pattern", "checksum"))
        return findings


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + index % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - sum of its two digits
    return total % 10 == 0
