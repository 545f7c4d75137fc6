"""Plain text, CSV, JSON and JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import islice

from detectors.documents.budget import Budget
from detectors.documents.charset import decode_text
from detectors.documents.document import Item, Passage, Source
from detectors.documents.embedded import embedded_files
from detectors.documents.layout import JSON_ESCAPED, Unescaped, Verbatim
from detectors.prompts.part import Unread

_DELIMITERS = ",;\t|"
_SNIFF_LINES = 30
_SNIFF_CHARACTERS = 64 * 1024
# Levels of JSON in strings of JSON that are read.
_NESTED = 5


def read_text(source: Source, budget: Budget) -> Iterator[Item]:
    """Text as it stands: offsets in the passage are offsets in the file."""
    text = text_of(source, budget)
    if text.strip():
        yield Passage("", text, Verbatim())
    yield from _rest(source, text, budget)


def read_csv(source: Source, budget: Budget) -> Iterator[Item]:
    """Comma-, semicolon-, tab- or pipe-separated values, as they stand."""
    text = text_of(source, budget)
    yield Passage("", text, Verbatim("csv", delimiter_of(text) or ","))
    yield from _rest(source, text, budget)


def read_json(source: Source, budget: Budget) -> Iterator[Item]:
    r"""JSON as it stands; strings with escapes (``\u0031``, JSON in a string) as they read."""
    text = text_of(source, budget)
    shifts: list[tuple[int, int, int]] = []
    shown = unescaped(text, shifts) if "\\" in text else text
    yield Passage("", shown, Unescaped(text, shifts) if shifts else Verbatim("json"))
    yield from _rest(source, shown, budget)


def text_of(source: Source, budget: Budget) -> str:
    """The text of a file, as much of it as may be read."""
    limit = budget.limits.characters
    is_cut = len(source.data) > limit
    text = decode_text(
        source.data[:limit] if is_cut else source.data, _charset(source.media_type), is_cut=is_cut
    )
    budget.characters(len(text))
    return text


def unescaped(text: str, shifts: list[tuple[int, int, int]] | None = None, depth: int = 0) -> str:
    """JSON text with the strings that hold escapes as they read, JSON in them included.

    Args:
        text: JSON, or part of it.
        shifts: Filled with start and end of each changed string, and its start in `text`.
        depth: Levels of JSON in strings so far.
    """
    pieces: list[str] = []
    at = written = 0
    for match in JSON_ESCAPED.finditer(text):
        try:
            value = str(json.loads(match.group(), strict=False))
        except ValueError:
            continue
        if "\\" in value and depth < _NESTED:
            value = unescaped(value, None, depth + 1)
        pieces += [text[at : match.start()], '"', value, '"']
        written += match.start() - at
        if shifts is not None:
            shifts.append((written, written + len(value) + 2, match.start()))
        written += len(value) + 2
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces)


def _rest(source: Source, text: str, budget: Budget) -> Iterator[Item]:
    """Files in the text, and the word that the text is not whole."""
    yield from embedded_files(text)
    if len(source.data) > budget.limits.characters:
        yield Unread("", "too-large")


def delimiter_of(text: str) -> str:
    """The delimiter when the text is a table of at least two columns and rows, else an empty string."""
    sample = text[:_SNIFF_CHARACTERS]
    lines = sample.splitlines(keepends=True)
    if len(sample) < len(text):
        lines = lines[:-1]
    best, columns = "", 1
    for delimiter in _DELIMITERS:
        if sum(delimiter in line for line in lines[:_SNIFF_LINES]) * 2 < min(len(lines), _SNIFF_LINES):
            continue
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SNIFF_LINES) if row]
        except csv.Error:
            continue
        # Running text puts a space behind its commas.
        if len(widths) > 1 and min(widths) == max(widths) > columns and f"{delimiter} " not in lines[0]:
            best, columns = delimiter, widths[0]
    return best


def _charset(media_type: str) -> str:
    """``charset`` parameter of a media type."""
    _, _, rest = media_type.lower().partition("charset=")
    return rest.partition(";")[0]
