"""Shortcuts of the name recognizer find what the long way finds."""

from hypothesis import given
from hypothesis import strategies as st

from detectors.recognizers.name_tokens import _ASCII_WORD, _WORD
from detectors.recognizers.person_rules import RULES


@given(st.text("FfBbLlCWPOAIiTGSpQnmox.,:/|", max_size=40))
def test_a_rule_matches_only_where_one_of_its_classes_stands(classes: str) -> None:
    """A rule that is not tried for want of its classes would not have matched."""
    for rule in RULES:
        if set(rule.needs).isdisjoint(classes):
            assert not rule.pattern.search(classes), rule.reason


@given(st.text("abABtTsS'-., \n1_\x1f~", max_size=60))
def test_the_quick_reading_of_words_agrees_with_the_general_one(text: str) -> None:
    """In ASCII the shorter pattern finds the same words."""
    assert [m.span() for m in _ASCII_WORD.finditer(text)] == [m.span() for m in _WORD.finditer(text)]
