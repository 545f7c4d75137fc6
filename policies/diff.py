"""What another policy would have done with stored decisions: no prompt text is needed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.decide import settle
from policies.features import Features, may_speak
from policies.model import Policy, Rule


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Decisions that would fall otherwise, in one way.

    Attributes:
        rule_before: The rule that decided.
        before: What was done.
        rule_after: The rule that would decide.
        after: What would be done.
        group: Group of the users, or None.
        certain: False when the records do not hold enough to be sure: it may also stay as it was.
    """

    rule_before: str
    before: str
    rule_after: str
    after: str
    group: str | None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Diff:
    """What a policy would change.

    Attributes:
        decisions: Stored decisions looked at.
        changed: Of these, how many would surely end in another action.
        uncertain: How many might.
        moved: How many would end in the same action by another rule.
        changes: How many decisions change in each way, the most frequent first.
    """

    decisions: int
    changed: int
    uncertain: int
    moved: int
    changes: tuple[tuple[Change, int], ...]


def diff(proposed: Policy, stored: Iterable[Features], *, enforced: bool = False) -> Diff:
    """Decide again about stored decisions.

    Args:
        proposed: The policy to try.
        stored: Decisions with their features.
        enforced: Compare what the rules ask for, whatever the modes; otherwise what is really done, so that
            going from ``monitor`` to ``enforce`` is a change.
    """
    changes: Counter[Change] = Counter()
    decisions = moved = 0
    for features in stored:
        decisions += 1
        change = _change(proposed, features, enforced=enforced)
        if change.before != change.after:
            changes[change] += 1
        elif change.rule_before != change.rule_after:
            moved += 1
    ranked = sorted(changes.items(), key=lambda item: (-item[1], _sort_key(item[0])))
    changed = sum(number for change, number in ranked if change.certain)
    return Diff(decisions, changed, changes.total() - changed, moved, tuple(ranked))


def _sort_key(change: Change) -> tuple[str, ...]:
    return (change.rule_before, change.rule_after, change.before, change.after, change.group or "")


def _change(proposed: Policy, features: Features, *, enforced: bool) -> Change:
    """What becomes of one decision; where the record leaves that open, the strictest change there may be.

    The strictest rule decides, so whichever of the unknown rules spoke, the outcome is that of the sure ones
    with one of the unknown ones.
    """
    outcomes = [(rule, may_speak(rule, features)) for rule in proposed.rules]
    sure = [rule for rule, speaks in outcomes if speaks]
    unknown = [rule for rule, speaks in outcomes if speaks is None]
    decisions = [settle(proposed, features.context, rules) for rules in _ways(sure, unknown)]
    ends = [(one.would if enforced else one.action, one.rule) for one in decisions]
    before = features.would if enforced else features.action
    is_certain = len({action for action, _ in ends}) == 1
    others = ends if is_certain else [end for end in ends if end[0] != before]
    after, rule = max(others, key=lambda end: end[0].strictness)
    return Change(features.rule, before, rule, after.value, features.context.group, is_certain)


def _ways(sure: list[Rule], unknown: list[Rule]) -> Iterator[list[Rule]]:
    """The rules that may decide together."""
    yield sure
    for rule in unknown:
        yield [*sure, rule]
