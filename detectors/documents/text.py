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
from detectors.documents.json_path import written_path
from detectors.documents.layout import Lines, Verbatim
from detectors.errors import UnreadableError

_DELIMITERS = ",;\t|"
_SNIFF_LINES = 30
_SNIFF_CHARACTERS = 64 * 1024
_PASSAGE_LINES = 5_000


def read_text(source: Source, budget: Budget) -> Iterator[Item]:
    """Text as it stands: offsets in the passage are offsets in the file."""
    text = decode_text(source.data, _charset(source.media_type))
    budget.characters(len(text))
    if text.strip():
        yield Passage("", text, Verbatim())
    yield from embedded_files(text)


def read_csv(source: Source, budget: Budget) -> Iterator[Item]:
    """Comma-, semicolon-, tab- or pipe-separated values, as they stand."""
    text = decode_text(source.data, _charset(source.media_type))
    budget.characters(len(text))
    yield Passage("", text, Verbatim("csv", delimiter_of(text) or ","))
    yield from embedded_files(text)


def read_json(source: Source, budget: Budget) -> Iterator[Item]:
    r"""JSON as it stands, or, when strings hold escapes, as lines of ``key: value``.

    Escapes hide text (``\u0031``, JSON in a string), so such a file is not scanned as written.
    """
    text = decode_text(source.data, _charset(source.media_type))
    budget.characters(len(text))
    if "\\" not in text:
        yield Passage("", text, Verbatim("json"))
        yield from embedded_files(text)
        return
    lines: list[str] = []
    names: list[str] = []
    for path, key, value in _leaves(json_values(text)):
        budget.check_time()
        yield from embedded_files(value)
        for line in f"{key}: {value}".split("\n"):
            lines.append(line)
            names.append(path)
        if len(lines) >= _PASSAGE_LINES:
            yield Passage("", "\n".join(lines), Lines(tuple(names)))
            lines, names = [], []
    if lines:
        yield Passage("", "\n".join(lines), Lines(tuple(names)))


def json_values(text: str) -> list[object]:
    """The JSON values of a text: one, or one a line.

    Raises:
        UnreadableError: It is not JSON after all (reason ``broken``).
    """
    text = text.lstrip("\ufeff")
    try:
        return [json.loads(text)]
    except ValueError:
        pass  # perhaps JSON lines, which are tried below
    except RecursionError as error:
        raise UnreadableError("too-deep", "JSON nested too deeply") from error
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UnreadableError("broken", "neither JSON nor JSON lines") from error


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
        if len(widths) > 1 and min(widths) == max(widths) > columns:
            best, columns = delimiter, widths[0]
    return best


def _leaves(values: list[object]) -> Iterator[tuple[str, str, str]]:
    """Path, nearest key and text of every value; keys of mappings are part of the path and of the text."""
    many = len(values) > 1
    stack: list[tuple[tuple[str | int, ...], object]] = [
        ((index,) if many else (), value) for index, value in reversed(list(enumerate(values)))
    ]
    while stack:
        steps, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(((*steps, key), item) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend(((*steps, index), item) for index, item in reversed(list(enumerate(value))))
        elif isinstance(value, str) and value[:1] in "{[" and (inner := _nested(value)) is not None:
            stack.append((steps, inner))
        elif value is not None:
            key = next((str(step) for step in reversed(steps) if isinstance(step, str)), "value")
            yield written_path(list(steps)), key, value if isinstance(value, str) else json.dumps(value)


def _nested(text: str) -> object:
    """The value of a string that itself is JSON, or None."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _charset(media_type: str) -> str:
    """``charset`` parameter of a media type."""
    _, _, rest = media_type.lower().partition("charset=")
    return rest.partition(";")[0]
