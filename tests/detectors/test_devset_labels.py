"""The development set is what its README says: sizes, types, valid numbers, nothing twice."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from stdnum import luhn
from stdnum.be import nn
from stdnum.nl import bsn, btw, identiteitskaartnummer

from detectors.labelled import LabelledPrompt, read_labelled

_DATA = Path(__file__).parents[1] / "data"
_TYPE_NAMES = (
    "PERSON ADDRESS LOCATION NL_BSN BE_NATIONAL_NUMBER DATE_OF_BIRTH EMAIL_ADDRESS PHONE_NUMBER IBAN_CODE "
    "CREDIT_CARD NL_LICENSE_PLATE NL_ID_DOCUMENT NL_BIG_NUMBER NL_VAT EMPLOYEE_NUMBER SALARY HEALTH RELIGION "
    "ETHNICITY POLITICAL_OPINION TRADE_UNION SEXUAL_ORIENTATION CRIMINAL_RECORD SECRET "
    "CONFIDENTIAL_MARK"
)
_TYPES = frozenset(_TYPE_NAMES.split())


def read_all(folder: str) -> list[LabelledPrompt]:
    """Every prompt of a folder with labelled files."""
    paths = sorted((_DATA / folder).glob("*.txt"))
    return [prompt for path in paths for prompt in read_labelled(path.read_text("utf-8"))]


def values(prompts: list[LabelledPrompt], kind: str) -> list[str]:
    """The texts of all spans of a type that must be found."""
    return [
        prompt.text[label.start : label.end]
        for prompt in prompts
        for label in prompt.labels
        if label.type == kind and not label.optional
    ]


def test_there_are_enough_prompts_of_many_kinds() -> None:
    """More than 400 prompts, half of them harmless, of more than 30 kinds; a sixth not in Dutch."""
    prompts = read_all("devset")
    harmless = sum(prompt.harmless for prompt in prompts)
    assert min(harmless, len(prompts) - harmless) >= 210
    assert len({prompt.kind for prompt in prompts}) > 30
    foreign = sum(not prompt.fields["language"].startswith("nl") for prompt in prompts)
    assert foreign > len(prompts) / 6
    assert all(prompt.labels for prompt in prompts if not prompt.harmless)


def test_there_are_105_further_harmless_prompts() -> None:
    """The set for the policy packs holds 105 prompts, all harmless."""
    prompts = read_all("harmless")
    assert len(prompts) == 105
    assert all(prompt.harmless for prompt in prompts)


def test_every_entity_type_is_labelled_and_no_other() -> None:
    """Each type that a recognizer can report occurs, save the exact match, which needs an index."""
    prompts = read_all("devset")
    labels = [label for prompt in prompts for label in prompt.labels]
    assert {label.type for label in labels if not label.optional} == _TYPES
    assert {label.type for label in labels} == _TYPES


def test_no_name_and_no_text_occurs_twice() -> None:
    """The prompts of both sets are different ones."""
    prompts = read_all("devset") + read_all("harmless")
    for seen in (Counter(p.name for p in prompts), Counter(p.text for p in prompts)):
        assert max(seen.values()) == 1


@pytest.mark.parametrize(
    ("kind", "valid"),
    [
        ("NL_BSN", lambda value: bsn.is_valid(bsn.compact(value).zfill(9))),
        ("BE_NATIONAL_NUMBER", nn.is_valid),
        ("IBAN_CODE", lambda value: _mod_97(value) == 1),
        ("CREDIT_CARD", lambda value: luhn.is_valid("".join(filter(str.isdigit, value)))),
        ("NL_VAT", btw.is_valid),
    ],
)
def test_numbers_pass_their_checksum(kind: str, valid: Callable[[str], bool]) -> None:
    """A detector that checks what it finds must accept every labelled number."""
    numbers = values(read_all("devset"), kind)
    assert numbers
    assert [number for number in numbers if not valid(number)] == []


def test_document_numbers_have_the_dutch_form() -> None:
    """Nine characters of a passport or identity card, or ten digits of a driving licence."""
    numbers = values(read_all("devset"), "NL_ID_DOCUMENT")
    wrong = [
        number
        for number in numbers
        if not identiteitskaartnummer.is_valid(number) and not (number.isdigit() and len(number) == 10)
    ]
    assert wrong == []


def test_labels_for_universal_dependencies_name_300_sentences() -> None:
    """No sentence is named twice, and every span runs forward."""
    path = _DATA / "ud" / "persons.yaml"
    sentences = yaml.safe_load(path.read_text("utf-8"))["sentences"]
    assert len({sentence["sent_id"] for sentence in sentences}) == len(sentences) == 300
    spans = [span for sentence in sentences for span in sentence.get("persons", [])]
    assert len(spans) == 132
    assert all(1 <= first <= last for first, last in spans)


def _mod_97(iban: str) -> int:
    compact = iban.replace(" ", "")
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97
