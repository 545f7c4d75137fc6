"""What another policy would change, from stored events alone."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.record.event import Event, FindingCount, count_findings, decode, encode
from detectors.finding import Finding
from policies.cases import load_cases
from policies.decide import decide
from policies.diff import Change, diff
from policies.features import Features, features_of, may_speak
from policies.load import load_policy, packs
from policies.model import Policy
from policies.testing import described, run_cases

DEFAULT = load_policy("default").policy
KINDS = ["PERSON", "EMAIL_ADDRESS", "NL_BSN", "HEALTH", "SALARY", "CONFIDENTIAL_MARK"]


def policy(*rules: dict[str, Any], **more: Any) -> Policy:
    message = {"nl": "nee", "en": "no"}
    return Policy.model_validate(
        {"name": "new", "rules": [{"message": message} | one for one in rules]} | more
    )


def stored(*findings: FindingCount, **more: Any) -> Features:
    """Features of an event as the store gives it back."""
    facts = {"rule": "personal-data-seen", "action": "log", "service": "chatgpt"} | more
    event = Event(kind="decision", node="test", findings=findings, **facts)
    return features_of(decode(encode(event)), "chat", "limited")


def finds(count: int = 1, **more: Any) -> dict[str, Any]:
    return {"finds": [{"types": ["PERSON"], "count": count} | more]}


def test_changes_are_counted_by_rule_and_group() -> None:
    """The most frequent change first; what stays as it was is not listed."""
    new = policy({"id": "no-names", "action": "block", "when": finds()})
    name = FindingCount("PERSON", "messages[].content", 1, 0.9)
    events = [
        stored(name, group="hr"),
        stored(name, group="hr"),
        stored(name),
        stored(rule="default", action="allow"),
    ]
    result = diff(new, events)
    assert (result.decisions, result.changed, result.uncertain, result.moved) == (4, 3, 0, 0)
    assert result.changes == (
        (Change("personal-data-seen", "log", "no-names", "block", "hr"), 2),
        (Change("personal-data-seen", "log", "no-names", "block", None), 1),
    )


def test_another_rule_with_the_same_action_is_no_change() -> None:
    """It is counted apart, since nobody notices it."""
    new = policy({"id": "names", "action": "log", "when": finds()})
    result = diff(new, [stored(FindingCount("PERSON", "p", 1, 0.9))])
    assert (result.changed, result.moved, result.changes) == (0, 1, ())


def test_going_from_monitor_to_enforce_is_a_change() -> None:
    """What is done changes; what the rules ask for does not."""
    bsn = stored(
        FindingCount("NL_BSN", "p"), rule="bsn-never-leaves", action="log", would="block", mode="monitor"
    )
    assert diff(DEFAULT, [bsn]).changes == (
        (Change("bsn-never-leaves", "log", "bsn-never-leaves", "block", None), 1),
    )
    assert diff(DEFAULT, [bsn], enforced=True).changed == 0
    assert diff(load_policy("monitor-only").policy, [bsn]).changed == 0


@pytest.mark.parametrize(
    ("when", "found", "speaks"),
    [
        (finds(), [("PERSON", 1, 0.9)], True),
        (finds(), [("PERSON", 3, 0.9)], True),
        (finds(), [("PERSON", 3, 0.5)], False),
        (finds(), [("HEALTH", 3, 0.9)], False),
        (finds(2), [("PERSON", 1, 0.9)], False),
        (finds(2), [("PERSON", 2, 0.9)], None),  # of the other one the score was not kept
        (finds(2), [("PERSON", 1, 0.9), ("PERSON", 1, 0.9)], True),  # two places
        (finds(2, distinct=True), [("PERSON", 1, 0.9), ("PERSON", 1, 0.9)], None),  # the same value?
        (finds(2, distinct=True), [("PERSON", 1, 0.9)], False),
    ],
)
def test_what_a_record_says_of_findings(
    when: dict[str, Any],
    found: list[tuple[str, int, float]],
    speaks: bool | None,  # noqa: FBT001 - a case
) -> None:
    """Sure where the record allows one answer only."""
    rule = policy({"id": "it", "action": "block", "when": when}).rules[0]
    counts = [FindingCount(kind, f"part[{n}]", count, score) for n, (kind, count, score) in enumerate(found)]
    assert may_speak(rule, stored(*counts)) is speaks


@pytest.mark.parametrize(
    ("files", "number", "speaks"),
    [
        ({"count": 2}, 2, True),
        ({"count": 2}, 1, False),
        ({"kinds": ["pdf"]}, 0, False),
        ({"kinds": ["pdf"]}, 1, None),
        ({"bytes": 10}, 1, None),
    ],
)
def test_what_a_record_says_of_files(files: dict[str, Any], number: int, speaks: bool | None) -> None:  # noqa: FBT001 - a case
    """How many there were is known, of which kind and size is not."""
    rule = policy({"id": "it", "action": "block", "when": {"files": files}}).rules[0]
    assert may_speak(rule, stored(files=number)) is speaks


def test_an_unknown_exception_makes_a_rule_unknown() -> None:
    """It is not silent for sure, nor does it speak for sure."""
    rule = policy({"id": "it", "action": "block", "when": finds(), "unless": finds(2)}).rules[0]
    assert may_speak(rule, stored(FindingCount("PERSON", "p", 2, 0.9))) is None
    assert may_speak(rule, stored(FindingCount("PERSON", "p", 1, 0.9))) is True


def test_what_may_change_is_told_apart() -> None:
    """Ten names of which only the surest score was kept: perhaps a list, perhaps not."""
    new = policy(
        {"id": "list", "action": "block", "when": finds(10)},
        {"id": "names", "action": "log", "when": finds()},
    )
    result = diff(new, [stored(FindingCount("PERSON", "p", 10, 0.9))])
    assert (result.changed, result.uncertain) == (0, 1)
    assert result.changes == ((Change("personal-data-seen", "log", "list", "block", None, certain=False), 1),)


def test_a_rule_that_may_allow_is_told_apart_too() -> None:
    """Where nothing speaks for sure, a mild rule may take the place of a strict default."""
    new = policy(
        {"id": "ok", "action": "allow", "when": finds(2)},
        {"id": "seen", "action": "log", "when": finds(3)},
        default="log",
    )
    result = diff(new, [stored(FindingCount("PERSON", "p", 2, 0.9))])
    assert result.changes == ((Change("personal-data-seen", "log", "ok", "allow", None, certain=False), 1),)


def test_failures_and_unreadable_parts_are_decided_again() -> None:
    """The record says that reading failed, so the new policy's answer to that counts."""
    new = policy(on_failure="coach", unreadable="log")
    failed = stored(rule="on-failure", action="block")
    unread = stored(rule="unreadable", action="block", unread=("encrypted",))
    afters = {(change.rule_after, change.after) for change, _ in diff(new, [failed, unread]).changes}
    assert afters == {("on-failure", "coach"), ("unreadable", "log")}


