"""Cases of a policy: read, run, and what they say when they fail."""

from pathlib import Path
from typing import Any

import pytest

from detectors.finding import Finding
from detectors.scanner import Scanner
from policies.cases import load_cases, parse_cases
from policies.errors import PolicyError
from policies.load import parse_policy
from policies.model import Policy
from policies.mutants import mutants
from policies.testing import run_cases, survivors

POLICY = """\
name: ours
groups:
  - id: hr
    networks: [10.20.0.0/16]
always_list:
  - words: [Zilvermeeuw]
    groups: [hr]
allow_list:
  - words: [Fatima El Amrani]
rules:
  - id: no-names
    action: redact
    when:
      finds:
        - types: [PERSON]
          count: 2
          distinct: true
    message: {nl: nee, en: no}
  - id: no-project
    action: block
    when:
      groups: [hr]
      finds:
        - types: [CONFIDENTIAL_MARK]
    message: {nl: nee, en: no}
"""


def policy(text: str = POLICY) -> Policy:
    return parse_policy(text, "policy.yaml").policy


def problems(cases: str, scan: Any = None) -> list[str]:
    """What fails, one line each."""
    results = run_cases(policy(), parse_cases(cases, "cases.yaml"), scan)
    return [f"{result.name}: {problem}" for result in results for problem in result.problems]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("findings: [{type: PERSON, count: 2}], rule: no-names, action: redact", []),
        ("findings: [{type: PERSON, count: 2, different: 1}], rule: default, action: allow", []),
        (
            "each: [PERSON], findings: [{type: PERSON}], rule: no-names, action: redact, replaces: [PERSON]",
            [],
        ),
        (
            "each: [PERSON, IBAN_CODE], findings: [{type: PERSON}], rule: no-names, action: redact",
            ["it [IBAN_CODE]: expected redact by no-names, got allow by default"],
        ),
        (
            "findings: [{type: PERSON, count: 2}], rule: no-names, action: block, silent: [no-names]",
            [
                "it: expected block by no-names, got redact by no-names",
                "it: expected to be silent: no-names",
            ],
        ),
        (
            "rule: default, action: allow, done: log, speaks: [no-project, no-names]",
            [
                "it: expected log to be done, got allow",
                "it: expected to speak: no-names, no-project",
            ],
        ),
        (
            "findings: [{type: PERSON, count: 2}], rule: no-names, action: redact, replaces: []",
            ["it: expected to be replaced: nothing, got PERSON"],
        ),
        (
            "request: {address: 10.20.0.9}, each: [CONFIDENTIAL_MARK], rule: no-project, action: block",
            [],
        ),
        ("request: {group: hr}, findings: [{type: CONFIDENTIAL_MARK}], rule: no-project, action: block", []),
        ("findings: [{type: CONFIDENTIAL_MARK}], rule: default, action: allow", []),
    ],
)
def test_a_case_says_what_went_otherwise(case: str, expected: list[str]) -> None:
    """Each expectation that is not met is one line; a case that passes has none."""
    assert problems(f"cases: [{{name: it, {case}}}]") == expected


def test_a_case_may_hold_a_text() -> None:
    """It is scanned for real, with the lists of the policy, by the group of the user."""
    cases = """\
cases:
  - {name: hr, text: "Plan Zilvermeeuw van Fatima", request: {group: hr}, rule: no-project, action: block}
  - {name: it, text: "Plan Zilvermeeuw van Fatima El Amrani", rule: default, action: allow}
"""
    scanner = Scanner()
    assert problems(cases, lambda text: scanner.scan(text).findings) == []


def test_a_text_needs_a_scanner() -> None:
    """A case is never passed over in silence."""
    with pytest.raises(ValueError, match="case it has a text"):
        problems("cases: [{name: it, text: hallo, rule: default, action: allow}]")


