"""Streams of messages in one body: Connect and gRPC envelopes, SSE, NDJSON, SignalR, Socket.IO."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

_HEADER = 5
_COMPRESSED = 0x01
_KNOWN_FLAGS = 0x01 | 0x02 | 0x80  # compressed; end of a Connect stream; gRPC-web trailers
_SOCKET_IO = re.compile(r"\d{1,3}(?:-)?(?:/[^,\s]{0,100},)?\d{0,10}(?=[\[{\"])")
_SSE_LINE = re.compile(r"(data|event|id|retry)?:", re.IGNORECASE)
_SSE_START = re.compile(r"(?:data|event|id|retry):", re.IGNORECASE)
RECORD = "\x1e"


class Envelope(NamedTuple):
    """One message of a Connect, gRPC or gRPC-web body.

    Attributes:
        compressed: By the coding that the headers name, gzip when they are silent.
        data: The message.
        cut: The body ended before the message did.
    """

    compressed: bool
    data: bytes
    cut: bool


def may_be_envelopes(data: bytes) -> bool:
    """Whether the bytes can begin with an envelope: its flags are no tag that protobuf allows."""
    return len(data) >= _HEADER and not data[0] & ~_KNOWN_FLAGS


def has_envelopes(data: bytes) -> bool:
    """Whether the bytes begin with a believable envelope: known flags and a length that fits."""
    if not may_be_envelopes(data):
        return False
    length = int.from_bytes(data[1:_HEADER])
    rest = len(data) - _HEADER - length
    return rest == 0 or (rest >= _HEADER and not data[_HEADER + length] & ~_KNOWN_FLAGS)


def envelopes(data: bytes) -> Iterator[Envelope]:
    """The messages of a body; the last one may be cut short."""
    place = 0
    while place < len(data):
        length = int.from_bytes(data[place + 1 : place + _HEADER])
        start = place + _HEADER
        end = start + length
        yield Envelope(bool(data[place] & _COMPRESSED), data[start:end], end > len(data))
        place = end


def unbase64_stream(data: bytes) -> bytes | None:
    """Bytes of ``application/grpc-web-text``: base64, possibly several padded pieces after one another."""
    try:
        pieces = re.findall(rb"[A-Za-z0-9+/]+={0,2}", data)
        return b"".join(base64.b64decode(piece) for piece in pieces) if pieces else None
    except binascii.Error:
        return None


def is_event_stream(text: str) -> bool:
    """Whether a text is server-sent events (HTML standard, section 9.2)."""
    return _SSE_START.match(text) is not None and all(
        not line or _SSE_LINE.match(line) for line in text[:4096].splitlines()[:5]
    )


def pieces(text: str, mark: str) -> Iterator[str]:
    """The pieces between marks, one at a time: `str.split` makes millions of strings at once."""
    start = 0
    while (end := text.find(mark, start)) >= 0:
        yield text[start:end]
        start = end + len(mark)
    yield text[start:]


def events(text: str) -> Iterator[str]:
    """The data of each event, its lines joined; comments are given too: they leave as well."""
    waiting: list[str] = []
    for raw in pieces(text, "\n"):
        line = raw.rstrip("\r")
        name, _, value = line.partition(":")
        if name.lower() == "data":
            waiting.append(value.removeprefix(" "))
        elif line:
            yield value if name in {"", "event", "id", "retry"} else line
        elif waiting:
            yield "\n".join(waiting)
            waiting = []
    if waiting:
        yield "\n".join(waiting)


def strip_socket_io(text: str) -> str:
    """A Socket.IO or Engine.IO message without its packet type, namespace and number."""
    found = _SOCKET_IO.match(text[:256])
    return text[found.end() :] if found else text
