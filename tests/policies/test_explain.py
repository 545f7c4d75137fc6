"""Explanations: the rule that decided, and what kept the others silent, in words."""

from datetime import UTC, datetime

import pytest

from detectors.finding import Finding
from policies.cases import Case, load_cases
from policies.checks import checks
from policies.context import Context
from policies.decide import decide
from policies.explain import explain, words
from policies.load import load_policy, packs
from policies.model import Policy
from policies.testing import described

CHAT = Context(service="chatgpt", category="chat", risk="limited")


def finding(kind: str, score: float = 0.9) -> Finding:
    return Finding(0, 9, kind, score, "test")


def lines(policy: Policy, context: Context, *findings: Finding) -> list[str]:
    return explain(policy, context, findings).lines("en")


def test_the_rule_that_decided_comes_first_with_its_reasons() -> None:
    """What held, what the user reads, why the rule is there and its legal basis."""
    policy = load_policy().policy
    said = lines(policy, CHAT, finding("SALARY"), finding("PERSON"), finding("PERSON"))
    assert said[:2] == [
        "Decision: block, by pay-of-a-person.",
        "Because: found: 1 x SALARY; found: 2 x PERSON.",
    ]
    assert said[2].startswith("The user reads: This message holds pay data")
    assert said[3].startswith("Why the rule is there: What somebody earns")
    assert said[4] == "Legal basis: AVG art. 5"
    assert said[5] == "Applies as well: personal-data-seen (log): found: 2 x PERSON, 1 x SALARY."


@pytest.mark.parametrize(
    ("context", "findings", "line"),
    [
        (
            CHAT,
            (finding("NL_BSN", 0.55),),
            (
                "Does not apply: bsn-never-leaves (block): too little found of BE_NATIONAL_NUMBER or NL_BSN "
                "from certainty 0.6: 0 (needed: 1); 1 more too uncertain."
            ),
        ),
        (
            CHAT,
            (finding("SALARY"),),
            (
                "Does not apply: pay-of-a-person (block): too little found of EMPLOYEE_NUMBER, KNOWN_PERSON "
                "or PERSON from certainty 0.6: 0 (needed: 1)."
            ),
        ),
        (
            Context("chatgpt", "chat", tenant="acme", status="allowed"),
            (finding("SALARY"), finding("PERSON")),
            (
                "Does not apply: pay-of-a-person (block): the exception holds: the status in the register is "
                "allowed; the tenant is acme."
            ),
        ),
        (
            Context("chatgpt", "chat", direction="answer"),
            (finding("SECRET"),),
            (
                "Does not apply: secrets-never-leave (block): this is an answer, and the rule is about what "
                "leaves."
            ),
        ),
        (
            CHAT,
            (),
            (
                "Does not apply: prohibited-practice (block): the risk tier of the AI Act is limited, not "
                "prohibited."
            ),
        ),
        (
            Context("chatgpt", "chat", failure="deadline"),
            (),
            "Because: the message could not be checked (deadline).",
        ),
        (
            Context("chatgpt", "chat", failure="deadline", unread=("encrypted",)),
            (),
            "Applies as well: unreadable (block): part of it could not be read (encrypted).",
        ),
        (CHAT, (), "Decision: allow. No rule applies."),
    ],
)
def test_what_is_said(context: Context, findings: tuple[Finding, ...], line: str) -> None:
    """Each kind of reason, as a reader meets it."""
    assert line in lines(load_policy().policy, context, *findings)


@pytest.mark.parametrize(
    ("when", "context", "line"),
    [
        ({"groups": ["hr"]}, CHAT, "the group is none, not hr"),
        ({"draft": True}, CHAT, "draft that was not sent yet: false, not true"),
        ({"chars": 500}, CHAT, "0 characters of text, needed: 500"),
        (
            {"files": {"kinds": ["pdf", "csv"], "bytes": 9}},
            CHAT,
            "files (csv or pdf of at least 9 bytes): 0",
        ),
        ({"files": {}}, CHAT, "files (any kind): 0 (needed: 1)"),
        ({"services": {"ids": ["claude"]}}, CHAT, "the service is chatgpt, not claude"),
        ({"services": {"categories": ["hr", "api"]}}, CHAT, "the kind of service is chat, not api or hr"),
        (
            {"services": {"statuses": ["refused"]}},
            CHAT,
            "the status in the register is discovered, not refused",
        ),
        (
            {"times": [{"days": ["sun"], "after": "08:00", "before": "09:00"}]},
            Context("chatgpt", "chat", time=datetime(2026, 11, 23, 12, 0, tzinfo=UTC)),
            "it is mon 13:00, outside sun 08:00-09:00 (Europe/Amsterdam)",
        ),
    ],
)
def test_every_condition_has_words(when: dict[str, object], context: Context, line: str) -> None:
    """What the request shows, and what the rule asks for."""
    rule = {"id": "it", "action": "log", "when": when, "message": {"nl": "a", "en": "b"}}
    said = lines(Policy.model_validate({"name": "x", "rules": [rule]}), context)
    assert any(line in one for one in said), said


def test_a_rule_without_conditions_says_so() -> None:
    """A rule that always speaks has no reason to give."""
    rule = {"id": "it", "action": "log", "message": {"nl": "a", "en": "b"}}
    assert lines(Policy.model_validate({"name": "x", "rules": [rule]}), CHAT)[1] == (
        "Because: this rule has no conditions."
    )


def test_monitor_mode_says_what_is_done() -> None:
    """What would have happened, and that it did not."""
    said = lines(load_policy("monitor-only").policy, CHAT, finding("NL_BSN"))
    assert said[:2] == ["Decision: block, by bsn-never-leaves.", "The policy only monitors: done is log."]


@pytest.mark.parametrize("pack", packs())
def test_an_explanation_never_differs_from_the_decision(pack: str) -> None:
    """For every case: the same decision, one account a rule, and a reason for each, in both languages."""
    policy = load_policy(pack).policy
    for case in load_cases(pack):
        _check_explanation(policy, case)


def _check_explanation(policy: Policy, case: Case) -> None:
    for context, findings in described(policy, case):
        explanation = explain(policy, context, findings)
        assert explanation.decision == decide(policy, context, findings), case.name
        spoke = [account.rule for account in explanation.rules if account.outcome != "silent"]
        assert spoke == list(explanation.decision.spoke), case.name
        assert {rule.id for rule in policy.rules} <= {account.rule for account in explanation.rules}
        for account in explanation.rules:
            assert account.reasons, (case.name, account.rule)
        for language in ("nl", "en"):
            assert all("{" not in line for line in explanation.lines(language))


def test_every_field_has_its_sentences() -> None:
    """No condition can be added without words for it."""
    rules = [rule for pack in packs() for rule in load_policy(pack).policy.rules]
    fields = {check.field for rule in rules for check in checks(rule.when)}
    assert fields <= words().conditions.keys()
