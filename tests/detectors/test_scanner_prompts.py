"""Whole prompts, as people paste them: what has a shape is found where it stands, and nothing else is."""

from pathlib import Path

import pytest

from detectors.labelled import LabelledPrompt, read_labelled
from detectors.scanner import Scanner

SHAPED = frozenset(
    {
        *("NL_BSN", "BE_NATIONAL_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE"),
        *("CREDIT_CARD", "NL_LICENSE_PLATE", "NL_ID_DOCUMENT", "NL_BIG_NUMBER", "NL_VAT", "EMPLOYEE_NUMBER"),
        *("SALARY", "SECRET", "CONFIDENTIAL_MARK"),
    }
)
"""Types whose values have borders that leave no doubt; names and places have tests of their own."""

PROMPTS = list(read_labelled(Path(__file__).with_name("scanner_prompts.txt").read_text("utf-8")))


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """One scanner for all prompts."""
    return Scanner()


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_prompt(scanner: Scanner, prompt: LabelledPrompt) -> None:
    """The findings with a shape are exactly the labels."""
    found = [
        (f.type, prompt.text[f.start : f.end]) for f in scanner.scan(prompt.text).findings if f.type in SHAPED
    ]
    assert found == [(label.type, prompt.text[label.start : label.end]) for label in prompt.labels]
