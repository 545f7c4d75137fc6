"""Patterns of the special categories run only near their triggers, and lose nothing by it."""

import re

import pytest

from detectors.recognizers.special_patterns import _REACH, _patterns
from detectors.recognizers.special_terms import find_terms

KINDS = ("HEALTH", "POLITICAL_OPINION", "TRADE_UNION", "CRIMINAL_RECORD")
FILLING = " de bestelling van dinsdag staat klaar in het magazijn " * 60
TOLD = [
    "zijn linker sleutelbeen is gebroken",
    "zij is lid van de socialistische partij",
    "zijn lidmaatschap van de fnv",
    "hij is veroordeeld voor diefstal door de politierechter",
]


def test_no_pattern_is_longer_than_its_reach() -> None:
    """So whatever holds a trigger lies within reach of it."""
    parse = re._parser.parse  # type: ignore[attr-defined] # the standard library tells widths nowhere else
    widths = [parse(rule.pattern.pattern).getwidth()[1] for rule in _patterns()]
    assert max(widths) + 40 < _REACH


@pytest.mark.parametrize("told", TOLD)
def test_a_long_text_around_changes_nothing(told: str) -> None:
    """The same hits at the beginning, in the middle and at the end of a long text, and twice in one."""
    alone = [(hit.start, hit.end, hit.kind) for hit in find_terms(told, told, KINDS)]
    assert alone
    for before, after in (("", FILLING), (FILLING, FILLING), (FILLING, "")):
        text = before + told + after
        found = [(hit.start, hit.end, hit.kind) for hit in find_terms(text, text, KINDS)]
        assert found == [(start + len(before), end + len(before), kind) for start, end, kind in alone]
    twice = told + FILLING + told
    assert len(find_terms(twice, twice, KINDS)) == 2 * len(alone)
