"""Texts changed in binary bodies: protobuf with the lengths around them, envelopes, multipart."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from detectors.errors import CannotRewriteError
from detectors.prompts import form as forms
from detectors.prompts import frames
from detectors.prompts.charset import to_text
from detectors.prompts.decode import decode_body
from detectors.prompts.paths import Repeat, Root, child, named, shown
from detectors.prompts.protobuf import looks_like_protobuf
from detectors.prompts.rewrite.targets import Edit, Targets, splice
from detectors.prompts.rewrite.text import json_edits, text_edits, value_edits

_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}
_HEADER = 5
_COMPRESSED = 0x01
_MORE = 0x80


def utf8(data: bytes) -> str:
    """The text of bytes that are UTF-8; a byte order mark stays in it.

    Raises:
        CannotRewriteError: They are not: no character could be put back as it was.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise CannotRewriteError("charset") from error


def edited(data: bytes, find: Callable[[str], list[Edit]]) -> bytes:
    """Bytes of UTF-8 text with the edits made that `find` gives for the text."""
    text = utf8(data)
    edits = find(text)
    return splice(text, edits).encode() if edits else data


def rewrite_document(data: bytes, targets: Targets) -> bytes:
    """Change texts of a body or message that is one JSON document, lines, text or one protobuf message."""
    if data[:1] in {b"{", b"["} or not looks_like_protobuf(data):
        return edited(data, partial(text_edits, targets=targets))
    return rewrite_protobuf(data, "", targets)


def rewrite_envelopes(data: bytes, coding: str, limit: int, targets: Targets) -> bytes:
    """Change texts in Connect or gRPC envelopes. One that changes goes out uncompressed, as both allow."""
    if not frames.may_be_envelopes(data):
        raise CannotRewriteError("not-found")
    out = bytearray()
    place = 0
    for index, frame in enumerate(frames.envelopes(data)):
        whole = data[place : place + _HEADER + len(frame.data)]
        place += len(whole)
        message, reason = decode_body(frame.data, [coding] if frame.compressed else [], limit)
        if reason or frame.cut:
            raise CannotRewriteError("coding")
        changed = _rewrite_message(message, Root("frame", index).path, targets)
        if changed != message:
            whole = bytes([whole[0] & ~_COMPRESSED]) + len(changed).to_bytes(4) + changed
        out += whole
    return bytes(out)


def _rewrite_message(message: bytes, path: str, targets: Targets) -> bytes:
    if message[:1] in {b"{", b"["}:
        return edited(message, lambda text: json_edits(text, path, targets))
    return rewrite_protobuf(message, path, targets)


class _Field(NamedTuple):
    """A length-delimited field: its number, where its length stands and where its bytes do."""

    number: int
    length_at: int
    start: int
    end: int


def rewrite_protobuf(data: bytes, path: str, targets: Targets) -> bytes:
    """Change strings of a protobuf message, and the lengths of all that they stand in."""
    out, place = bytearray(), 0
    counts: dict[int, int] = {}
    for field in _fields(data):
        counts[field.number] = n = counts.get(field.number, 0) + 1
        name = f"f{field.number}"
        below = child(path, name if n == 1 else Repeat(name, n))
        old = data[field.start : field.end]
        new = _rewrite_field(old, below, targets)
        if new != old:
            out += data[place : field.length_at] + _varint(len(new)) + new
            place = field.end
    return bytes(out + data[place:])


def _rewrite_field(data: bytes, path: str, targets: Targets) -> bytes:
    """A field is a text or a message; one of which every byte can be printed was read as both."""
    if targets.holds_parts(path):
        if not any(wanted.startswith(f"{path}.") for wanted in targets.paths):
            return data
        changed = rewrite_protobuf(data, path, targets)
        targets.take(path, to_text(data))  # what it said as a text is gone with that
        return changed
    edits = targets.take(shown(path), to_text(data)) if targets.wants(shown(path)) else []
    return splice(utf8(data), edits).encode() if edits else data


def _fields(data: bytes) -> Iterator[_Field]:
    place = 0
    while place < len(data):
        tag, place = _read_varint(data, place)
        kind = tag & 7
        if kind == _VARINT:
            _, place = _read_varint(data, place)
        elif kind == _BYTES:
            length, start = _read_varint(data, place)
            yield _Field(tag >> 3, place, start, start + length)
            place = start + length
        elif kind in _FIXED:
            place += _FIXED[kind]
        else:
            raise CannotRewriteError("not-found")
    if place != len(data):
        raise CannotRewriteError("not-found")


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    for step in range(place, min(place + 10, len(data))):
        value |= (data[step] & ~_MORE) << shift
        if data[step] < _MORE:
            return value, step + 1
        shift += 7
    raise CannotRewriteError("not-found")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= _MORE:
        out.append(value & 0x7F | _MORE)
        value >>= 7
    return bytes([*out, value])


def rewrite_multipart(data: bytes, content_type: str, targets: Targets) -> bytes:
    """Change the texts of a multipart body, not its files."""
    boundary = forms.find_boundary(content_type, data)
    if boundary is None:
        raise CannotRewriteError("not-found")
    out, place = bytearray(), 0
    for index, (entity, start) in enumerate(_entities(data, boundary)):
        path = named("multipart", entity.name or str(index))
        wanted = targets.wants(path) or any(wanted.startswith(f"{path}|") for wanted in targets.paths)
        if not wanted or entity.filename is not None:
            continue
        end = start + len(entity.data)
        if data[start:end] != entity.data:
            raise CannotRewriteError("coding")  # base64 or quoted-printable
        new = edited(entity.data, partial(value_edits, path=path, targets=targets))
        out += data[place:start] + new
        place = end
    return bytes(out + data[place:])


def _entities(data: bytes, boundary: bytes) -> Iterator[tuple[forms.Entity, int]]:
    """The parts of a multipart body, and where their bytes begin when no transfer coding is on them."""
    mark = b"--" + boundary
    place = 0
    for entity in forms.multipart_entities(data, boundary):
        if entity.name in {"preamble", "epilogue"} and entity.filename is None and not entity.media_type:
            yield entity, len(data)  # stands outside the parts: read, never rewritten
            continue
        begin = data.find(mark, place) + len(mark)
        end = data.find(b"\n" + mark, begin)
        piece = data[begin : len(data) if end < 0 else end]
        place = len(data) if end < 0 else end
        yield entity, begin + len(piece.removesuffix(b"\r")) - len(entity.data)
