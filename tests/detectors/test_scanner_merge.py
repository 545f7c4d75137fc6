"""Overlapping findings become one clean list."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detectors.finding import Finding
from detectors.merge import RANK, merge


def _finding(start: int, end: int, kind: str, score: float) -> Finding:
    return Finding(start, end, kind, score, kind.lower(), ("pattern",))


findings = st.lists(
    st.builds(
        lambda start, length, kind, score: _finding(start, start + length, kind, score),
        st.integers(0, 40),
        st.integers(1, 15),
        st.sampled_from(sorted(RANK)),
        st.sampled_from([0.3, 0.5, 0.6, 0.9]),
    ),
    max_size=10,
)


@given(given_findings=findings)
def test_sorted_apart_and_above_threshold(given_findings: list[Finding]) -> None:
    """Whatever goes in, what comes out is sorted, does not overlap and is above the threshold."""
    merged = merge(given_findings, 0.5)
    assert list(merged) == sorted(merged)
    assert all(one.end <= other.start for one, other in pairwise(merged))
    assert all(finding.score >= 0.5 for finding in merged)


@given(given_findings=findings)
def test_everything_stays_covered(given_findings: list[Finding]) -> None:
    """No code point of a finding above the threshold is lost: redaction takes all of it."""
    covered = {place for finding in merge(given_findings, 0.5) for place in range(finding.start, finding.end)}
    for finding in given_findings:
        assert finding.score < 0.5 or covered.issuperset(range(finding.start, finding.end))


@given(given_findings=findings)
def test_order_does_not_matter(given_findings: list[Finding]) -> None:
    """The same findings in another order give the same list."""
    assert merge(reversed(given_findings), 0.5) == merge(given_findings, 0.5)


def test_certainty_then_type_then_length() -> None:
    """A higher score wins; of equal ones the more specific type."""
    assert (
        merge([_finding(0, 9, "PHONE_NUMBER", 0.9), _finding(0, 9, "NL_BSN", 0.6)], 0.5)[0].type
        == "PHONE_NUMBER"
    )
    assert (
        merge([_finding(0, 9, "PHONE_NUMBER", 0.9), _finding(0, 9, "NL_BSN", 0.9)], 0.5)[0].type == "NL_BSN"
    )


def test_a_whole_keeps_its_parts() -> None:
    """A street named after a person is one address, however sure the name is."""
    merged = merge([_finding(0, 30, "ADDRESS", 0.7), _finding(0, 12, "PERSON", 0.95)], 0.5)
    assert [(f.start, f.end, f.type) for f in merged] == [(0, 30, "ADDRESS")]


def test_one_type_is_one_span() -> None:
    """Overlapping findings of one type become one, with the best score."""
    merged = merge([_finding(0, 9, "PERSON", 0.7), _finding(4, 14, "PERSON", 0.9)], 0.5)
    assert [(f.start, f.end, f.score) for f in merged] == [(0, 14, 0.9)]
