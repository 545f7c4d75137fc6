"""Findings and context in, decision out: one pure function."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detectors.finding import Finding
from policies.checks import checks
from policies.coaching import Coach
from policies.conditions import Finds
from policies.context import Context, Found, SentFile, is_meant
from policies.model import Policy, Rule
from policies.terms import Action, Language, Text

__all__ = ["FAILED", "UNREADABLE", "Context", "Decision", "SentFile", "decide", "settle", "speaks"]


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
        coach: How the user is coached, when `would` is ``coach``.
        replaces: What is replaced, when `would` is ``redact``: see `must_replace`.
    """

    action: Action
    would: Action
    rule: str
    message: Text
    legal: str = ""
    spoke: tuple[str, ...] = ()
    coach: Coach | None = None
    replaces: tuple[Finds, ...] = ()

    def reason(self, language: Language = "en") -> str:
        """The message with its legal basis, in one line."""
        text = self.message.in_language(language)
        return f"{text} ({self.legal})" if self.legal else text

    def must_replace(self, finding: Finding) -> bool:
        """Whether a finding is one of those that ``redact`` replaces, by any rule that spoke."""
        return any(is_meant(finds, finding) for finds in self.replaces)


UNRECORDED = "not-recorded"
"""The failure of a request that was judged, but whose event could not be stored."""

DEFAULT = Text(nl="Geen regel is van toepassing.", en="No rule applies.")
FAILED = Text(
    nl="Dit bericht kon niet worden gecontroleerd en is daarom niet verstuurd. Probeer het opnieuw.",
    en="This message could not be checked and was therefore not sent. Please try again.",
)
NOT_RECORDED = Text(
    nl="Wat er met dit bericht gebeurt kon niet worden vastgelegd; het is niet verstuurd. Probeer het later.",
    en="What happens to this message could not be recorded; it was not sent. Please try later.",
)
FAILED_SENT = Text(
    nl="Dit bericht kon niet worden gecontroleerd en is toch verstuurd.",
    en="This message could not be checked and was sent all the same.",
)
UNREADABLE = Text(
    nl="Een deel van dit bericht kon niet worden gelezen en is daarom niet verstuurd.",
    en="Part of this message could not be read and was therefore not sent.",
)
UNREADABLE_SENT = Text(
    nl="Een deel van dit bericht kon niet worden gelezen; het is toch verstuurd.",
    en="Part of this message could not be read; it was sent all the same.",
)


def decide(policy: Policy, context: Context, findings: Iterable[Finding] = ()) -> Decision:
    """The strictest rule that speaks decides; between equals the first in the file.

    Raises:
        ValueError: The context has values, but not one for each finding.
    """
    found = Found.of(context, findings)
    return settle(policy, context, [rule for rule in policy.rules if speaks(rule, context, found)])


def settle(policy: Policy, context: Context, speaking: Iterable[Rule]) -> Decision:
    """The decision when these rules of the policy speak, in the order of the file."""
    rules = [*speaking, *_when_blind(policy, context)]
    rules.sort(key=lambda rule: -rule.action.strictness)
    return _decision(policy, rules or [_default(policy, context)], len(rules))


def speaks(rule: Rule, context: Context, found: Found) -> bool:
    """Whether the rule applies to this request."""
    if not is_about(rule, context):
        return False
    if not all(check.holds(context, found) for check in checks(rule.when)):
        return False
    return rule.unless is None or not all(check.holds(context, found) for check in checks(rule.unless))


def is_about(rule: Rule, context: Context) -> bool:
    """A rule that names no direction is about what leaves, not about answers."""
    return bool(rule.when.direction) or context.direction != "answer"


def _default(policy: Policy, context: Context) -> Rule:
    """What happens when no rule speaks. An answer is only looked at, so nothing happens to it."""
    action = Action.ALLOW if context.direction == "answer" else policy.default
    return Rule(id="default", action=action, message=DEFAULT)


def _when_blind(policy: Policy, context: Context) -> Iterator[Rule]:
    """What the policy says of failures and unreadable parts, as rules; a real rule explains more."""
    if context.failure is not None:
        action = _blind_action(policy, context, "on_failure")
        stopped = NOT_RECORDED if context.failure == UNRECORDED else FAILED
        message = stopped if action in {Action.COACH, Action.BLOCK} else FAILED_SENT
        yield Rule(id="on-failure", action=action, message=message)
    if context.unread:
        action = _blind_action(policy, context, "unreadable")
        message = UNREADABLE if action in {Action.COACH, Action.BLOCK} else UNREADABLE_SENT
        yield Rule(id="unreadable", action=action, message=message)


def _blind_action(policy: Policy, context: Context, name: str) -> Action:
    """The strictest that any rule asks for which might have spoken, had the request been read.

    A rule that does not say asks for the policy's action, so one mild rule softens nothing while another
    rule might have spoken too.
    """
    if context.direction == "answer":
        return Action.LOG
    own: Action = getattr(policy, name)
    actions = [getattr(rule, name) or own for rule in policy.rules if might_speak(rule, context)]
    return max(actions, key=lambda action: action.strictness, default=own)


def might_speak(rule: Rule, context: Context) -> bool:
    """Whether a rule about what a request holds could speak, if only we knew what it holds."""
    if not rule.when.looks_inside or not is_about(rule, context):
        return False
    nothing = Found((), ())
    if not all(check.holds(context, nothing) for check in checks(rule.when) if not check.looks_inside):
        return False
    if rule.unless is None or rule.unless.looks_inside:
        return True
    return not all(check.holds(context, nothing) for check in checks(rule.unless))


def _decision(policy: Policy, rules: list[Rule], spoke: int) -> Decision:
    rule = rules[0]
    action = rule.action
    if policy.mode == "monitor" and action.strictness > Action.LOG.strictness:
        action = Action.LOG
    replaces: tuple[Finds, ...] = ()
    if rule.action is Action.REDACT:
        replaces = tuple(finds for one in rules if one.action is Action.REDACT for finds in one.replaces)
    return Decision(
        action=action,
        would=rule.action,
        rule=rule.id,
        message=rule.message,
        legal=rule.legal,
        spoke=tuple(one.id for one in rules[:spoke]),
        coach=(rule.coach or policy.coach) if rule.action is Action.COACH else None,
        replaces=replaces,
    )