@pytest.mark.parametrize("pack", packs())
def test_a_pack_changes_nothing_of_its_own_decisions(pack: str) -> None:
    """Every case of a pack, stored and read back, is decided as before, or the record leaves it open."""
    rules, cases = load_policy(pack).policy, load_cases(pack)
    requests = [request for case in cases for request in described(rules, case)]
    for result, (context, found) in zip(run_cases(rules, cases), requests, strict=True):
        event = Event(
            kind="decision",
            node="test",
            service=context.service,
            tenant=context.tenant,
            status=context.status,
            group=context.group,
            draft=context.draft,
            chars=context.chars,
            files=len(context.files),
            unread=context.unread,
            findings=count_findings(("messages[0].content", one) for one in found),
            action=result.decision.action,
            would=result.decision.would,
            rule=result.decision.rule,
        )
        features = features_of(decode(encode(event)), context.category, context.risk, context.direction)
        features = replace(features, context=replace(features.context, time=context.time))
        assert diff(rules, [features]).changed == 0, result.name
        for rule in rules.rules:
            known = may_speak(rule, features)
            assert known is None or known == (rule.id in result.decision.spoke), (result.name, rule.id)


counted = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["a", "b"]), st.sampled_from([0.5, 0.6, 0.8, 1.0])),
    max_size=14,
)


@given(counted, st.sampled_from(packs()), st.data())
def test_an_answer_is_never_wrong(
    found: list[tuple[str, str, float]], pack: str, data: st.DataObject
) -> None:
    """Whatever was found, and whichever values were the same: what the record is sure of was decided."""
    rules = load_policy(pack).policy
    findings = [Finding(0, 1, kind, score, "test") for kind, _, score in found]
    numbers = data.draw(st.lists(st.integers(0, 3), min_size=len(found), max_size=len(found)))
    values = tuple(
        KINDS.index(kind) * 10 + number for (kind, _, _), number in zip(found, numbers, strict=True)
    )
    counts = count_findings((place, one) for (_, place, _), one in zip(found, findings, strict=True))
    features = stored(*counts)
    context = replace(features.context, values=values)
    spoke = decide(rules, context, findings).spoke
    for rule in rules.rules:
        known = may_speak(rule, features)
        assert known is None or known == (rule.id in spoke)
