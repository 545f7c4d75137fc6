"""No pattern of any detector backtracks without bound: not by its form, and not on text made to hurt it."""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

import detectors
from detectors.gated import Gated
from detectors.recognizers.person_rules import RULES
from detectors.recognizers.special_patterns import _patterns

parser = re._parser  # type: ignore[attr-defined] # no public access to the parse tree; stable since 3.11

ROOMS = ("detectors.recognizers.", "detectors.names.", "detectors.prompts.", "detectors.documents.")
MANY = 1000
"""A repeat with a larger maximum counts as one without."""


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(detectors.__path__, "detectors."):
        if module.name.count(".") == 1 or module.name.startswith(ROOMS):
            yield module.name


def _patterns_of(module: str) -> Iterator[tuple[str, str]]:
    loaded = importlib.import_module(module)
    for name, value in vars(loaded).items():
        if isinstance(value, re.Pattern | Gated) and isinstance(value.pattern, str):
            yield f"{module}.{name}", value.pattern


def _all() -> dict[str, str]:
    found = {name: pattern for module in _modules() for name, pattern in _patterns_of(module)}
    found |= {f"rule {number} {rule.reason}": rule.pattern.pattern for number, rule in enumerate(RULES)}
    found |= {f"special {number}": one.pattern.pattern for number, one in enumerate(_patterns())}
    return found


PATTERNS = _all()


def _unbounded_inside(tree: object, *, inside: bool = False) -> Iterator[str]:
    """Repeats without a bound that stand in a repeat without a bound and can match the same text."""
    for operation, argument in tree:  # type: ignore[attr-defined]
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            _, most, inner = argument
            endless = int(most) >= MANY
            if endless and inside and len(inner) > 0:
                yield name
            # ``(?:a+,)*`` is harmless: what follows the inner repeat keeps the two apart
            yield from _unbounded_inside(inner, inside=(inside or endless) and len(inner) == 1)
        elif name == "SUBPATTERN":
            yield from _unbounded_inside(argument[-1], inside=inside and len(argument[-1]) == 1)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _unbounded_inside(branch, inside=inside and len(branch) == 1)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from _unbounded_inside(argument[1])


@pytest.mark.parametrize("name", PATTERNS)
def test_no_repeat_inside_a_repeat_of_the_same(name: str) -> None:
    """``(a+)+`` takes exponential time; no pattern has that form."""
    assert list(_unbounded_inside(parser.parse(PATTERNS[name]))) == []


def test_all_patterns_are_seen() -> None:
    """The patterns of all recognizers are among those that are checked."""
    assert len(PATTERNS) > 200


def sample(tree: object, *, last: bool = False) -> str:
    """A text that a pattern would like, more or less: what an attacker would repeat."""
    text = ""
    for operation, argument in tree:  # type: ignore[attr-defined]
        name = str(operation)
        if name == "LITERAL":
            text += chr(argument)
        elif name in {"ANY", "NOT_LITERAL"}:
            text += "a"
        elif name == "IN":
            text += _one_of(argument)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, inner = argument
            text += sample(inner, last=last) * max(int(least), min(int(most), 2))
        elif name == "SUBPATTERN":
            text += sample(argument[-1], last=last)
        elif name == "BRANCH":
            text += sample(argument[1][-1 if last else 0], last=last)
    return text


def _one_of(choices: object) -> str:
    for operation, argument in choices:  # type: ignore[attr-defined]
        name = str(operation)
        if name == "LITERAL":
            return chr(argument)
        if name == "RANGE":
            return chr(argument[0])
        if name == "CATEGORY":
            return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(argument), "a")
    return "a"


PROGRAM = """
import sys
from detectors.scanner import Scanner
scanner = Scanner()
for unit in eval(sys.stdin.read()):
    scanner.scan((unit * (20_000 // len(unit) + 1))[:20_000])
"""


@pytest.mark.timeout(240)
def test_text_made_for_each_pattern_ends_in_time() -> None:
    """Twenty thousand characters of what each pattern nearly matches are scanned; none takes for ever."""
    units = set()
    for name, pattern in PATTERNS.items():
        if ".recognizers." in name or name.startswith("special"):
            tree = parser.parse(pattern)
            for last in (False, True):
                text = sample(tree, last=last)
                units |= {text, text[:-1], text[: len(text) // 2]}
    units = {unit[:200] for unit in units if unit.strip()}
    assert len(units) > 200
    program = [sys.executable, "-c", PROGRAM]
    subprocess.run(program, input=ascii(sorted(units)), text=True, check=True, timeout=220)
