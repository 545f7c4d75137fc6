"""Scoring: what counts as found, right, confused and wrong."""

from hypothesis import given
from hypothesis import strategies as st

from detectors.evaluate import Tally, evaluate, judge
from detectors.finding import Finding
from detectors.labelled import Label, LabelledPrompt


def found(start: int, end: int, kind: str = "PERSON") -> Finding:
    """A finding with certainty 1."""
    return Finding(start, end, kind, 1.0, "test")


def test_exact_borders_count_as_found_right_and_exact() -> None:
    """The same span and type is as good as it gets."""
    judgement = judge([Label(0, 10, "PERSON")], [found(0, 10)])
    assert (len(judgement.found), len(judgement.exact), len(judgement.right)) == (1, 1, 1)
    assert judgement.missed + judgement.confused + judgement.wrong == ()


def test_half_of_a_label_is_enough() -> None:
    """Half covered is found, less is missed; neither is exact."""
    assert judge([Label(0, 10, "PERSON")], [found(0, 5)]).found
    assert judge([Label(0, 10, "PERSON")], [found(0, 4)]).missed
    assert not judge([Label(0, 10, "PERSON")], [found(0, 5)]).exact


def test_two_findings_may_share_a_label() -> None:
    """First name and surname apart cover the whole name, and both are right."""
    judgement = judge([Label(0, 11, "PERSON")], [found(0, 4), found(5, 11)])
    assert judgement.found
    assert len(judgement.right) == 2


def test_a_finding_that_swallows_the_line_is_wrong() -> None:
    """A finding of which most lies outside its label finds it, but is not right."""
    judgement = judge([Label(10, 14, "PERSON")], [found(0, 40)])
    assert judgement.found
    assert len(judgement.confused) == 1


def test_another_type_is_confusion() -> None:
    """Personal data called by the wrong name is neither found nor right, and is told apart from noise."""
    judgement = judge([Label(0, 9, "NL_BSN")], [found(0, 9, "PHONE_NUMBER"), found(20, 29, "PHONE_NUMBER")])
    assert judgement.missed
    assert judgement.confused == (found(0, 9, "PHONE_NUMBER"),)
    assert judgement.wrong == (found(20, 29, "PHONE_NUMBER"),)


def test_siblings_are_right() -> None:
    """A known person is a person; the place in an address is part of it, but too little of it to find it."""
    assert judge([Label(0, 5, "PERSON")], [found(0, 5, "KNOWN_PERSON")]).found
    judgement = judge([Label(0, 30, "ADDRESS")], [found(24, 30, "LOCATION")])
    assert judgement.missed
    assert judgement.right


def test_optional_labels_count_nowhere() -> None:
    """An optional span that is found or not found changes nothing."""
    label = Label(0, 5, "PERSON", optional=True)
    assert judge([label], []) == judge([label], [found(0, 5)])


def test_words_without_borders_are_judged_loosely() -> None:
    """For health and its like, half of the shorter span will do."""
    label = Label(0, 40, "HEALTH")
    assert judge([label], [found(10, 20, "HEALTH")]).found
    assert judge([label], [found(10, 20, "HEALTH")]).right
    assert judge([label], [found(38, 60, "HEALTH")]).missed


def test_evaluation_adds_up_by_type_and_kind() -> None:
    """Recall goes by the type of the label, precision by the type of the finding."""
    mail = LabelledPrompt(
        "a", "x" * 50, (Label(0, 5, "PERSON"), Label(9, 18, "NL_BSN")), fields={"kind": "mail"}
    )
    chat = LabelledPrompt("b", "x" * 50, (), harmless=True, fields={"kind": "chat"})
    calm = LabelledPrompt("c", "x" * 50, (Label(0, 5, "PERSON", optional=True),), harmless=True)
    result = evaluate([(mail, [found(0, 5), found(9, 18)]), (chat, [found(0, 3)]), (calm, [found(0, 5)])])
    assert result.types["PERSON"] == Tally(labels=1, found=1, exact=1, right=1, confused=1, wrong=1)
    assert result.types["NL_BSN"] == Tally(labels=1)
    assert result.kinds["mail"].recall == 0.5
    assert result.total.precision == 1 / 3
    assert result.total.precision_lenient == 0.5
    assert result.flagged == ("b",)
    assert result.flagged_share == 0.5


def test_nothing_to_find_is_a_perfect_score() -> None:
    """No labels and no findings divide by nothing."""
    result = evaluate([])
    assert (result.total.recall, result.total.precision, result.flagged_share) == (1.0, 1.0, 0.0)


_SPANS = st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from(["PERSON", "HEALTH", "ADDRESS"]))


@given(st.lists(_SPANS, max_size=6), st.lists(_SPANS, max_size=6))
def test_every_label_and_finding_is_judged_once(
    labels: list[tuple[int, int, str]], spans: list[tuple[int, int, str]]
) -> None:
    """Found and missed make up the labels; right, confused and wrong make up the findings."""
    wanted = sorted({Label(start, start + length, kind) for start, length, kind in labels})
    findings = [found(start, start + length, kind) for start, length, kind in spans]
    judgement = judge(wanted, findings)
    assert sorted(judgement.found + judgement.missed) == wanted
    assert sorted(judgement.right + judgement.confused + judgement.wrong) == sorted(findings)
    assert set(judgement.exact) <= set(judgement.found)
