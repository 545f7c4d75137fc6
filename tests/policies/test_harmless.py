"""Harmless prompts, scanned for real: no pack stops one."""

from pathlib import Path

import pytest

from detectors.finding import Finding
from detectors.labelled import LabelledPrompt, read_labelled
from detectors.scanner import Scanner
from policies.context import Context
from policies.decide import decide
from policies.load import load_policy, packs
from policies.model import Action
from policies.values import number_values

FOLDER = Path(__file__).parents[1] / "data" / "harmless"


@pytest.fixture(scope="module")
def scanned() -> list[tuple[LabelledPrompt, tuple[Finding, ...]]]:
    """Recipes, law, code, planning, public figures, product names, timestamps and ids, with what is found."""
    scanner = Scanner()
    prompts = [prompt for path in sorted(FOLDER.glob("*.txt")) for prompt in read_labelled(path.read_text())]
    return [(prompt, scanner.scan(prompt.text).findings) for prompt in prompts]


def test_there_are_enough(scanned: list[tuple[LabelledPrompt, tuple[Finding, ...]]]) -> None:
    """One hundred and five, all of them harmless."""
    assert len(scanned) >= 105
    assert all(prompt.harmless for prompt, _ in scanned)


@pytest.mark.parametrize("pack", packs())
def test_no_harmless_prompt_is_stopped(
    pack: str, scanned: list[tuple[LabelledPrompt, tuple[Finding, ...]]]
) -> None:
    """None is blocked, by any pack; the default pack asks about none and changes none either."""
    policy = load_policy(pack).policy
    ends = {}
    for prompt, findings in scanned:
        values = number_values((prompt.text, finding) for finding in findings)
        context = Context("chatgpt", "chat", "limited", chars=len(prompt.text), values=values)
        ends[prompt.name] = decide(policy, context, findings).would
    assert [name for name, action in ends.items() if action is Action.BLOCK] == []
    if pack == "default":
        assert set(ends.values()) <= {Action.ALLOW, Action.LOG}