def test_findings_of_a_text_are_other_values() -> None:
    """A described finding and a scanned one are two different people."""
    cases = "cases: [{name: it, text: abc, findings: [{type: PERSON}], rule: no-names, action: redact}]"
    assert problems(cases, lambda _: [Finding(0, 3, "PERSON", 0.9, "test")]) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cases: [", r"cases.yaml:2: not valid YAML"),
        ("cases:\n  - {name: it, rule: x}", r"cases.yaml:2: cases\[0\].action: Field required"),
        ("cases:\n  - {name: it, rule: x, action: allow, when: {}}", r"cases\[0\].when: unknown field"),
        (
            "cases:\n  - {name: it, rule: x, action: log}\n  - {name: it, rule: x, action: log}",
            r"cases.yaml:3: cases\[1\].name: used twice: it",
        ),
        ("extends: defautl", r"cases.yaml:1: extends: no such pack; packs are belgium"),
        ("extends: default\nwithout: [nothing]", r"cases.yaml:2: without: .*no such case: nothing"),
        (
            "cases:\n  - {name: it, rule: x, action: log, request: {time: 2026-11-23 10:00:00}}",
            r"cases.yaml:2: cases\[0\].request.time: .*timezone",
        ),
    ],
)
def test_wrong_cases_are_explained(text: str, message: str) -> None:
    """File, line and field, as for a policy."""
    with pytest.raises(PolicyError, match=message):
        parse_cases(text, "cases.yaml")


def test_cases_stand_next_to_their_policy(tmp_path: Path) -> None:
    """`ours.yaml` has `ours.cases.yaml`; inherited cases come first and may be replaced."""
    with pytest.raises(PolicyError, match=r"ours.cases.yaml: no such file"):
        load_cases(tmp_path / "ours.yaml")
    (tmp_path / "ours.cases.yaml").write_text(
        "extends: default\nwithout: [scan-failed]\n"
        "cases: [{name: nothing-found, rule: default, action: log}]\n"
    )
    names = [case.name for case in load_cases(tmp_path / "ours.yaml")]
    assert "password" in names
    assert "scan-failed" not in names
    assert names.count("nothing-found") == 1
    assert names[-1] == "nothing-found"


def test_what_no_case_notices_survives() -> None:
    """A pack with one case tests little, and is told what it does not test."""
    cases = parse_cases(
        "cases: [{name: it, findings: [{type: PERSON, count: 2}], rule: no-names, action: redact}]", "cases"
    )
    changes = {mutant.change for mutant in survivors(policy(), cases)}
    assert "rules[no-names].when.finds[0].count: 2 -> 1" in changes
    assert "rules[no-names].when.finds[0].count: 2 -> 3" not in changes
    assert "rules[no-names].action: redact -> block" not in changes
    assert "rules: [no-project] removed" in changes
    assert "always_list: [0] removed" in changes


def test_a_mutant_differs_in_one_thing() -> None:
    """Every mutant is a valid policy, differs from the policy and from every other mutant."""
    made = [mutant.policy.model_dump_json() for mutant in mutants(policy())]
    assert len(made) > 20
    assert len(set(made)) == len(made)
    assert policy().model_dump_json() not in made


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("draft: true", ["when.draft: True -> False"]),
        ("chars: 10", ["when.chars: 10 -> 9", "when.chars: 10 -> 11"]),
        ("direction: [upload]", ["when.direction: upload removed"]),
        ("services: {ids: [a, b]}", ["when.services.ids: a removed", "when.services: removed"]),
        ("files: {kinds: [pdf], bytes: 5}", ["when.files.kinds: pdf removed", "when.files.bytes: 5 -> 4"]),
        ("times: [{after: '08:00'}]", ["when.times[0].after: 08:00 -> 07:59", "when.times: [0] removed"]),
        ("times: [{days: [mon, sat]}]", ["when.times[0].days: mon removed"]),
        ("finds: [{types: [PERSON], score: 0.7}]", ["when.finds[0].score: 0.7 -> 0.75"]),
    ],
)
def test_every_condition_has_mutants(when: str, changes: list[str]) -> None:
    """Items go one by one, numbers move, booleans flip."""
    text = "name: x\nrules:\n  - {id: it, action: log, when: {%s}, message: {nl: a, en: b}}" % when  # noqa: UP031 - braces
    made = {mutant.change for mutant in mutants(policy(text))}
    assert {f"rules[it].{change}" for change in changes} <= made
