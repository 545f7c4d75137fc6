"""Source text of macros, which are read and never run [MS-OVBA 2.4.1]."""

from __future__ import annotations

from detectors.documents.budget import Budget
from detectors.errors import UnreadableError

# Every module's source begins with `Attribute VB_Name`, whose first letters stay readable when packed.
_MARK = b"\x00Attribut"
_BEFORE_MARK = 3
_CHUNK = 4096


def macro_sources(data: bytes, budget: Budget) -> str:
    """Source of the module in a VBA stream, or an empty string when the stream holds none."""
    mark = data.find(_MARK)
    if mark < _BEFORE_MARK:
        return ""
    packed = data[mark - _BEFORE_MARK :]
    if packed[:1] != b"\x01":
        raise UnreadableError("broken", "a macro does not unpack")
    out = bytearray()
    at = 1
    while at + 2 <= len(packed):
        header = int.from_bytes(packed[at : at + 2], "little")
        size = (header & 0x0FFF) + 3
        chunk = packed[at + 2 : at + size]
        out += _chunk(chunk) if header & 0x8000 else chunk
        budget.expand(_CHUNK)
        at += size
    text = bytes(out).decode("cp1252", errors="replace")
    budget.characters(len(text))
    return text


def _chunk(data: bytes) -> bytes:
    """One packed chunk: flag bytes, each before eight literals or copies."""
    out = bytearray()
    at = 0
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "little")
            at += 2
            bits = max((len(out) - 1).bit_length(), 4)
            length = (token & (0xFFFF >> bits)) + 3
            offset = (token >> (16 - bits)) + 1
            if offset > len(out):
                raise UnreadableError("broken", "a macro does not unpack")
            for _ in range(length):
                out.append(out[-offset])
    return bytes(out)
