"""What must hold between parts of a policy file, and the pack it extends."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from detectors.services.found import FAMILIES, family_of
from policies.model import Condition, Policy
from policies.terms import NO_GROUP, Action

RESERVED = frozenset({"default", "on-failure", "unreadable", "guard-error"})
"""Names of what decides when no rule does; in events they mean that."""

type Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not fit.

    Attributes:
        location: Field names and indexes that lead to it.
        message: What is wrong and what to do.
    """

    location: Location
    message: str


def problems(own: Policy, base: Policy | None = None) -> Iterator[Problem]:
    """Everything that does not fit in a policy file.

    Args:
        own: The file.
        base: The pack it extends.
    """
    yield from _twice("rules", [rule.id for rule in own.rules], "rule")
    yield from _twice("groups", [group.id for group in own.groups], "group")
    yield from _reserved(own)
    yield from _without(own, base)
    yield from _empty_groups(own)
    yield from _unknown_groups(own, base)
    yield from _idle_words(own, base)


def unknown_services(policy: Policy, known: Container[str]) -> list[tuple[str, str]]:
    """Rules that name a service the catalogue does not have, with that name: most likely a typing error.

    Not a problem of the file by itself, since the catalogue may get the service later.
    """
    return [
        (rule.id, service)
        for rule in policy.rules
        for condition in (rule.when, rule.unless)
        if condition and condition.services
        for service in sorted(condition.services.ids)
        if service not in known and service not in FAMILIES and family_of(service) == service
    ]


def _twice(place: str, names: list[str], what: str) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem((place, number, "id"), f"{what} id used twice: {name}")


def _reserved(own: Policy) -> Iterator[Problem]:
    for number, rule in enumerate(own.rules):
        if rule.id in RESERVED:
            yield Problem(("rules", number, "id"), f"{rule.id} is a name of our own; choose another")


def _without(own: Policy, base: Policy | None) -> Iterator[Problem]:
    known = {rule.id for rule in base.rules} if base else set()
    for name in sorted(own.without - known):
        where = f"the pack {own.extends} has no such rule" if base else "it needs `extends`"
        yield Problem(("without",), f"{name}: {where}")


def _empty_groups(own: Policy) -> Iterator[Problem]:
    for number, group in enumerate(own.groups):
        if not (group.networks or group.users or group.headers or own.members):
            message = "nobody can be in this group; give it networks, users, headers, or `members`"
            yield Problem(("groups", number), message)


def _unknown_groups(own: Policy, base: Policy | None) -> Iterator[Problem]:
    known = {group.id for policy in (own, base) if policy for group in policy.groups} | {NO_GROUP}
    for location, names in _group_names(own):
        for name in sorted(names - known):
            yield Problem(location, f"no such group: {name}; define it under `groups`")


def _group_names(own: Policy) -> Iterator[tuple[Location, frozenset[str]]]:
    for number, rule in enumerate(own.rules):
        conditions: tuple[tuple[str, Condition | None], ...] = (("when", rule.when), ("unless", rule.unless))
        for name, condition in conditions:
            if condition:
                yield ("rules", number, name, "groups"), condition.groups
    lists: tuple[tuple[str, Iterable[frozenset[str]]], ...] = (
        ("allow_list", (entry.groups for entry in own.allow_list)),
        ("always_list", (entry.groups for entry in own.always_list)),
    )
    for name, entries in lists:
        for number, groups in enumerate(entries):
            yield (name, number, "groups"), groups


def _idle_words(own: Policy, base: Policy | None) -> Iterator[Problem]:
    """Words that must never leave, found as a type that no rule stops, would leave."""
    inherited = [rule for rule in base.rules if rule.id not in own.without] if base else []
    replaced = {rule.id for rule in own.rules}
    rules = [*own.rules, *(rule for rule in inherited if rule.id not in replaced)]
    stopped = {
        kind
        for rule in rules
        if rule.action.strictness > Action.LOG.strictness
        for finds in rule.when.finds
        for kind in finds.types
    }
    for number, entry in enumerate(own.always_list):
        if entry.type not in stopped:
            message = f"no rule coaches, redacts or blocks {entry.type}, so these words would leave; add one"
            yield Problem(("always_list", number, "type"), message)
