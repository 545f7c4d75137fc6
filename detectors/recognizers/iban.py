"""Bank account numbers."""

import re
from collections.abc import Sequence
from itertools import accumulate

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span
from detectors.word_list import read_lines

_LENGTHS = {
    country: int(length) for country, length in map(str.split, read_lines(__package__, "iban_lengths.txt"))
}

_LONGEST = re.compile(r"[a-z0-9](?:[ .-]{0,2}[a-z0-9]){14,33}", re.IGNORECASE)


class IbanRecognizer(CandidateRecognizer):
    """International bank account number.

    Legal basis: art. 4(1) GDPR. Format: ISO 13616: country, two check digits, up to 30 letters and digits
    with a length fixed a country; ISO 7064 mod 97-10. Source: SWIFT IBAN registry. A number that has the
    right length and check digits is one, whatever stands around it.
    """

    detector = "iban"
    entities = ("IBAN_CODE",)
    labels = (
        "iban",
        "rekening",
        "rekeningnummer",
        "bankrekening",
        "bankrekeningnummer",
        "bank account",
        "account number",
        "girorekening",
        "kontonummer",
        "bankverbindung",
        "compte bancaire",
        "zichtrekening",
        "bic",
    )
    candidate_patterns = (r"(?<![a-z0-9])[a-z]{2}[ .-]?\d{2}(?:[ .-]{0,2}[a-z0-9]){11}",)

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Cut the candidate to its country's length, then mod 97."""
        return [
            self.found((start, cut), 0.99, "pattern", "checksum")
            for start, _ in spans
            if (cut := _cut(passage.plain, start)) and passes_mod97(passage.plain[start:cut])
        ]


def _cut(plain: str, start: int) -> int:
    """Where the IBAN that begins at `start` ends by its country's length; 0 when there is none."""
    candidate = _LONGEST.match(plain, start)
    country = "".join(filter(str.isalnum, plain[start : start + 3])).upper()[:2]
    length = _LENGTHS.get(country, 0)
    if not candidate or not length:
        return 0
    counts = list(accumulate(int(character.isalnum()) for character in candidate.group()))
    if counts[-1] < length:
        return 0
    cut = start + counts.index(length) + 1
    return 0 if plain[cut : cut + 1].isalnum() else cut


def passes_mod97(value: str) -> bool:
    """Whether an IBAN's check digits are right; separators are skipped."""
    compact = "".join(filter(str.isalnum, value)).upper()
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(number) % 97 == 1
