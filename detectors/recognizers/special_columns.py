"""Special categories in tables and JSON: the header says what the cell is."""

import re
from collections.abc import Iterator
from functools import cache

from detectors.passage import Passage
from detectors.recognizers.special_lists import all_words, phrases
from detectors.recognizers.special_patterns import Hit

_NOTHING = re.compile(
    r"(?:geen|nee|neen|ja|no|none|yes|nein|ja|non|oui|null|true|false|n\.?v\.?t\.?|n/?a|onbekend|unknown|unbekannt|inconnu"
    r"|string|text|varchar|-+|\W*|[\d.,:/ -]*)"
)
_LIST = "COLUMN_"
_LONGEST = 60


@cache
def _headers() -> dict[str, str]:
    """The entity type of each header that gives one away."""
    return {
        header: name.removeprefix(_LIST)
        for name in all_words()
        if name.startswith(_LIST)
        for header in phrases(name)
    }


def is_header(passage: Passage, hit: Hit) -> bool:
    """Whether a word is the header of a column itself: ``Allergie`` over ``noten``."""
    return hit.start in _starts(passage)


def _starts(passage: Passage) -> set[int]:
    kept = passage.notes.get(_LIST)
    if isinstance(kept, set):
        return kept
    starts = {
        cell.header_start
        for cell in passage.cells.all
        if _header(passage, cell.header_start, cell.header_end)
    }
    passage.notes[_LIST] = starts
    return starts


def _header(passage: Passage, start: int, end: int) -> str | None:
    """The entity type that a header gives away."""
    return _headers().get(passage.lower[start:end].strip().replace("_", " "))


def find_columns(passage: Passage) -> Iterator[Hit]:
    """Cells under a header such as ``Vakbond`` or ``Diagnose``, unless they say that there is nothing."""
    for cell in passage.cells.all:
        kind = _header(passage, cell.header_start, cell.header_end)
        value = passage.lower[cell.start : cell.end].strip()
        if kind and len(value) <= _LONGEST and not _NOTHING.fullmatch(value):
            yield Hit(cell.start, cell.end, kind, weak=False)
