"""Text of a Word 97-2003 document, by its piece table [MS-DOC 2.4.1]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.document import Item
from detectors.documents.flow import Flow
from detectors.documents.ole_file import OleFile
from detectors.errors import UnreadableError

_FIB_IDENT = 0xA5EC
_WORD97 = 0x00C1
_FLAG_ENCRYPTED = 0x0100
_FLAG_TABLE1 = 0x0200
_AT_FLAGS, _AT_LENGTHS, _AT_CLX = 0x0A, 0x4C, 0x01A2
_COMPRESSED = 0x40000000
# The stories follow one another in this order, each with its length in the file's header.
_STORIES = ("body", "footnote", "header", "macro", "comment", "endnote", "text box", "header text box")
_MARKS = str.maketrans(
    {
        "\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x13": " ", "\x14": " ",
        "\x15": " ", "\x1e": "-", "\x1f": "", "\x01": " ", "\x02": " ", "\x05": " ", "\x08": " ",
    }
)  # fmt: skip


def word_texts(ole: OleFile, budget: Budget) -> Iterator[Item]:
    """Body, notes, headers, comments and text boxes.

    Raises:
        UnreadableError: ``encrypted``, ``unsupported`` (older than Word 97) or ``broken``.
    """
    main = ole.read("WordDocument")
    try:
        text = _text(ole, main)
        lengths = struct.unpack_from("<8i", main, _AT_LENGTHS)
    except (struct.error, OSError, ValueError) as error:
        raise UnreadableError("broken", "the Word document is not whole") from error
    budget.characters(len(text))
    at = 0
    for story, length in zip(_STORIES, lengths, strict=True):
        end = at + max(0, length)
        yield from _story(story, text[at:end])
        at = end
    yield from _story("body", text[at:])


def _story(place: str, text: str) -> Iterator[Item]:
    """One story as passages."""
    flow = Flow(place, "paragraph" if place == "body" else "")
    for number, line in enumerate(text.replace("\x07\x07", "\n").translate(_MARKS).split("\n"), start=1):
        yield from flow.add(line, number)
    yield from flow.flush()


def _text(ole: OleFile, main: bytes) -> str:
    """All characters of the document, in the order of its piece table."""
    ident, version = struct.unpack_from("<HH", main, 0)
    flags = struct.unpack_from("<H", main, _AT_FLAGS)[0]
    if flags & _FLAG_ENCRYPTED:
        raise UnreadableError("encrypted", "the Word document has a password")
    if ident != _FIB_IDENT or version < _WORD97:
        raise UnreadableError("unsupported", "a Word document from before Word 97")
    table = ole.read("1Table" if flags & _FLAG_TABLE1 else "0Table")
    start, size = struct.unpack_from("<II", main, _AT_CLX)
    return "".join(_pieces(main, _piece_table(table[start : start + size])))


def _piece_table(clx: bytes) -> bytes:
    """The piece table behind the property groups before it."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:  # noqa: PLR2004 - marks the piece table
        raise UnreadableError("broken", "the Word document has no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    return clx[at + 5 : at + 5 + size]


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """Text of each piece: Windows-1252 or UTF-16."""
    count = (len(table) - 4) // 12
    if count < 0:
        raise UnreadableError("broken", "the Word document has an empty piece table")
    positions = struct.unpack_from(f"<{count + 1}I", table, 0)
    for index in range(count):
        length = max(0, positions[index + 1] - positions[index])
        at = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * index + 2)[0]
        if at & _COMPRESSED:
            at = (at & ~_COMPRESSED) // 2
            yield main[at : at + length].decode("cp1252", errors="replace")
        else:
            yield main[at : at + 2 * length].decode("utf-16-le", errors="replace")
