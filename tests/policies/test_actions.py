"""Coach and redact: what a decision says about them, and what happens to what nobody could read."""

from typing import Any

import pytest
from pydantic import ValidationError

from detectors.finding import Finding
from policies.context import Context
from policies.decide import decide
from policies.model import Action, Policy, Rule

CHAT = Context(service="chatgpt", category="chat", risk="limited")
FAILED = Context(service="chatgpt", category="chat", failure="deadline")
UNREAD = Context(service="chatgpt", category="chat", unread=("encrypted",))
TEXT = {"nl": "nee", "en": "no"}
PERSON = {"finds": [{"types": ["PERSON"]}]}


def rule(name: str, action: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "action": action, "message": TEXT} | more


def policy(*rules: dict[str, Any], **more: Any) -> Policy:
    return Policy.model_validate({"name": "test", "rules": rules} | more)


def finding(kind: str, score: float = 0.9) -> Finding:
    return Finding(0, 9, kind, score, "test")


def test_the_order_of_strictness() -> None:
    """Allow, log, coach, redact, block: each stricter than the one before."""
    assert [action.value for action in sorted(Action, key=lambda one: one.strictness)] == [
        "allow",
        "log",
        "coach",
        "redact",
        "block",
    ]


def test_redact_replaces_what_the_rules_found() -> None:
    """All rules that ask to redact are heard; a finding that none of them counts is left alone."""
    rules = policy(
        rule("names", "redact", when={"finds": [{"types": ["PERSON"], "score": 0.8}]}),
        rule("mails", "redact", when={"finds": [{"types": ["EMAIL_ADDRESS"]}]}),
        rule("seen", "log", when={"finds": [{"types": ["IBAN_CODE"]}]}),
    )
    decision = decide(rules, CHAT, [finding("PERSON"), finding("EMAIL_ADDRESS"), finding("IBAN_CODE")])
    assert decision.action is Action.REDACT
    assert decision.must_replace(finding("PERSON", 0.8))
    assert decision.must_replace(finding("EMAIL_ADDRESS"))
    assert not decision.must_replace(finding("PERSON", 0.79))
    assert not decision.must_replace(finding("IBAN_CODE"))


def test_replace_names_what_is_replaced() -> None:
    """Health stays in the text, so that the answer makes sense; the person goes."""
    when = {"finds": [{"types": ["HEALTH"]}, {"types": ["PERSON"], "score": 0.7}]}
    rules = policy(rule("ill", "redact", when=when, replace=["PERSON", "ADDRESS"]))
    decision = decide(rules, CHAT, [finding("HEALTH"), finding("PERSON")])
    assert decision.must_replace(finding("ADDRESS", 0.6))
    assert decision.must_replace(finding("PERSON", 0.6))
    assert not decision.must_replace(finding("HEALTH"))


def test_nothing_is_replaced_unless_redact_decides() -> None:
    """A block or a log replaces nothing, whatever else spoke."""
    rules = policy(rule("names", "redact", when=PERSON), rule("no", "block", when=PERSON))
    assert not decide(rules, CHAT, [finding("PERSON")]).must_replace(finding("PERSON"))


def test_coach_brings_its_reasons() -> None:
    """A rule's own coaching, else the policy's, else the product's."""
    reasons = [{"id": "test", "nl": "proef", "en": "test"}]
    own = policy(rule("ask", "coach", coach={"reasons": reasons, "minutes": 5}), coach={"minutes": 10})
    coach = decide(own, CHAT).coach
    assert coach
    assert (coach.minutes, [reason.id for reason in coach.reasons]) == (5, ["test"])
    general = decide(policy(rule("ask", "coach"), coach={"minutes": 10}), CHAT).coach
    assert general
    assert general.minutes == 10
    assert {"no-personal-data", "other"} <= {reason.id for reason in general.reasons}
    assert general.lesson.nl != general.lesson.en


def test_nobody_is_coached_unless_coach_decides() -> None:
    """A block has no reasons to choose from."""
    assert decide(policy(rule("no", "block"), rule("ask", "coach")), CHAT).coach is None


