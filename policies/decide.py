"""Findings and context in, decision out: one pure function."""

from collections.abc import Iterable
from dataclasses import dataclass

from detectors.finding import Finding
from policies.model import Action, Condition, Finds, Language, Policy, Rule, Services, Text


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may depend on besides the findings.

    Attributes:
        service: Service id of the catalogue.
        category: Its category.
        risk: Its AI Act tier, or None when not judged.
        tenant: The contracted tenant the request shows, or None (a consumer account).
        group: Group of the user, or None.
        draft: True for text that leaves before the user presses send.
        unread: Why parts of the request could not be read.
        failure: Why reading or scanning failed altogether, or None.
    """

    service: str
    category: str
    risk: str | None = None
    tenant: str | None = None
    group: str | None = None
    draft: bool = False
    unread: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to a request, and why.

    Attributes:
        action: What is done. In monitor mode never stricter than ``log``.
        would: What would have been done in enforce mode; equal to `action` there.
        rule: Id of the rule that decided; ``default``, ``on-failure`` or ``unreadable`` otherwise.
        message: What the user reads.
        legal: Legal basis of the rule, or an empty string.
        spoke: Ids of all rules that spoke, strictest first.
    """

    action: Action
    would: Action
    rule: str
    message: Text
    legal: str = ""
    spoke: tuple[str, ...] = ()

    def reason(self, language: Language = "en") -> str:
        """The message with its legal basis, in one line."""
        text = self.message.in_language(language)
        return f"{text} ({self.legal})" if self.legal else text


DEFAULT = Text(nl="Geen regel is van toepassing.", en="No rule applies.")
FAILED = Text(
    nl="Dit bericht kon niet worden gecontroleerd en is daarom niet verstuurd. Probeer het opnieuw.",
    en="This message could not be checked and was therefore not sent. Please try again.",
)
UNREADABLE = Text(
    nl="Een deel van dit bericht kon niet worden gelezen en is daarom niet verstuurd.",
    en="Part of this message could not be read and was therefore not sent.",
)


def decide(policy: Policy, context: Context, findings: Iterable[Finding] = ()) -> Decision:
    """The strictest rule that speaks decides; between equals the first in the file."""
    found = tuple(findings)
    rules = [rule for rule in _all_rules(policy, context) if speaks(rule, context, found)]
    rules.sort(key=lambda rule: -rule.action.strictness)
    spoke = tuple(rule.id for rule in rules)
    if not rules:
        return _decision(policy, Rule(id="default", action=policy.default, message=DEFAULT), ())
    return _decision(policy, rules[0], spoke)


def speaks(rule: Rule, context: Context, findings: tuple[Finding, ...]) -> bool:
    """Whether the rule applies to this request."""
    if not _holds(rule.when, context, findings):
        return False
    return rule.unless is None or not _holds(rule.unless, context, findings)


def _all_rules(policy: Policy, context: Context) -> Iterable[Rule]:
    """The policy's rules, and what it says of failures as if they were rules; a rule explains more."""
    yield from policy.rules
    if context.failure is not None:
        yield Rule(id="on-failure", action=policy.on_failure, message=FAILED)
    if context.unread:
        yield Rule(id="unreadable", action=policy.unreadable, message=UNREADABLE)


def _decision(policy: Policy, rule: Rule, spoke: tuple[str, ...]) -> Decision:
    action = rule.action
    if policy.mode == "monitor" and action.strictness > Action.LOG.strictness:
        action = Action.LOG
    return Decision(action, rule.action, rule.id, rule.message, rule.legal, spoke)


def _holds(condition: Condition, context: Context, findings: tuple[Finding, ...]) -> bool:
    return (
        all(_found(finds, findings) for finds in condition.finds)
        and (condition.services is None or _is_service(condition.services, context))
        and (not condition.groups or context.group in condition.groups)
        and (condition.draft is None or condition.draft == context.draft)
    )


def _found(finds: Finds, findings: tuple[Finding, ...]) -> bool:
    count = sum(finding.type in finds.types and finding.score >= finds.score for finding in findings)
    return count >= finds.count


def _is_service(services: Services, context: Context) -> bool:
    return (
        (not services.ids or context.service in services.ids)
        and (not services.categories or context.category in services.categories)
        and (not services.risks or context.risk in services.risks)
        and (not services.tenants or (context.tenant or "none") in services.tenants)
    )
