"""Path patterns of the wire-format files, compiled to one automaton for all rules of a reader.

A pattern is a path with ``[]`` for any index, ``*`` for any key and ``**`` for any number of steps:
``messages[].content[].text``, ``**.signature``, ``form:f.req|json[1]|json[0][0]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from detectors.prompts.paths import Codec, Repeat, Root, Step

_ROOT = re.compile(r"[a-z]+:[^\[|]+")
_INDEX = re.compile(r"\[\d+\]")
_TOKEN = re.compile(r"\*\*|\*|\[\d*\]|\|\w+|[^.\[\]|*]+")


class State:
    """Where all patterns stand after some steps; made when first met, then only looked up.

    Attributes:
        tags: What the patterns that match here say, e.g. ``("role", "system")``.
    """

    __slots__ = ("_next", "_open", "_positional", "_rules", "tags")

    def __init__(self, rules: tuple[tuple[tuple[str, ...], Tag], ...], places: frozenset[Place]) -> None:
        self._rules = rules
        self._open = _closure(rules, places)
        self._next: dict[str, State] = {}
        self._positional = any(
            place < len(rules[rule][0]) and _INDEX.fullmatch(rules[rule][0][place])
            for rule, place in self._open
        )
        self.tags = tuple(
            rules[rule][1] for rule, place in sorted(self._open) if place == len(rules[rule][0])
        )

    def step(self, step: Step) -> State:
        """The state after one more step."""
        if not self._open:
            return self
        token = _token(step, positional=self._positional)
        found = self._next.get(token)
        if found is None:
            moved = frozenset(
                (rule, place if self._rules[rule][0][place] == "**" else place + 1)
                for rule, place in self._open
                if place < len(self._rules[rule][0]) and _fits(self._rules[rule][0][place], token)
            )
            found = self._next[token] = State(self._rules, moved)
            if (
                len(self._next) > _MOST_EDGES
            ):  # keys of free data would fill the memory of a long-lived worker
                self._next.clear()
        return found


type Tag = tuple[str, str]
type Place = tuple[int, int]
_MOST_EDGES = 512


def compile_patterns(rules: Iterable[tuple[str, Tag]]) -> State:
    """The automaton of pattern and tag pairs, at its start."""
    compiled = tuple((_tokens(pattern), tag) for pattern, tag in rules)
    return State(compiled, frozenset((rule, 0) for rule in range(len(compiled))))


def _tokens(pattern: str) -> tuple[str, ...]:
    root = _ROOT.match(pattern)
    rest = pattern[root.end() :] if root else pattern
    return (*([root[0]] if root else []), *_TOKEN.findall(rest))


def _closure(rules: tuple[tuple[tuple[str, ...], Tag], ...], places: frozenset[Place]) -> frozenset[Place]:
    """``**`` may also stand for no step at all."""
    found = set(places)
    for rule, place in places:
        after = place
        while after < len(rules[rule][0]) and rules[rule][0][after] == "**":
            after += 1
            found.add((rule, after))
    return frozenset(found)


def _token(step: Step, *, positional: bool) -> str:
    match step:
        case int():
            return f"[{step}]" if positional else "[]"
        case Repeat(key, _):
            return key
        case Codec(name):
            return f"|{name}"
        case Root(kind, name):
            return f"{kind}:{name}"
        case str():
            return step


def _fits(wanted: str, token: str) -> bool:
    if wanted in {"**", token}:
        return True
    return (wanted == "*" and token[:1] not in "[|") or (wanted == "[]" and token[:1] == "[")
