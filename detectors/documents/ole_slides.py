"""Text of a PowerPoint 97-2003 presentation, by its record tree [MS-PPT 2.3]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage
from detectors.documents.ole_file import OleFile

_CHARACTERS, _BYTES, _STRING = 0x0FA0, 0x0FA8, 0x0FBA
_SLIDE, _NOTES = 0x03EE, 0x03F0
_CONTAINER = 0xF
_HEADER = 8


def slide_texts(ole: OleFile, budget: Budget) -> Iterator[Item]:
    """Texts in the order of the file, by slide and note.

    The outline texts of slides stand before the slides themselves, so they have the place ``slides``.
    """
    data = ole.read("PowerPoint Document")
    place, slides = "slides", 0
    lines: list[str] = []
    at = 0
    while at + _HEADER <= len(data):
        budget.check_time()
        version, kind, size = struct.unpack_from("<HHI", data, at)
        at += _HEADER
        if version & _CONTAINER == _CONTAINER:
            if kind in {_SLIDE, _NOTES}:
                yield from _given(place, lines, budget)
                slides += kind == _SLIDE
                budget.page()
                place, lines = f"slide {slides}" if kind == _SLIDE else "note", []
            continue
        body = data[at : at + size]
        if kind in {_CHARACTERS, _STRING}:
            lines.append(body.decode("utf-16-le", errors="replace"))
        elif kind == _BYTES:
            lines.append(body.decode("latin-1"))
        at += size
    yield from _given(place, lines, budget)


def _given(place: str, lines: list[str], budget: Budget) -> Iterator[Item]:
    """A passage of what was gathered."""
    text = "\n".join(lines).replace("\r", "\n").replace("\x0b", "\n")
    budget.characters(len(text))
    if text.strip():
        yield Passage(place, text)
