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
BLIND_RECALL = 0.965
BLIND_PRECISION = 0.94
BLIND_FLAGGED = 0.15

_DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """The scanner as the product uses it."""
    return Scanner()


def _result(scanner: Scanner, folder: str) -> Evaluation:
    paths = sorted((_DATA / folder).glob("*.txt"))
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


def test_blind_sets(scanner: Scanner) -> None:
    """On prompts by people who had not seen the recognizers what was reached is kept."""
    result = _result(scanner, "blind")
    assert result.total.recall >= BLIND_RECALL
    assert result.total.precision >= BLIND_PRECISION
    assert result.flagged_share <= BLIND_FLAGGED, f"flagged: {', '.join(result.flagged)}"


def test_further_harmless_prompts(scanner: Scanner) -> None:
    """The prompts that no policy may stop are found clean, up to the same share."""
    result = _result(scanner, "harmless")
    assert result.flagged_share <= FLAGGED, f"flagged: {', '.join(result.flagged)}"
