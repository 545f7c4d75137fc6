"""Compound files [MS-CFB] through olefile, with the sizes a file declares held against the size it has.

olefile follows a chain of sectors for as long as a stream is declared to be, so a chain that bites its tail
fills the memory; and it believes the number of values in a property.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from detectors.errors import UnreadableError

_SECTOR = 512
_MAX_ENTRIES = 20_000
_HEADER = 512
# Header fields that count sectors: of the allocation table, the small one, and the table of the first.
_COUNTS = (0x2C, 0x40, 0x48)
_UNKNOWN = olefile.olefile.UNKNOWN_SIZE
_STRING, _WIDE_STRING = 0x1E, 0x1F
_SETS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
# What olefile notes down when a stream is not all there.
_CUT = ("incomplete", "less than declared", "out of range", "too large")


def open_ole(data: bytes) -> OleFile:
    """The compound file in the bytes.

    Raises:
        UnreadableError: ``truncated``, or ``too-large`` with too many streams.
    """
    if len(data) < _HEADER:
        raise UnreadableError("truncated", "the compound file stops in its header")
    if any(struct.unpack_from("<I", data, at)[0] > len(data) // _SECTOR + 1 for at in _COUNTS):
        raise UnreadableError("truncated", "the compound file is shorter than its tables")
    try:
        return OleFile(data)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnreadableError("truncated", "the compound file is not whole") from error


class OleFile(olefile.OleFileIO):  # type: ignore[misc]
    """A compound file whose streams are no longer than the file; made by `open_ole`."""

    def __init__(self, data: bytes) -> None:
        self._length = len(data)
        self._entries = 0
        super().__init__(io.BytesIO(data))

    def _open(self, start: int, size: int = _UNKNOWN, force_FAT: bool = False) -> io.BytesIO:  # noqa: FBT001, FBT002, N803 - olefile's own
        """As olefile does, for a size that can be."""
        if size != _UNKNOWN and size > self._length:
            raise OSError("a stream is declared longer than the file")
        return super()._open(start, size, force_FAT)  # type: ignore[no-any-return]

    def _load_direntry(self, sid: int) -> object:
        """As olefile does, for a directory that fits in memory."""
        self._entries += 1
        if self._entries > _MAX_ENTRIES:
            raise UnreadableError("too-large", "more streams in the compound file than the limit")
        return super()._load_direntry(sid)

    def names(self) -> dict[str, list[str]]:
        """Path of each stream by its written name."""
        return {"/".join(path): path for path in self.listdir()}

    def read(self, name: str) -> bytes:
        """All bytes of a stream.

        Raises:
            UnreadableError: ``broken``.
        """
        try:
            return bytes(self.openstream(name).read())
        except OSError as error:
            raise UnreadableError("broken", "a stream of the compound file does not read") from error

    @property
    def is_cut(self) -> bool:
        """A stream that was read so far is not all there."""
        return any(mark in message for _, message in self.parsing_issues for mark in _CUT)

    def properties(self) -> Iterator[str]:
        """The texts among the document's properties: title, author, company, those of the organisation."""
        for name in _SETS:
            if self.exists(name):
                yield from _strings(self.read(name))


def _strings(data: bytes) -> Iterator[str]:
    """Text properties of each section of a property set [MS-OLEPS 2.21]."""
    try:
        sections = struct.unpack_from("<I", data, 24)[0]
        for section in range(min(sections, 2)):
            start = struct.unpack_from("<I", data, 28 + 20 * section + 16)[0]
            count = struct.unpack_from("<I", data, start + 4)[0]
            for index in range(min(count, len(data) // 8)):
                at = start + struct.unpack_from("<I", data, start + 12 + 8 * index)[0]
                kind, size = struct.unpack_from("<II", data, at)
                if kind == _STRING:
                    yield data[at + 8 : at + 8 + size].decode("cp1252", errors="replace").strip("\0 ")
                elif kind == _WIDE_STRING:
                    yield data[at + 8 : at + 8 + 2 * size].decode("utf-16-le", errors="replace").strip("\0 ")
    except struct.error:
        return  # what is left of a cut-off set holds no whole property
