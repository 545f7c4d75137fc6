"""A policy with one thing changed: what the cases of a good policy notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import ValidationError

from policies.conditions import DAYS
from policies.model import Policy
from policies.terms import Action

_SILENT = frozenset(
    {"name", "description", "extends", "without", "members", "groups", "coach"}  # of the policy
    | {"id", "message", "why", "legal", "timezone"}  # of a rule
)
"""Fields that decide nothing."""

_LISTS = frozenset({"allow_list", "always_list"})
_STEP = 0.05
_MODES = {"enforce": "monitor", "monitor": "enforce"}

type _Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one thing changed.

    Attributes:
        change: What was changed, e.g. ``rules[bsn].when.finds[0].count: 3 -> 4``.
        policy: The changed policy.
    """

    change: str
    policy: Policy


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Every policy that differs in one condition, item, number, action, exception, rule or list entry.

    Changes that make no valid policy are left out.
    """
    data = policy.model_dump()
    ids = [rule.id for rule in policy.rules]
    for path, value in _changes(data, ()):
        try:
            changed = Policy.model_validate(_with(data, path, value))
        except ValidationError:
            continue
        if changed != policy:
            yield Mutant(_words(path, _at(data, path), value, ids), changed)


def _changes(value: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:  # noqa: ANN401 - any YAML
    """Each place of the data that can be changed, with what it is changed to."""
    match value:
        case dict():
            yield from _in_mapping(value, path)
        case tuple():
            for number, item in enumerate(value):
                yield path, value[:number] + value[number + 1 :]
                if path[-1] not in _LISTS:
                    yield from _changes(item, (*path, number))
        case frozenset():
            if value != frozenset(DAYS):
                yield from ((path, value - {item}) for item in sorted(value))
        case _:
            yield from ((path, other) for other in _others(value, str(path[-1])))


def _in_mapping(value: dict[str, Any], path: _Path) -> Iterator[tuple[_Path, Any]]:
    for name, item in value.items():
        if name in _SILENT or (name == "distinct" and value["count"] == 1):  # one is one different
            continue
        if isinstance(item, dict):
            yield (*path, name), {} if name == "when" else None
        yield from _changes(item, (*path, name))


def _others(value: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - any YAML
    """What a single value could have been."""
    if isinstance(value, Enum):
        yield from (action for action in Action if action is not value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, float):
        yield from (round(value - _STEP, 3), round(value + _STEP, 3))
    elif isinstance(value, int) and value:
        yield from (value - 1, value + 1)
    elif name == "mode":
        yield _MODES[value]
    elif name in {"after", "before"}:
        yield from (other for other in (_later(value, -1), _later(value, 1)) if other)


def _later(hour: str, minutes: int) -> str | None:
    """The hour so many minutes later; None where that is another day."""
    hours, _, rest = hour.partition(":")
    total = int(hours) * 60 + int(rest) + minutes
    return f"{total // 60:02}:{total % 60:02}" if 0 <= total <= 24 * 60 else None


def _with(data: Any, path: _Path, value: Any) -> Any:  # noqa: ANN401 - any YAML
    """A copy of the data with another value at a place."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*data[:step], _with(data[step], rest, value), *data[step + 1 :])
    return {**data, step: _with(data[step], rest, value)}


def _at(data: Any, path: _Path) -> Any:  # noqa: ANN401 - any YAML
    for step in path:
        data = data[step]
    return data


def _words(path: _Path, old: Any, new: Any, ids: list[str]) -> str:  # noqa: ANN401 - any YAML
    """``rules[bsn].action: block -> log``; what a list lost, rather than all of it."""
    place = ""
    for number, step in enumerate(path):
        name = ids[step] if path[:number] == ("rules",) and isinstance(step, int) else step
        place += f"[{name}]" if isinstance(step, int) else f".{step}"
    if isinstance(old, tuple):
        number = next((number for number, item in enumerate(new) if item != old[number]), len(new))
        lost = ids[number] if path == ("rules",) else number
        return f"{place[1:]}: [{lost}] removed"
    if isinstance(old, frozenset):
        return f"{place[1:]}: {', '.join(sorted(old - new))} removed"
    if isinstance(old, dict):
        return f"{place[1:]}: removed"
    return f"{place[1:]}: {old} -> {new}"
