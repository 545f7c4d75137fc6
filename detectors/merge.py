"""Many overlapping findings into one clean list: sorted, no overlap, the specific type wins."""

from collections.abc import Iterable
from dataclasses import replace

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

_WHOLES = {
    "ADDRESS": frozenset({"PERSON", "LOCATION", "ADDRESS", "PHONE_NUMBER"}),
    "EMAIL_ADDRESS": frozenset({"PERSON", "LOCATION", "DATE_OF_BIRTH", "EMPLOYEE_NUMBER"}),
    "SECRET": frozenset({"PERSON", "LOCATION", "EMAIL_ADDRESS", "PHONE_NUMBER"}),
}
"""Types that may hold findings of other types inside: a street named after a person stays one address."""

_MIN_REST = 4


def merge(findings: Iterable[Finding], threshold: float) -> tuple[Finding, ...]:
    """Rank findings and keep the best of each overlap.

    A higher score wins, then the more specific type, then the longer span; but a whole wins from its parts.
    Findings of the same type that overlap become one span with the best score. What a loser covers beyond
    the winner is kept as a finding of its own, so that redaction leaves nothing of it.
    """
    kept: list[Finding] = []
    waiting = sorted((f for f in findings if f.score >= threshold and f.end > f.start), reverse=True)
    while waiting:
        finding = waiting.pop()
        if not kept or kept[-1].end <= finding.start:
            kept.append(finding)
            continue
        rest = _resolve(kept, kept.pop(), finding)
        if rest:
            _insert(waiting, rest)
    return tuple(kept)


def _resolve(kept: list[Finding], first: Finding, second: Finding) -> Finding | None:
    """Put the outcome of an overlap on `kept`; returns what is left over after it.

    `first` starts no later than `second`.
    """
    if first.type == second.type:
        best = max(first, second, key=_weight)
        kept.append(replace(best, start=first.start, end=max(first.end, second.end)))
        return None
    if _wins(first, second):
        return _leave(kept, first, second, second.end)
    if second.start - first.start >= _MIN_REST:
        kept.append(replace(first, end=second.start))
    else:
        second = replace(second, start=first.start)
    return _leave(kept, second, first, first.end)


def _leave(kept: list[Finding], winner: Finding, loser: Finding, end: int) -> Finding | None:
    """Keep the winner; what the loser has after it comes back, or joins the winner when it is a scrap."""
    if end - winner.end >= _MIN_REST:
        kept.append(winner)
        return replace(loser, start=winner.end, end=end)
    kept.append(replace(winner, end=max(winner.end, end)))
    return None


def _insert(waiting: list[Finding], rest: Finding) -> None:
    """Back among those still to come, which are sorted with the next one last."""
    index = len(waiting)
    while index and waiting[index - 1] < rest:
        index -= 1
    waiting.insert(index, rest)


def _wins(first: Finding, second: Finding) -> bool:
    for whole, part, answer in ((first, second, True), (second, first, False)):
        if whole.start <= part.start and part.end <= whole.end and part.type in _WHOLES.get(whole.type, ()):
            return answer
    return _weight(first) >= _weight(second)


def _weight(finding: Finding) -> tuple[float, int, int, int]:
    rank = RANK.get(finding.type, _LAST)
    return (finding.score, -rank, finding.end - finding.start, -finding.start)
