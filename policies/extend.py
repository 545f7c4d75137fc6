"""A policy file on top of a pack: what the file says wins, what it does not say is the pack's."""

from policies.model import Policy, Rule

_JOINED = frozenset({"extends", "without", "rules", "groups", "allow_list", "always_list", "members"})


def extended(base: Policy, own: Policy) -> Policy:
    """The whole policy of a file that extends a pack.

    A rule or group with an id of the pack's takes its place; others come after the rules and before the
    groups of the pack. Lists are added to each other.
    """
    fields = {name: getattr(own, name) for name in own.model_fields_set - _JOINED}
    groups = [group for group in base.groups if group.id not in {one.id for one in own.groups}]
    joined = {
        "rules": _rules(base, own),
        "groups": (*own.groups, *groups),
        "allow_list": (*own.allow_list, *base.allow_list),
        "always_list": (*own.always_list, *base.always_list),
    }
    return base.model_copy(update=fields | joined)


def _rules(base: Policy, own: Policy) -> tuple[Rule, ...]:
    changed = {rule.id: rule for rule in own.rules}
    kept = [changed.pop(rule.id, rule) for rule in base.rules if rule.id not in own.without]
    return (*kept, *changed.values())
