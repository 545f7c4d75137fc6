"""The page on policies: its examples load and do what they say, and nothing is left out of its tables."""

import re
from pathlib import Path

import pytest

from detectors.scanner import Scanner
from detectors.services import load_catalogue
from policies.cases import Case, CaseFinding, CaseRequest, Cases, parse_cases
from policies.coaching import Coach
from policies.consistency import unknown_services
from policies.load import load_policy, packs
from policies.model import (
    AllowEntry,
    AlwaysEntry,
    Condition,
    Files,
    Finds,
    Group,
    Header,
    Policy,
    Rule,
    Services,
    Window,
)
from policies.terms import Action, PolicyModel
from policies.testing import run_cases

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
MODELS: list[type[PolicyModel]] = [
    AllowEntry, AlwaysEntry, Case, CaseFinding, CaseRequest, Cases, Coach, Condition, Files, Finds, Group,
    Header, Policy, Rule, Services, Window,
]  # fmt: skip


def examples() -> list[tuple[str, str]]:
    """Each policy of the page, and the cases that follow it, if any."""
    found: list[tuple[str, str]] = []
    for language, text in BLOCKS:
        if language == "yaml" and text.startswith("# policy.yaml\n"):
            found.append((text, ""))
        elif language == "yaml":
            assert text.startswith("# policy.cases.yaml\n"), text[:40]
            found[-1] = (found[-1][0], text)
    return found


def load(text: str, folder: Path) -> Policy:
    """A policy of the page, with its CSV file next to it."""
    (members,) = [block for language, block in BLOCKS if language == "csv"]
    (folder / "people.csv").write_text(members, "utf-8")
    (folder / "policy.yaml").write_text(text, "utf-8")
    return load_policy(folder / "policy.yaml").policy


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """The scanner as the product uses it."""
    return Scanner()


def test_there_are_examples() -> None:
    """The page is not empty, and its examples have cases."""
    assert len(examples()) >= 6
    assert sum(bool(cases) for _, cases in examples()) >= 5


@pytest.mark.parametrize("example", examples())
def test_an_example_does_what_its_cases_say(
    example: tuple[str, str], tmp_path: Path, scanner: Scanner
) -> None:
    """Readers copy these: they must load and work."""
    policy = load(example[0], tmp_path)
    results = run_cases(policy, parse_cases(example[1], "page"), lambda text: scanner.scan(text).findings)
    assert [(result.name, result.problems) for result in results if not result.passed] == []


def test_the_services_of_the_examples_exist(tmp_path: Path) -> None:
    """Service ids are those of the catalogue; a typing error is found."""
    known = load_catalogue().services
    for text, _ in examples():
        assert unknown_services(load(text, tmp_path), known) == []
    wrong = load(examples()[1][0].replace("[chatgpt]", "[chatgtp]"), tmp_path)
    assert unknown_services(wrong, known) == [("hr-names", "chatgtp")]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_explained(model: type[PolicyModel]) -> None:
    """A field that is not on the page does not exist for its readers."""
    assert [name for name in model.model_fields if f"`{name}`" not in PAGE and f"`{name}:" not in PAGE] == []


def test_every_pack_and_rule_is_explained() -> None:
    """Each pack, each of its rules, and each action."""
    names = {rule.id for pack in packs() for rule in load_policy(pack).policy.rules}
    for name in {*names, *packs(), *Action}:
        assert f"`{name}`" in PAGE, name
