"""The decision: which rule speaks, which wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.finding import ENTITY_TYPES, Finding
from policies.decide import Context, decide
from policies.load import load_policy
from policies.model import Action, Condition, Finds, Policy, Rule, Services, Text

CHAT = Context(service="chatgpt", category="chat", risk="limited")
TEXT = Text(nl="nee", en="no")


def finding(kind: str, score: float = 0.9) -> Finding:
    return Finding(0, 9, kind, score, "test")


def rule(name: str, action: Action, **more: object) -> Rule:
    return Rule.model_validate({"id": name, "action": action, "message": TEXT} | more)


def policy(*rules: Rule, **more: object) -> Policy:
    return Policy.model_validate({"name": "test", "rules": rules} | more)


def test_without_a_rule_the_default_decides() -> None:
    """No rule speaks: the policy's default action, under the name `default`."""
    assert decide(policy(), CHAT).rule == "default"
    assert decide(policy(default=Action.LOG), CHAT).action is Action.LOG


def test_the_strictest_rule_wins_whatever_its_place() -> None:
    """A block after a log blocks; both are named."""
    rules = policy(rule("soft", Action.LOG), rule("hard", Action.BLOCK), rule("softer", Action.ALLOW))
    decision = decide(rules, CHAT)
    assert (decision.action, decision.rule) == (Action.BLOCK, "hard")
    assert decision.spoke == ("hard", "soft", "softer")


def test_between_equals_the_first_in_the_file_wins() -> None:
    """Order matters only between rules of the same action."""
    assert decide(policy(rule("one", Action.BLOCK), rule("two", Action.BLOCK)), CHAT).rule == "one"


def test_findings_below_the_score_do_not_count() -> None:
    """A rule for sure findings is silent about an unsure one."""
    rules = policy(rule("bsn", Action.BLOCK, when={"finds": [{"types": ["NL_BSN"], "score": 0.8}]}))
    assert decide(rules, CHAT, [finding("NL_BSN", 0.79)]).rule == "default"
    assert decide(rules, CHAT, [finding("NL_BSN", 0.8)]).rule == "bsn"


def test_count_asks_for_so_many_findings_together() -> None:
    """Three of two kinds together satisfy a count of three."""
    rules = policy(rule("many", Action.BLOCK, when={"finds": [{"types": ["PERSON", "ADDRESS"], "count": 3}]}))
    two = [finding("PERSON"), finding("ADDRESS")]
    assert decide(rules, CHAT, two).rule == "default"
    assert decide(rules, CHAT, [*two, finding("PERSON")]).rule == "many"


def test_every_entry_of_finds_must_hold() -> None:
    """Pay alone is no finding of the rule; pay of a person is."""
    both = {"finds": [{"types": ["SALARY"]}, {"types": ["PERSON"]}]}
    rules = policy(rule("pay", Action.BLOCK, when=both))
    assert decide(rules, CHAT, [finding("SALARY")]).rule == "default"
    assert decide(rules, CHAT, [finding("SALARY"), finding("PERSON")]).rule == "pay"


def test_unless_makes_an_exception() -> None:
    """A rule against everything is silent for the contracted tenant."""
    ours = {"services": {"ids": ["chatgpt"], "tenants": ["our-org"]}}
    rules = policy(rule("no-ai", Action.BLOCK, unless=ours))
    assert decide(rules, CHAT).rule == "no-ai"
    tenant = Context(service="chatgpt", category="chat", tenant="our-org")
    assert decide(rules, tenant).rule == "default"


def test_a_missing_tenant_is_a_consumer() -> None:
    """`none` in tenants means that the request shows no tenant."""
    rules = policy(rule("consumer", Action.BLOCK, when={"services": {"tenants": ["none"]}}))
    assert decide(rules, CHAT).rule == "consumer"
    assert decide(rules, Context(service="chatgpt", category="chat", tenant="t")).rule == "default"


@pytest.mark.parametrize(
    ("services", "holds"),
    [
        (Services(ids=frozenset({"chatgpt"})), True),
        (Services(ids=frozenset({"claude"})), False),
        (Services(categories=frozenset({"chat"}), risks=frozenset({"limited"})), True),
        (Services(categories=frozenset({"chat"}), risks=frozenset({"high"})), False),
    ],
)
def test_every_field_of_services_must_hold(services: Services, holds: bool) -> None:  # noqa: FBT001 - a case
    """Fields given together narrow each other."""
    rules = policy(rule("it", Action.LOG, when=Condition(services=services)))
    assert (decide(rules, CHAT).rule == "it") is holds


