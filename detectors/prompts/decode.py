"""Content codings of a request body, taken off under a cap (RFC 9110 section 8.4)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import brotli
import zstandard

from detectors.errors import UnreadableError

_FED = 512
_GIVEN = 64 * 1024
_MOST_CODINGS = 4
_MOST_MEMBERS = 1000
_BOMB_RATIO = 100
_ZSTD_WINDOW = 1 << 27


class Decoded(NamedTuple):
    """A body with its codings off.

    Attributes:
        data: What came out; a beginning of it when the coding broke off.
        reason: Why `data` is not all of it, or None.
    """

    data: bytes
    reason: str | None = None


def decode_body(body: bytes, codings: Sequence[str], limit: int) -> Decoded:
    """Take the codings off a body, the last one first.

    Args:
        body: As it went over the wire.
        codings: Values of ``Content-Encoding`` in the order of the header, e.g. ``["gzip", "br"]``.
        limit: Most bytes to take in and, at each step, to give out.
    """
    wanted = [coding.lower() for coding in codings if coding.lower() not in {"", "identity"}]
    if not body:
        return Decoded(b"")
    if len(body) > limit:
        return Decoded(b"", "too-large")
    if len(wanted) > _MOST_CODINGS:
        return Decoded(b"", "bomb")
    reason = None
    for coding in reversed(wanted):
        step = _decoders().get(coding)
        if step is None:
            return Decoded(b"", "unknown-coding")
        body, broken = _run(step, body, limit)
        reason = reason or broken
        if broken in {"bomb", "too-large"}:
            return Decoded(b"", broken)
    return Decoded(body, reason)


def _decoders() -> dict[str, Callable[[_Feed], Iterator[bytes]]]:
    return {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}


class _Feed:
    """Compressed bytes in small blocks; knows how much of them was taken.

    Small, for one block is decompressed whole before its output is measured: a run-length block of zstd turns
    4 bytes into 128 KiB.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        """The blocks."""
        while self.taken < len(self.data):
            start = self.taken
            self.taken = min(start + _FED, len(self.data))
            yield self.data[start : self.taken]


def _run(step: Callable[[_Feed], Iterator[bytes]], data: bytes, limit: int) -> tuple[bytes, str | None]:
    """Everything `step` yields up to `limit`; keeps what came out before an error."""
    out = bytearray()
    feed = _Feed(data)
    try:
        for block in step(feed):
            out += block
            if len(out) > limit:
                return b"", "bomb" if len(out) >= _BOMB_RATIO * feed.taken else "too-large"
    except UnreadableError as error:
        return bytes(out), error.reason
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return bytes(out), "truncated"
    return bytes(out), None


def _gzip(feed: _Feed) -> Iterator[bytes]:
    yield from _inflate(feed, 31)


def _deflate(feed: _Feed) -> Iterator[bytes]:
    """RFC 9110 says zlib; some clients send raw deflate, which servers take as well."""
    data = feed.data
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0  # noqa: PLR2004
    yield from _inflate(feed, 15 if zlib_header else -15)


def _inflate(feed: _Feed, wbits: int) -> Iterator[bytes]:
    """Zlib streams after one another; the window format as in `zlib.decompressobj`."""
    stream = zlib.decompressobj(wbits)
    members = 1
    for fed in feed:
        block = fed
        while block:
            if stream.eof:
                if not block.strip(b"\0"):
                    break
                members += 1
                if wbits != 31:  # noqa: PLR2004 - only gzip has members
                    raise UnreadableError("trailing-data")
                stream = _next_member(members, lambda: zlib.decompressobj(wbits))
            yield stream.decompress(block, _GIVEN)
            block = stream.unused_data if stream.eof else stream.unconsumed_tail
    if not stream.eof:
        yield stream.flush()
        raise UnreadableError("truncated")


def _brotli(feed: _Feed) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    for block in feed:
        if stream.is_finished():
            raise UnreadableError("trailing-data")
        yield stream.process(block, output_buffer_limit=_GIVEN)
        while not stream.can_accept_more_data():
            yield stream.process(b"", output_buffer_limit=_GIVEN)
    if not stream.is_finished():
        raise UnreadableError("truncated")


def _zstd(feed: _Feed) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    stream = decompressor.decompressobj()
    frames = 1
    for fed in feed:
        block = fed
        while block:
            if stream.eof:
                frames += 1
                stream = _next_member(frames, decompressor.decompressobj)
            yield stream.decompress(block)
            block = stream.unused_data if stream.eof else b""
    if not stream.eof:
        raise UnreadableError("truncated")


def _next_member[T](count: int, start: Callable[[], T]) -> T:
    """A decompressor for the next member; a million empty members are a bomb in time."""
    if count > _MOST_MEMBERS:
        raise UnreadableError("bomb")
    return start()
