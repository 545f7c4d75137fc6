"""Compound files: Word, Excel and PowerPoint of before 2007, Outlook messages, encrypted Office files."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.documents.msg import read_msg
from detectors.documents.ole_file import OleFile, open_ole
from detectors.documents.ole_slides import slide_texts
from detectors.documents.ole_word import word_texts
from detectors.documents.vba import macro_sources
from detectors.documents.xls import read_xls
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_ENCRYPTED = ("EncryptedPackage", "EncryptedSummary", "DRMEncryptedDataSpace")
_PICTURES = {b"\x89PNG\r\n\x1a\n": b"IEND\xaeB`\x82", b"\xff\xd8\xff": b"\xff\xd9"}
# Streams that can hold whole files.
_FILES = ("Package", "CONTENTS", "Contents")
# What the stream of this name makes of the file.
_READERS = {
    "__properties_version1.0": read_msg,
    "WordDocument": word_texts,
    "PowerPoint Document": slide_texts,
    "Workbook": read_xls,
    "Book": read_xls,
}


def read_ole(source: Source, budget: Budget) -> Iterator[Item]:
    """Whatever the streams of the compound file make it."""
    with open_ole(source.data) as ole:
        names = ole.names()
        if any(name.rpartition("/")[2] in _ENCRYPTED for name in names):
            raise UnreadableError("encrypted", "the Office file has a password")
        properties = "\n".join(text for text in ole.properties() if text)
        budget.characters(len(properties))
        if properties:
            yield Passage("properties", properties)
        known = False
        for main, read in _READERS.items():
            if main in names:
                known = True
                yield from read(ole, budget)
        for name, path in names.items():
            budget.member()
            for item in _inner(ole, name, path, budget):
                known = True
                yield item
        if not known:
            yield Unread("", "binary")
        if ole.is_cut:
            yield Unread("", "truncated")


def _inner(ole: OleFile, name: str, path: list[str], budget: Budget) -> Iterator[Item]:
    """Files, pictures and macros in one stream."""
    last = path[-1]
    if last.endswith("Ole10Native"):
        yield from _native(ole.read(name))
    elif last in _FILES:
        yield Source(f"file {name}", "", "", ole.read(name))
    elif last in {"Data", "Pictures", "WordDocument", "Workbook"}:
        yield from _pictures(ole.read(name))
    elif len(path) > 1 and path[-2].upper() == "VBA":
        text = macro_sources(ole.read(name), budget)
        if text:
            yield Passage(f"macro {last}", text)
    elif last == "PROJECT":
        yield Source("macro project", "", "", ole.read(name))


def _native(data: bytes) -> Iterator[Item]:
    """A file that was dropped into a document: two names, then the file with its size before it."""
    parts = data[6:].split(b"\0", 2)
    if len(parts) < 3:  # noqa: PLR2004 - label, name, rest
        yield Unread("embedded file", "broken")
        return
    names = " ".join(part.decode("cp1252", errors="replace") for part in parts[:2])
    yield Passage("embedded file name", names)
    at = 8
    length = int.from_bytes(parts[2][4:8], "little")
    at += length
    size = int.from_bytes(parts[2][at : at + 4], "little")
    body = parts[2][at + 4 : at + 4 + size]
    yield Source("embedded file", parts[0].decode("cp1252", errors="replace"), "", body)
    if len(body) < size:
        yield Unread("embedded file", "truncated")


def _pictures(data: bytes) -> Iterator[Item]:
    """PNG and JPEG pictures inside a stream, found by their marks."""
    number = 0
    for mark, end_mark in _PICTURES.items():
        at = data.find(mark)
        while at >= 0:
            end = data.find(end_mark, at)
            end = end + len(end_mark) if end >= 0 else len(data)
            number += 1
            yield Source(f"picture {number}", "", "", data[at:end], is_picture=True)
            at = data.find(mark, end)
