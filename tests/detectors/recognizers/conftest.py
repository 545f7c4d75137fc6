"""Texts with marked spans: ``[[value]]`` is what a recognizer has to find, and nothing else of that type."""

import re
from collections.abc import Callable

import pytest

from detectors.scanner import Scanner

type Spans = list[str]

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    """The scanner as the product uses it: every recognizer at once."""
    return Scanner()


@pytest.fixture(scope="session")
def expected() -> Callable[[str], tuple[str, list[tuple[int, int]]]]:
    """Splits a marked text into the text and the marked spans."""

    def split(marked: str) -> tuple[str, list[tuple[int, int]]]:
        text, spans, last = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[last : mark.start()]
            spans.append((len(text), len(text) + len(mark.group(1))))
            text += mark.group(1)
            last = mark.end()
        return text + marked[last:], spans

    return split


@pytest.fixture(scope="session")
def mark(
    scanner: Scanner, expected: Callable[[str], tuple[str, list[tuple[int, int]]]]
) -> Callable[[str, str], str]:
    """Marks in a marked text what is found of one type, in the place of the marks that it has."""

    def mark_type(kind: str, marked: str) -> str:
        text, _ = expected(marked)
        found = [one for one in scanner.scan(text).findings if one.type == kind]
        for one in reversed(found):
            text = f"{text[: one.start]}[[{text[one.start : one.end]}]]{text[one.end :]}"
        return text

    return mark_type
