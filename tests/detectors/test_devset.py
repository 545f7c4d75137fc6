"""Detection on the development set keeps what was reached; `docs/measured-detection.md` has the tables."""

from pathlib import Path

import pytest

from detectors.evaluate import Evaluation, evaluate
from detectors.labelled import read_labelled
from detectors.scanner import Scanner

# What must hold. A ratchet: raise them when detection improves, never lower them. The aim is recall 0.95,
# precision 0.97 and at most 2 % of the harmless prompts flagged.
RECALL = 0.98
PRECISION = 0.99
FLAGGED = 0.01
# For each blind set: recall, precision, share of the harmless prompts flagged. One has harmless prompts only.
BLIND = {
    "first": (0.97, 0.975, 0.06),
    "second": (0.98, 0.975, 0.05),
    "third": (0.99, 0.99, 0.06),
    "third_harmless": (0.0, 0.0, 0.11),
    "fourth": (0.975, 0.975, 0.04),
}

_DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """The scanner as the product uses it."""
    return Scanner()


def _result(scanner: Scanner, folder: str, name: str = "*") -> Evaluation:
    paths = sorted((_DATA / folder).glob(f"{name}.txt"))
    prompts = [prompt for path in paths for prompt in read_labelled(path.read_text("utf-8"))]
    return evaluate((prompt, scanner.scan(prompt.text).findings) for prompt in prompts)


def test_development_set(scanner: Scanner) -> None:
    """Recall by span, precision by finding and the share of harmless prompts flagged stay where they are."""
    result = _result(scanner, "devset")
    assert result.total.recall >= RECALL
    assert result.total.precision >= PRECISION
    assert result.flagged_share <= FLAGGED, f"flagged: {', '.join(result.flagged)}"


def test_second_set(scanner: Scanner) -> None:
    """The same holds for the second set, which was written before anybody saw its errors."""
    result = _result(scanner, "fresh")
    assert result.total.recall >= RECALL
    assert result.total.precision >= PRECISION
    assert result.flagged_share <= FLAGGED, f"flagged: {', '.join(result.flagged)}"


@pytest.mark.parametrize("name", BLIND)
def test_blind_set(scanner: Scanner, name: str) -> None:
    """On prompts by people who had not seen the recognizers what was reached is kept."""
    recall, precision, flagged = BLIND[name]
    result = _result(scanner, "blind", name)
    assert result.total.recall >= recall
    assert result.total.precision >= precision
    assert result.flagged_share <= flagged, f"flagged: {', '.join(result.flagged)}"


def test_every_blind_set_has_its_share() -> None:
    """No file is left out."""
    assert {path.stem for path in (_DATA / "blind").glob("*.txt")} == BLIND.keys()


def test_further_harmless_prompts(scanner: Scanner) -> None:
    """The prompts that no policy may stop are found clean, up to the same share."""
    result = _result(scanner, "harmless")
    assert result.flagged_share <= FLAGGED, f"flagged: {', '.join(result.flagged)}"
