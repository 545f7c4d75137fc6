"""Compound files: Word, Excel and PowerPoint of before 2007, Outlook messages, encrypted Office files."""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.documents.msg import read_msg
from detectors.documents.ole_slides import slide_texts
from detectors.documents.ole_word import word_texts
from detectors.documents.vba import macro_sources
from detectors.documents.xls import read_xls
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_ENCRYPTED = ("EncryptedPackage", "EncryptedSummary", "DRMEncryptedDataSpace")
_PROPERTIES = (
    "title",
    "subject",
    "author",
    "keywords",
    "comments",
    "last_saved_by",
    "manager",
    "company",
    "category",
)
_PICTURES = {b"\x89PNG\r\n\x1a\n": b"IEND\xaeB`\x82", b"\xff\xd8\xff": b"\xff\xd9"}
# Streams that can hold whole files.
_FILES = ("Package", "CONTENTS", "Contents")


def read_ole(source: Source, budget: Budget) -> Iterator[Item]:
    """Whatever the streams of the compound file make it."""
    try:
        ole = olefile.OleFileIO(io.BytesIO(source.data), raise_defects=olefile.DEFECT_FATAL)
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableError("truncated", "the compound file is not whole") from error
    with ole:
        names = {"/".join(path): path for path in ole.listdir()}
        if any(name.rpartition("/")[2] in _ENCRYPTED for name in names):
            raise UnreadableError("encrypted", "the Office file has a password")
        known = False
        yield from _properties(ole, budget)
        if "__properties_version1.0" in names:
            known = True
            yield from read_msg(ole, budget)
        if "WordDocument" in names:
            known = True
            yield from word_texts(ole, budget)
        if "PowerPoint Document" in names:
            known = True
            yield from slide_texts(stream(ole, "PowerPoint Document"), budget)
        if "Workbook" in names or "Book" in names:
            known = True
            yield from read_xls(
                source.data, stream(ole, "Workbook" if "Workbook" in names else "Book"), budget
            )
        for name, path in names.items():
            budget.member()
            for item in _inner(ole, name, path, budget):
                known = True
                yield item
        if not known:
            yield Unread("", "binary")


def stream(ole: olefile.OleFileIO, name: str) -> bytes:
    """All bytes of a stream."""
    return bytes(ole.openstream(name).read())


def _inner(ole: olefile.OleFileIO, name: str, path: list[str], budget: Budget) -> Iterator[Item]:
    """Files, pictures and macros in one stream."""
    last = path[-1]
    if last.endswith("Ole10Native"):
        yield from _native(stream(ole, name))
    elif last in _FILES:
        yield Source(f"file {name}", "", "", stream(ole, name))
    elif last in {"Data", "Pictures", "WordDocument", "Workbook"}:
        yield from _pictures(stream(ole, name))
    elif len(path) > 1 and path[-2].upper() == "VBA":
        text = macro_sources(stream(ole, name), budget)
        if text:
            yield Passage(f"macro {last}", text)
    elif last == "PROJECT":
        yield Source("macro project", "", "", stream(ole, name))


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


def _properties(ole: olefile.OleFileIO, budget: Budget) -> Iterator[Item]:
    """Title, author and the like."""
    meta = ole.get_metadata()
    lines = []
    for name in _PROPERTIES:
        value = getattr(meta, name, None)
        if isinstance(value, bytes):
            value = value.decode("cp1252", errors="replace")
        if isinstance(value, str) and value.strip("\0 "):
            lines.append(f"{name}: {value.strip(chr(0))}")
    text = "\n".join(lines)
    budget.characters(len(text))
    if text:
        yield Passage("properties", text)