def test_monitor_mode_says_what_it_would_replace() -> None:
    """In monitor mode nothing is replaced, but the record knows what would have been."""
    decision = decide(policy(rule("names", "redact", when=PERSON), mode="monitor"), CHAT, [finding("PERSON")])
    assert (decision.action, decision.would) == (Action.LOG, Action.REDACT)


@pytest.mark.parametrize("context", [FAILED, UNREAD])
@pytest.mark.parametrize(
    ("rules", "action"),
    [
        ([], "block"),
        ([rule("seen", "log", when=PERSON)], "block"),
        ([rule("seen", "log", when=PERSON, on_failure="log", unreadable="log")], "log"),
        ([rule("seen", "log", when=PERSON, on_failure="coach", unreadable="coach")], "coach"),
    ],
)
def test_a_rule_may_say_what_happens_when_it_cannot_be_judged(
    context: Context, rules: list[dict[str, Any]], action: str
) -> None:
    """Its own `on_failure` and `unreadable` take the place of the policy's."""
    assert decide(policy(*rules), context).action == action


@pytest.mark.parametrize("context", [FAILED, UNREAD])
def test_one_mild_rule_softens_nothing_for_another(context: Context) -> None:
    """Where a rule that says nothing might have spoken too, the policy's action stands."""
    mild = rule("mild", "log", when=PERSON, on_failure="allow", unreadable="allow")
    assert decide(policy(mild, rule("hard", "block", when=PERSON)), context).action == "block"


def test_a_rule_about_another_service_says_nothing_of_a_failure_here() -> None:
    """What might have spoken is judged by everything that needs no reading."""
    tenant = {"services": {"tenants": ["acme"]}}
    mild = rule("ours", "log", when=PERSON | tenant, on_failure="log")
    hard = rule("others", "block", when=PERSON, unless=tenant)
    ours = Context(service="chatgpt", category="chat", tenant="acme", failure="deadline")
    assert decide(policy(mild, hard), ours).action == "log"
    assert decide(policy(mild, hard), FAILED).action == "block"


def test_an_exception_by_content_is_no_excuse_when_nobody_could_read() -> None:
    """An `unless` that needs reading does not count when reading failed."""
    hard = rule("hard", "log", when=PERSON, unless={"chars": 10}, on_failure="coach")
    assert decide(policy(hard), FAILED).action == "coach"


def test_a_failure_that_is_let_through_says_so() -> None:
    """The message does not tell that a message was not sent when it was."""
    assert "not sent" in decide(policy(), FAILED).reason()
    assert "was sent" in decide(policy(on_failure="log"), FAILED).reason()
    assert "was sent" in decide(policy(unreadable="allow"), UNREAD).reason()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"action": "redact"}, "`when` needs `finds`"),
        ({"action": "block", "when": PERSON, "replace": ["PERSON"]}, "`replace` is for"),
        ({"action": "block", "coach": {"minutes": 5}}, "`coach` is for"),
        ({"action": "block", "when": {"direction": ["answer"]}}, "can only log"),
        ({"action": "redact", "when": PERSON | {"direction": ["prompt", "answer"]}}, "can only log"),
        ({"action": "log", "on_failure": "redact"}, "Input should be"),
        ({"action": "coach", "coach": {"minutes": 0}}, "greater than or equal to 1"),
        ({"action": "coach", "coach": {"reasons": []}}, "at least 1 item"),
        ({"action": "log", "unless": {}}, "empty `unless`"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(fields: dict[str, Any], message: str) -> None:
    """A field that would have no effect is an error."""
    with pytest.raises(ValidationError, match=message):
        Rule.model_validate({"id": "it", "message": TEXT} | fields)


@pytest.mark.parametrize("field", ["default", "on_failure", "unreadable"])
def test_what_nobody_read_cannot_be_redacted(field: str) -> None:
    """`redact` needs findings, so the policy's own actions may not be `redact`."""
    with pytest.raises(ValidationError, match="Input should be"):
        policy(**{field: "redact"})
