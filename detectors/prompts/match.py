"""Path patterns of the wire-format files, compiled to one automaton for all rules of a reader.

A pattern is a path with ``[]`` for any index, ``*`` for any key and ``**`` for any number of steps:
``messages[].content[].text``, ``**.signature``, ``form:f.req|json[1]|json[0][0]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from detectors.prompts.paths import Codec, Repeat, Root, Step

type Tag = tuple[str, str]
type Rule = tuple[tuple[str, ...], Tag]
type Place = tuple[int, int]

_ROOT = re.compile(r"[a-z]+:[^\[|]+")
_TOKEN = re.compile(r"\*\*|\*|\[\d*\]|\|\w+|[^.\[\]|*]+")
_INDEX = re.compile(r"\[\d+\]")
_ANY_INDEX = -1
_MOST_EDGES = 512


class State:
    """Where all patterns stand after some steps; made when first met, then only looked up.

    Attributes:
        role: Role that the first pattern matching here gives, or an empty string.
        kinds: What else the patterns matching here say: ``files``, ``nested``, ``opaque`` ...
        data: One of them says that free data begins here.
    """

    __slots__ = ("_all", "_next", "_open", "_positional", "data", "kinds", "role")

    def __init__(self, automaton: _All, places: frozenset[Place]) -> None:
        self._all = automaton
        self._open = places
        self._next: dict[Step | Root, State] = {}
        rules = automaton.rules
        self._positional = any(
            place < len(rules[rule][0]) and _INDEX.fullmatch(rules[rule][0][place]) for rule, place in places
        )
        tags = [rules[rule][1] for rule, place in sorted(places) if place == len(rules[rule][0])]
        self.role = next((value for tag, value in tags if tag == "role"), "")
        self.kinds = frozenset(tag for tag, _ in tags) - {"role", "data"}
        self.data = any(tag == "data" for tag, _ in tags)

    def step(self, step: Step | Root | None) -> State:
        """The state after one more step; None stays here."""
        if step is None or not self._open:
            return self
        if step.__class__ is int and not self._positional:
            step = _ANY_INDEX
        found = self._next.get(step)
        return found if found is not None else self._move(step)

    def _move(self, step: Step | Root) -> State:
        token = _token(step)
        moved = set()
        for rule, place in self._open:
            tokens = self._all.rules[rule][0]
            if place < len(tokens) and _fits(tokens[place], token):
                moved.add((rule, place if tokens[place] == "**" else place + 1))
        if len(self._next) > _MOST_EDGES:  # keys of free data would fill the memory of a long-lived worker
            self._next.clear()
        state = self._next[step] = self._all.state(frozenset(moved))
        return state


@dataclass(slots=True)
class _All:
    """The rules of an automaton and its states: as many as sets of places, however many paths are met."""

    rules: tuple[Rule, ...]
    states: dict[frozenset[Place], State] = field(default_factory=dict)

    def state(self, places: frozenset[Place]) -> State:
        places = _closure(self.rules, places)
        found = self.states.get(places)
        if found is None:
            found = self.states[places] = State(self, places)
        return found


def compile_patterns(rules: Iterable[tuple[str, Tag]]) -> State:
    """The automaton of pattern and tag pairs, at its start."""
    compiled = tuple((_tokens(pattern), tag) for pattern, tag in rules)
    return _All(compiled).state(frozenset((rule, 0) for rule in range(len(compiled))))


def _tokens(pattern: str) -> tuple[str, ...]:
    root = _ROOT.match(pattern)
    rest = pattern[root.end() :] if root else pattern
    return (*([root[0]] if root else []), *_TOKEN.findall(rest))


def _closure(rules: tuple[Rule, ...], places: frozenset[Place]) -> frozenset[Place]:
    """``**`` may also stand for no step at all."""
    found = set(places)
    for rule, place in places:
        after = place
        while after < len(rules[rule][0]) and rules[rule][0][after] == "**":
            after += 1
            found.add((rule, after))
    return frozenset(found)


def _token(step: Step | Root) -> str:
    """How a step is written in a pattern."""
    if isinstance(step, int):
        return "[]" if step == _ANY_INDEX else f"[{step}]"
    if isinstance(step, Repeat):
        return step.key
    if isinstance(step, Codec):
        return f"|{step.name}"
    if isinstance(step, Root):
        return f"{step.kind}:{step.name}"
    return step


def _fits(wanted: str, token: str) -> bool:
    if wanted in {"**", token}:
        return True
    return (wanted == "*" and token[:1] not in {"[", "|"}) or (wanted == "[]" and token[:1] == "[")
