"""Packed single files (gzip, bzip2, xz, zstd) and tar archives."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO, Protocol

import zstandard

from detectors.documents.budget import Budget
from detectors.documents.document import STOPS, Item, Passage, Source
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_CHUNK = 64 * 1024
_XZ_MEMORY = 128 * 1024 * 1024
_ZSTD_WINDOW = 128 * 1024 * 1024
_GZIP_WINDOW = 31
_BROKEN = (zlib.error, OSError, lzma.LZMAError, zstandard.ZstdError, EOFError, ValueError)
_SUFFIXES = (".gz", ".tgz", ".bz2", ".xz", ".zst")


class _Unpacker(Protocol):
    """What bz2 and lzma give."""

    @property
    def eof(self) -> bool:
        """The stream has ended."""

    @property
    def needs_input(self) -> bool:
        """More packed bytes are wanted."""

    @property
    def unused_data(self) -> bytes:
        """Bytes after the end."""

    def decompress(self, data: bytes, max_length: int = ...) -> bytes:
        """Unpack some."""


def read_gzip(source: Source, budget: Budget) -> Iterator[Item]:
    """The file in a gzip file; members after the first are part of it."""
    yield from _packed(source, _gunzip(source.data, budget), budget)


def read_bzip2(source: Source, budget: Budget) -> Iterator[Item]:
    """The file in a bzip2 file."""
    yield from _packed(source, _unpack(bz2.BZ2Decompressor(), source.data, budget), budget)


def read_xz(source: Source, budget: Budget) -> Iterator[Item]:
    """The file in an xz file."""
    yield from _packed(
        source, _unpack(lzma.LZMADecompressor(memlimit=_XZ_MEMORY), source.data, budget), budget
    )


def read_zstd(source: Source, budget: Budget) -> Iterator[Item]:
    """The file in a zstd file."""
    yield from _packed(source, _unzstd(source.data, budget), budget)


def read_tar(source: Source, budget: Budget) -> Iterator[Item]:
    """Files of a tar archive; links lead nowhere here."""
    names: list[str] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as archive:
            for info in archive:
                budget.check_time()
                names.append(info.name)
                if not info.isfile():
                    continue
                member = archive.extractfile(info)
                data = budget.gather(_chunks(member)) if member else b""
                budget.expand(len(data))
                yield Source(f"archive:{info.name}", info.name, "", data)
                if len(data) < info.size:
                    yield Unread(f"archive:{info.name}", "truncated")
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        reason = "truncated" if "unexpected end" in str(error) else "broken"
        raise UnreadableError(reason, "the tar archive is not whole") from error
    finally:
        text = "\n".join(names)
    yield Passage("file names", text)


def _chunks(member: IO[bytes]) -> Iterator[bytes]:
    """A member of a tar archive, piece by piece."""
    while piece := member.read(_CHUNK):
        yield piece


def _packed(source: Source, chunks: Iterator[bytes], budget: Budget) -> Iterator[Item]:
    """The unpacked file; as much of it as came out when it stops halfway."""
    name = source.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    stopped = _Stopped(chunks)
    data = budget.gather(stopped)
    if data:
        yield Source("", name, "", data)
    if stopped.failure:
        raise stopped.failure


class _Stopped:
    """Chunks until one does not unpack; what came before it is kept."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.failure: UnreadableError | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        except UnreadableError as error:
            if error.reason in STOPS:
                raise
            self.failure = error
        except _BROKEN:
            self.failure = UnreadableError("broken", "the packed file does not unpack")


def _gunzip(data: bytes, budget: Budget) -> Iterator[bytes]:
    """Every member of a gzip file; bytes after them that are no gzip are left."""
    rest = data
    while rest[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(_GZIP_WINDOW)
        piece = rest
        while not unpacker.eof:
            out = unpacker.decompress(piece, _CHUNK)
            budget.expand(len(out))
            yield out
            piece = unpacker.unconsumed_tail
            if not out and not piece and not unpacker.eof:
                raise UnreadableError("truncated", "the gzip file stops halfway")
        rest = unpacker.unused_data


def _unpack(unpacker: _Unpacker, data: bytes, budget: Budget) -> Iterator[bytes]:
    """A bzip2 or xz stream."""
    piece = data
    while not unpacker.eof:
        out = unpacker.decompress(piece, _CHUNK)
        budget.expand(len(out))
        yield out
        piece = b""
        if not out and unpacker.needs_input:
            raise UnreadableError("truncated", "the packed file stops halfway")


def _unzstd(data: bytes, budget: Budget) -> Iterator[bytes]:
    """A zstd stream."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    with unpacker.stream_reader(data, read_across_frames=True) as reader:
        while out := reader.read(_CHUNK):
            budget.expand(len(out))
            yield out
