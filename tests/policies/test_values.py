"""Which findings stand for the same value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.finding import Finding
from policies.values import number_values


def found(kind: str, value: str) -> tuple[str, Finding]:
    text = f"tekst {value} einde"
    return text, Finding(6, 6 + len(value), kind, 0.9, "test")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jan Jansen", "Jan Jansen", True),
        ("Jan Jansen", "JAN  JANSEN", True),
        ("06-12345678", "06 1234 5678", True),
        ("Jan Jansen", "Jan Janssen", False),
        ("--", "??", False),
    ],
)
def test_the_same_value(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a case
    """Capitals, spaces and signs do not matter; letters and digits do."""
    first, second = number_values([found("PERSON", one), found("PERSON", other)])
    assert (first == second) is same


def test_another_type_is_another_value() -> None:
    """A number found as two things counts for both."""
    assert number_values([found("NL_BSN", "123456782"), found("PHONE_NUMBER", "123456782")]) == (0, 1)


@given(st.lists(st.sampled_from(["Jan", "Piet", "jan", "Klaas"])))
def test_there_is_a_number_for_each(names: list[str]) -> None:
    """As many numbers as findings, as many different ones as different values; the value is not in them."""
    numbers = number_values(found("PERSON", name) for name in names)
    assert len(numbers) == len(names)
    assert len(set(numbers)) == len({name.lower() for name in names})
