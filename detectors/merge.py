"""Many overlapping findings into one clean list: sorted, no overlap, the specific type wins."""

from collections.abc import Iterable

from detectors.finding import Finding

RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "KNOWN_PERSON",
            "SECRET",
            "NL_BSN",
            "BE_NATIONAL_NUMBER",
            "IBAN_CODE",
            "NL_VAT",
            "CREDIT_CARD",
            "EMAIL_ADDRESS",
            "NL_ID_DOCUMENT",
            "NL_BIG_NUMBER",
            "NL_LICENSE_PLATE",
            "DATE_OF_BIRTH",
            "PHONE_NUMBER",
            "EMPLOYEE_NUMBER",
            "SALARY",
            "ADDRESS",
            "PERSON",
        )
    )
}
"""Which type wins when two of the same certainty overlap: the more specific one, lower is better."""

_LAST = len(RANK)


def merge(findings: Iterable[Finding], threshold: float) -> tuple[Finding, ...]:
    """Rank findings and keep the best of each overlap.

    A higher score wins, then the more specific type, then the longer span. Findings of the same type that
    overlap become one span with the best score.
    """
    kept: list[Finding] = []
    for finding in sorted(f for f in findings if f.score >= threshold and f.end > f.start):
        while kept and kept[-1].end > finding.start:
            finding = _better(kept.pop(), finding)  # noqa: PLW2901 - the winner meets the next one back
        kept.append(finding)
    return tuple(kept)


def _better(first: Finding, second: Finding) -> Finding:
    """The one of two overlapping findings that stays."""
    best = max(first, second, key=_weight)
    if first.type != second.type:
        return best
    return Finding(
        min(first.start, second.start),
        max(first.end, second.end),
        best.type,
        best.score,
        best.detector,
        best.reasons,
    )


def _weight(finding: Finding) -> tuple[float, int, int, int]:
    rank = RANK.get(finding.type, _LAST)
    return (finding.score, -rank, finding.end - finding.start, -finding.start)
