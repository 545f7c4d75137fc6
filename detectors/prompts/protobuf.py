"""Strings out of protobuf without its schema (https://protobuf.dev/programming-guides/encoding/)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from detectors.prompts.charset import to_text
from detectors.prompts.collector import Collector
from detectors.prompts.magic import media_type_of
from detectors.prompts.paths import Repeat, child, shown

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOST_FIELDS = 300_000
_LARGE = 4096
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Possessive: a repeated group that may give back takes memory for each turn.
_UTF8 = rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
_RUN = re.compile(_UTF8 + rb"{6}" + _UTF8 + rb"*+")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){6}(?:[\x20-\x7e\xa0-\xff]\x00)*+")


class Field(NamedTuple):
    """A length-delimited field: its number and its bytes."""

    number: int
    data: bytes


@dataclass(slots=True)
class _Walk:
    """One reading of a message.

    Attributes:
        role: Role of its texts.
        out: Where they go.
        left: Fields that may still be looked at, over all attempts: bounds the time on hostile bytes.
    """

    role: str
    out: Collector
    left: int = _MOST_FIELDS


def read_protobuf(data: bytes, path: str, role: str, out: Collector) -> None:
    """Read the strings of a message; bytes that are no message give their runs of text."""
    way = _Walk(role, out)
    fields = _fields(data, way)
    if fields is None:
        read_runs(data, path, role, out)
        return
    waiting = [(path, fields)]
    while waiting:
        at, fields = waiting.pop()
        counts: dict[int, int] = {}
        below = []
        for field in fields:
            counts[field.number] = n = counts.get(field.number, 0) + 1
            name = f"f{field.number}"
            place = child(at, name if n == 1 else Repeat(name, n))
            if inner := _field(field.data, place, way):
                below.append((place, inner))
        waiting += reversed(below)


def read_runs(data: bytes, path: str, role: str, out: Collector) -> None:
    """Read the runs of six and more printable characters in bytes of an unknown kind."""
    for found in _RUN.finditer(data):
        out.text(shown(path), role, found[0].decode("utf-8", "replace"))
    if b"\0" in data:
        for found in _WIDE_RUN.finditer(data):
            out.text(shown(path), role, found[0].decode("utf-16-le", "replace"))


def looks_like_protobuf(data: bytes) -> bool:
    """Whether bytes are a well-formed message with at least one field of bytes."""
    return bool(_fields(data, _Walk("", Collector())))


def _field(data: bytes, path: str, way: _Walk) -> list[Field] | None:
    """Read one field of bytes; gives its fields when it is (also) a message."""
    printable = _is_printable(data)
    inner = _fields(data, way)
    if printable:
        # Also when it is a message: the length byte of its first field can look like a digit before a text.
        way.out.text(path, way.role, to_text(data))
        # A text that happens to be a message has little below it: "123456782" is one 64-bit number.
        return inner if sum(len(field.data) for field in inner or ()) * 2 > len(data) else None
    if inner is None:
        if (media_type := media_type_of(data)) or len(data) > _LARGE:
            way.out.file(path, "", media_type or "application/octet-stream", data)
        read_runs(data, path, way.role, way.out)
    return inner


def _is_printable(data: bytes) -> bool:
    if _CONTROL.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fields(data: bytes, way: _Walk) -> list[Field] | None:
    """The length-delimited fields of a message, or None when the bytes are not one."""
    found: list[Field] = []
    place, size = 0, len(data)
    while place < size:
        way.left -= 1
        if way.left < 0:
            return None
        tag, place = _varint(data, place)
        number, kind = tag >> 3, tag & 7
        if not 0 < number < 1 << 29:
            return None
        if kind == _VARINT:
            _, place = _varint(data, place)
        elif kind == _FIXED64:
            place += 8
        elif kind == _FIXED32:
            place += 4
        elif kind == _BYTES:
            length, place = _varint(data, place)
            found.append(Field(number, data[place : place + length]))
            place += length
        else:
            return None
    return found if place == size else None


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A varint and the place after it; past the end when it is broken."""
    value = shift = 0
    for step in range(place, min(place + 10, len(data))):
        byte = data[step]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the continuation bit
            return value, step + 1
        shift += 7
    return 0, len(data) + 1
