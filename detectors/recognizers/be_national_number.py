"""The Belgian national register number and its BIS variant."""

from collections.abc import Sequence

from detectors.context import clue, stands_alone
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words

_BIS_OFFSETS = (0, 20, 40)


class BelgianNationalNumberRecognizer(CandidateRecognizer):
    """Rijksregisternummer (INSZ/NISS), or BIS number of people who are not in the register.

    Legal basis: law of 8 August 1983, art. 8: use needs an authorisation. Format: birth date YYMMDD, a
    serial of three digits, and 97 minus (the nine digits modulo 97); with a 2 before the nine digits for
    people born in 2000 or later. In a BIS number the month is raised by 20 or 40. Source: IBZ, "Het
    Rijksregisternummer".
    """

    COUNTRY_CODE = "be"
    detector = "be_national_number"
    entities = ("BE_NATIONAL_NUMBER",)
    labels = words("""
        rijksregisternummer, rijksregister, rijksregister nr, rrn, rr nr, rr nummer, insz, insz nummer,
        niss, nationaal nummer, nationaalnummer, bis nummer, bisnummer, inss, registre national, numero
        national, numero de registre national, national number, national register number, nn, sociale
        zekerheid, numero niss, belgian national number, nationalregisternummer, ssin
    """)
    candidate_patterns = (r"(?<!\d)\d\d[./ -]?\d\d[./ -]?\d\d[./ -]{0,3}\d{3}[./ -]{0,3}\d\d(?!\d)",)

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Check digits and birth date; formatted numbers stand on their own."""
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            digits = "".join(filter(str.isdigit, value))
            if not passes_check(digits):
                continue
            context = clue(passage, start, end, self.entities[0])
            formatted = len(value) > len(digits)
            reasons = ("pattern with separators" if formatted else "pattern", "checksum")
            if context.kind == self.entities[0]:
                findings.append(self.found((start, end), 0.99, *reasons, context.reason))
            elif stands_alone(passage.plain, start, end) and (not context.kind or "." in value):
                findings.append(self.found((start, end), 0.9 if formatted else 0.7, *reasons))
        return findings


def passes_check(digits: str) -> bool:
    """Whether eleven digits form a possible number, for either century."""
    month, day = int(digits[2:4]), int(digits[4:6])
    if day > 31 or not any(0 <= month - offset <= 12 for offset in _BIS_OFFSETS):  # noqa: PLR2004 - a calendar
        return False
    if len(set(digits)) == 1:
        return False
    check = int(digits[9:])
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)
