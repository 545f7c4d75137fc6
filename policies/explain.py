"""Why a decision fell: which rule, what of it held, and what kept the other rules silent; in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from detectors.finding import Finding
from detectors.yaml_file import read_yaml
from policies.checks import Check, checks
from policies.context import Context, Found
from policies.decide import Decision, decide, is_about
from policies.facts import facts
from policies.model import Condition, Policy, Rule
from policies.terms import Action, Language, PolicyModel, Text


class _Sentences(PolicyModel):
    """What is said of a condition that holds, and of one that fails."""

    holds: Text
    fails: Text


class _Words(PolicyModel):
    """Contents of `words.yaml`."""

    conditions: dict[str, _Sentences]
    phrases: dict[str, Text]


@cache
def words() -> _Words:
    """The sentences, read once."""
    return read_yaml(_Words, (resources.files("policies") / "words.yaml").read_text("utf-8"), "words.yaml")


def phrase(name: str, language: Language, **values: object) -> str:
    """One phrase of `words.yaml`, filled in."""
    return words().phrases[name].in_language(language).format(**values)


@dataclass(frozen=True, slots=True)
class ConditionAccount:
    """One condition of a rule, and whether it holds.

    Attributes:
        part: ``when`` or ``unless``.
        field: Its name in the policy file, e.g. ``services.tenants``.
        holds: Whether the request satisfies it.
        text: The same in words.
    """

    part: Literal["when", "unless"]
    field: str
    holds: bool
    text: Text


@dataclass(frozen=True, slots=True)
class RuleAccount:
    """What became of one rule.

    Attributes:
        rule: Its id.
        action: What it asks for.
        outcome: ``decided``, ``spoke`` (and was outdone), or ``silent``.
        conditions: Its conditions, those of `unless` last.
        reasons: Why it spoke or not, in words.
        why: Why the rule is there, if it says so.
        legal: Its legal basis.
    """

    rule: str
    action: Action
    outcome: Literal["decided", "spoke", "silent"]
    conditions: tuple[ConditionAccount, ...]
    reasons: tuple[Text, ...]
    why: Text | None = None
    legal: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with its reasons.

    Attributes:
        decision: What was decided.
        rules: Every rule: the one that decided first, then those that spoke too, then the silent ones.
    """

    decision: Decision
    rules: tuple[RuleAccount, ...]

    def lines(self, language: Language = "en") -> list[str]:
        """The explanation for a reader, one line each."""
        return list(_lines(self, language))


def explain(policy: Policy, context: Context, findings: Iterable[Finding] = ()) -> Explanation:
    """Decide, and say why.

    Raises:
        ValueError: The context has values, but not one for each finding.
    """
    found = Found.of(context, findings)
    decision = decide(policy, context, found.findings)
    accounts = [_account(rule, context, found, decision) for rule in policy.rules]
    accounts += _blind_accounts(context, policy, decision)
    order = {name: number for number, name in enumerate(decision.spoke)}
    accounts.sort(key=lambda account: order.get(account.rule, len(order)))
    return Explanation(decision, tuple(accounts))


def _account(rule: Rule, context: Context, found: Found, decision: Decision) -> RuleAccount:
    when = _conditions("when", rule.when, context, found)
    unless = _conditions("unless", rule.unless, context, found) if rule.unless else ()
    return RuleAccount(
        rule=rule.id,
        action=rule.action,
        outcome=_outcome(rule.id, decision),
        conditions=(*when, *unless),
        reasons=_reasons(rule, context, when, unless),
        why=rule.why,
        legal=rule.legal,
    )


def _outcome(rule: str, decision: Decision) -> Literal["decided", "spoke", "silent"]:
    if rule == decision.rule:
        return "decided"
    return "spoke" if rule in decision.spoke else "silent"


def _conditions(
    part: Literal["when", "unless"], condition: Condition, context: Context, found: Found
) -> tuple[ConditionAccount, ...]:
    return tuple(_condition(part, check, context, found) for check in checks(condition))


def _condition(
    part: Literal["when", "unless"], check: Check, context: Context, found: Found
) -> ConditionAccount:
    holds = check.holds(context, found)
    sentences = words().conditions[check.field]
    sentence = sentences.holds if holds else sentences.fails
    texts: dict[Language, str] = {}
    for language in ("nl", "en"):
        actual, wanted = facts(check, context, found, language, phrase)
        texts[language] = sentence.in_language(language).format(actual=actual, wanted=wanted)
    return ConditionAccount(part, check.field, holds, Text(nl=texts["nl"], en=texts["en"]))


def _reasons(
    rule: Rule, context: Context, when: tuple[ConditionAccount, ...], unless: tuple[ConditionAccount, ...]
) -> tuple[Text, ...]:
    """What decided about a rule: what failed, or the exception that holds, or everything that holds."""
    if not is_about(rule, context):
        return (words().phrases["about_answers"],)
    failed = tuple(account.text for account in when if not account.holds)
    if failed:
        return failed
    if unless and all(account.holds for account in unless):
        exception = words().phrases["exception"]
        return (
            Text(
                nl=exception.nl.format(reasons=_joined(unless, "nl")),
                en=exception.en.format(reasons=_joined(unless, "en")),
            ),
        )
    return tuple(account.text for account in when) or (words().phrases["always"],)


def _joined(accounts: Iterable[ConditionAccount], language: Language) -> str:
    return "; ".join(account.text.in_language(language) for account in accounts)


def _blind_accounts(context: Context, policy: Policy, decision: Decision) -> Iterator[RuleAccount]:
    """What the policy says of failures and unreadable parts, for requests that had them."""
    blind: tuple[tuple[str, str, str, Action], ...] = (
        ("on-failure", "failure", context.failure or "", policy.on_failure),
        ("unreadable", "unread", ", ".join(sorted(set(context.unread))), policy.unreadable),
    )
    for rule, name, reason, action in blind:
        if reason:
            text = Text(nl=phrase(name, "nl", reason=reason), en=phrase(name, "en", reason=reason))
            asked = decision.would if decision.rule == rule else action
            yield RuleAccount(rule, asked, _outcome(rule, decision), (), (text,))


def _lines(explanation: Explanation, language: Language) -> Iterator[str]:
    decision = explanation.decision
    name = "decided" if decision.spoke else "no_rule"
    yield phrase(name, language, action=decision.would, rule=decision.rule)
    if decision.action is not decision.would:
        yield phrase("monitored", language, action=decision.action)
    for account in explanation.rules:
        reasons = "; ".join(reason.in_language(language) for reason in account.reasons)
        if account.outcome != "decided":
            name = "also" if account.outcome == "spoke" else "silent"
            yield phrase(name, language, rule=account.rule, action=account.action, reasons=reasons)
            continue
        yield phrase("because", language, reasons=reasons)
        yield phrase("message", language, text=decision.message.in_language(language))
        if account.why:
            yield phrase("why", language, text=account.why.in_language(language))
        if account.legal:
            yield phrase("legal", language, text=account.legal)
