"""Which policy was in force since when, and what changed: from events that hold each rule's fingerprint.

An event is written when the guard starts under another policy than the last recorded one, and when a changed
file takes over. Rules are compared by a hash of all they say, so a reworded message shows as a change too.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from agent.record.event import Event, decode
from agent.record.schema import NO_DECISION, events
from agent.record.store import Store
from policies.load import LoadedPolicy
from policies.model import Rule

KIND = "policy"
_RULE = "rule:"
_WORDS = ("name", "mode", "default", "on_failure", "unreadable")


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy that took force.

    Attributes:
        time: Since when.
        node: On which machine.
        version: Its version.
        facts: ``name``, ``mode``, ``default``, ``on_failure``, ``unreadable``.
        rules: How many rules it has.
        added: Rules that the policy before did not have.
        removed: Rules that it had.
        changed: Rules that say something else.
        settings: Facts that are another than before.
        is_first: There is no record of a policy before this one.
    """

    time: datetime
    node: str
    version: str
    facts: Mapping[str, str]
    rules: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    is_first: bool = False


def policy_event(node: str, loaded: LoadedPolicy) -> Event:
    """The event that a policy takes force."""
    policy = loaded.policy
    facts = [(name, str(getattr(policy, name))) for name in _WORDS]
    rules = [(_RULE + rule.id, _fingerprint(rule)) for rule in policy.rules]
    return Event(
        kind=KIND,
        node=node,
        mode=policy.mode,
        policy_version=loaded.version,
        detail=(*facts, *rules),
    )


def last_version(store: Store, node: str) -> str | None:
    """The policy that a node recorded last; None when it recorded none.

    Raises:
        RecordError: The store cannot be read.
    """
    query = sa.select(events.c.body).where(events.c.kind == KIND, NO_DECISION, events.c.node == node)
    with store.read() as connection:
        body = connection.execute(query.order_by(sa.desc(events.c.row)).limit(1)).scalar()
    return decode(body).policy_version if body else None


def policy_changes(store: Store, most: int = 20) -> list[PolicyChange]:
    """The latest policies, the newest first, each compared with the one before it on the same machine.

    Raises:
        RecordError: The store cannot be read.
    """
    query = sa.select(events.c.body).where(events.c.kind == KIND, NO_DECISION)
    with store.read() as connection:
        bodies = connection.execute(query.order_by(sa.desc(events.c.row)).limit(most * 3)).scalars().all()
    before: dict[str, Event] = {}
    changes = []
    for event in map(decode, reversed(bodies)):
        changes.append(_change(before.get(event.node), event))
        before[event.node] = event
    return changes[::-1][:most]


def _change(before: Event | None, after: Event) -> PolicyChange:
    detail = dict(after.detail)
    rules = _rules(after)
    made = PolicyChange(
        time=after.time,
        node=after.node,
        version=after.policy_version or "",
        facts={name: detail.get(name, "") for name in _WORDS},
        rules=len(rules),
        is_first=before is None,
    )
    if before is None:
        return made
    old, old_rules = dict(before.detail), _rules(before)
    return PolicyChange(
        **{name: getattr(made, name) for name in ("time", "node", "version", "facts", "rules")},
        added=tuple(rule for rule in rules if rule not in old_rules),
        removed=tuple(rule for rule in old_rules if rule not in rules),
        changed=tuple(rule for rule in rules if old_rules.get(rule, rules[rule]) != rules[rule]),
        settings=tuple(name for name in _WORDS if old.get(name) != detail.get(name)),
    )


def _rules(event: Event) -> dict[str, str]:
    return {name.removeprefix(_RULE): value for name, value in event.detail if name.startswith(_RULE)}


def _fingerprint(rule: Rule) -> str:
    """Twelve hex digits of the SHA-256 of the rule."""
    return hashlib.sha256(repr(_sorted(rule.model_dump(mode="json"))).encode()).hexdigest()[:12]


def _sorted(value: object) -> object:
    """Sets have no order, so that their lists are sorted before they are compared."""
    if isinstance(value, dict):
        return sorted((name, _sorted(item)) for name, item in value.items())
    if isinstance(value, list):
        return sorted(map(repr, map(_sorted, value)))
    return value