def test_monitor_mode_changes_nothing_and_says_what_would_have_been() -> None:
    """In monitor mode a block becomes a log, with the block kept in `would`."""
    decision = decide(policy(rule("no", Action.BLOCK), mode="monitor"), CHAT)
    assert (decision.action, decision.would, decision.rule) == (Action.LOG, Action.BLOCK, "no")


def test_a_failure_goes_by_on_failure() -> None:
    """What could not be scanned is stopped unless the policy says otherwise."""
    failed = Context(service="chatgpt", category="chat", failure="deadline")
    assert decide(policy(), failed).action is Action.BLOCK
    assert decide(policy(on_failure=Action.LOG), failed).action is Action.LOG


def test_unreadable_goes_by_unreadable() -> None:
    """What could not be read is stopped unless the policy says otherwise."""
    unread = Context(service="chatgpt", category="chat", unread=("encrypted",))
    assert decide(policy(), unread).rule == "unreadable"
    assert decide(policy(unreadable=Action.ALLOW), unread).action is Action.ALLOW


def test_a_failure_never_softens_a_rule() -> None:
    """A rule that blocks still blocks when the policy lets failures pass."""
    failed = Context(service="chatgpt", category="chat", failure="deadline")
    rules = policy(rule("no", Action.BLOCK), on_failure=Action.ALLOW)
    assert decide(rules, failed).rule == "no"


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        (["NL_BSN"], "bsn-never-leaves"),
        (["BE_NATIONAL_NUMBER"], "bsn-never-leaves"),
        (["SECRET"], "secrets-never-leave"),
        (["CREDIT_CARD"], "identity-document"),
        (["HEALTH", "PERSON"], "special-categories"),
        (["SALARY", "EMPLOYEE_NUMBER"], "pay-of-a-person"),
        (["PERSON"] * 10 + ["EMAIL_ADDRESS"] * 5, "list-of-people"),
    ],
)
def test_the_default_pack_stops(kinds: list[str], name: str) -> None:
    """What may hardly ever leave is stopped by the rule meant for it."""
    decision = decide(load_policy().policy, CHAT, [finding(kind) for kind in kinds])
    assert (decision.action, decision.rule) == (Action.BLOCK, name)


@pytest.mark.parametrize(
    "kinds",
    [
        ["PERSON"],
        ["PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER"],
        ["HEALTH"],
        ["SALARY"],
        ["PERSON"] * 10,
        ["LOCATION"],
    ],
)
def test_the_default_pack_lets_pass(kinds: list[str]) -> None:
    """A name, contact details, a general question about illness or pay: at most logged."""
    decision = decide(load_policy().policy, CHAT, [finding(kind) for kind in kinds])
    assert decision.action in {Action.ALLOW, Action.LOG}


def test_the_default_pack_stops_prohibited_systems() -> None:
    """AI that the AI Act prohibits at work is stopped even without findings."""
    emotion = Context(service="affectiva", category="emotion", risk="prohibited")
    assert decide(load_policy().policy, emotion).rule == "prohibited-practice"


@given(st.lists(st.sampled_from(sorted(ENTITY_TYPES)), max_size=30), st.lists(st.sampled_from(list(Action))))
def test_more_rules_never_make_a_policy_milder(kinds: list[str], actions: list[Action]) -> None:
    """Adding a rule to the default pack never weakens a decision."""
    base = load_policy().policy
    found = [finding(kind) for kind in kinds]
    when = {"finds": [{"types": ["PERSON"]}]}
    added = [rule(f"extra-{number}", action, when=when) for number, action in enumerate(actions)]
    more = base.model_copy(update={"rules": (*base.rules, *added)})
    assert decide(more, CHAT, found).action.strictness >= decide(base, CHAT, found).action.strictness


def test_finds_must_name_a_type() -> None:
    """An empty list of types would never find anything, so it is refused."""
    with pytest.raises(ValueError, match="types"):
        Finds(types=frozenset())
