"""Compressed logs, piece by piece: gzip and zstd, told by their first bytes."""

import itertools
import zlib
from collections.abc import Iterable, Iterator

import zstandard

PIECE = 2**21
TRUNCATED = "file ends early"
DAMAGED = "file is damaged"

_MAX_WINDOW = 2**27
_STEP = 4096
"""Bytes given to zstd at a time: even a hostile file cannot make more than some 128 MiB of that."""


class Broken(Exception):  # noqa: N818 - it is no fault of ours
    """The rest of a compressed file cannot be had.

    Attributes:
        reason: Why.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as they were before compression; as they are when they are not compressed.

    Raises:
        Broken: The compressed data end early or are damaged. What came before was given.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    everything = itertools.chain([first], pieces)
    if first.startswith(b"\x1f\x8b"):
        return _gunzip(everything)
    if first.startswith(b"\x28\xb5\x2f\xfd"):
        return _unzstd(everything)
    return everything


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """All members of a gzip file, never more than a piece at a time."""
    engine = None
    for data in pieces:
        left = data
        while left:
            engine = engine or zlib.decompressobj(31)
            try:
                out = engine.decompress(left, PIECE)
            except zlib.error as error:
                raise Broken(DAMAGED) from error
            if out:
                yield out
            if engine.eof:
                left = engine.unused_data.lstrip(b"\0")  # tapes pad with zeros
                engine = None
            else:
                left = engine.unconsumed_tail
    if engine is not None:
        yield engine.flush()
        if not engine.eof:
            raise Broken(TRUNCATED)


def _unzstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """All frames of a zstd file."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    engine = None
    for data in pieces:
        for start in range(0, len(data), _STEP):
            left = data[start : start + _STEP]
            while left:
                engine = engine or unpacker.decompressobj()
                try:
                    out = engine.decompress(left)
                except zstandard.ZstdError as error:
                    raise Broken(DAMAGED) from error
                if out:
                    yield out
                left = engine.unused_data if engine.eof else b""
                engine = None if engine.eof else engine
    if engine is not None:
        raise Broken(TRUNCATED)
