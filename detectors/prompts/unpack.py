"""A body taken apart by what it is: text, form, multipart, envelopes, protobuf, a file, unknown bytes."""

from __future__ import annotations

import base64
import binascii
import re

from detectors.prompts import form as forms
from detectors.prompts import frames, leaves
from detectors.prompts.charset import is_text, to_text
from detectors.prompts.decode import decode_body
from detectors.prompts.jsonscan import scan_json
from detectors.prompts.magic import media_type_of
from detectors.prompts.paths import TOP, Root, named
from detectors.prompts.protobuf import looks_like_protobuf, read_protobuf, read_runs
from detectors.prompts.structure import Source, read_fields, read_json, read_text

_MOST_WIDE = 16 * 2**20
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZLIB = 0x78
_CONTROL = bytes({*range(9), *range(0x0E, 0x1E), 0x7F})
_BEYOND_BMP = re.compile(rb"[\xf0-\xf4]")
_TEXT_TYPE = re.compile(r"(?:text/|.*(?:json|xml|x-www-form-urlencoded|graphql)|multipart/|$)")
_MOST_DEPTH = 4
_ENTITY, _ENVELOPE = 32, 4  # what they cost beside a value of a JSON text


def unpack(data: bytes, content_type: str, source: Source) -> None:
    """Read a whole body, or a body within one."""
    if not data:
        return
    media_type, extra = forms.parameters(content_type)
    if source.form.body == "file":
        source.out.file("body", "", media_type or media_type_of(data), data)
    elif source.form.body == "envelopes" or "connect" in media_type or "grpc" in media_type:
        _envelopes(data, media_type, source)
    elif (boundary := _boundary(data, media_type, content_type)) is not None:
        _multipart(data, boundary, source)
    elif found := media_type_of(data):
        _file(data, found, media_type, source)
    elif is_text(data):
        _text(data, media_type, extra.get("charset", ""), source)
    else:
        _binary(data, media_type, source)


def _boundary(data: bytes, media_type: str, content_type: str) -> bytes | None:
    if media_type.startswith("multipart/") or (
        not media_type and data[:16].lstrip(b"\r\n").startswith(b"--")
    ):
        return forms.find_boundary(content_type, data)
    return None


def _multipart(data: bytes, boundary: bytes, source: Source) -> None:
    """Read the parts of a multipart body: texts by their name, files, and requests within the request."""
    for index, entity in enumerate(forms.multipart_entities(data, boundary)):
        source.out.spend(_ENTITY)
        name = entity.name or str(index)
        inner = source.deeper()
        if not leaves.facts(name).plain and entity.name:
            source.out.text(named("multipart", name) + "~key", source.form.role, name)
        if entity.media_type == "application/http" and inner.depth < _MOST_DEPTH:
            unpack(entity.data.replace(b"\r\n", b"\n").partition(b"\n\n")[2], "", inner)
        elif entity.filename is not None or _is_file(entity):
            media_type = entity.media_type or media_type_of(entity.data)
            file_name, content = _without_base64(entity.filename or "", entity.data)
            source.out.file(named("multipart", name), file_name, media_type, content)
        else:
            read_fields("multipart", [(name, to_text(entity.data, entity.charset))], source)


def _is_file(entity: forms.Entity) -> bool:
    """Whether a part without a file name is a file."""
    return (
        not _TEXT_TYPE.match(entity.media_type)
        or bool(media_type_of(entity.data))
        or not is_text(entity.data)
    )


def _without_base64(name: str, data: bytes) -> tuple[str, bytes]:
    """HuggingChat's files: a name of ``base64;cv.pdf`` and a body in base64."""
    if not name.startswith("base64;"):
        return name, data
    try:
        return name.removeprefix("base64;"), base64.b64decode(data, validate=True)
    except binascii.Error:
        return name, data


def _text(data: bytes, media_type: str, charset: str, source: Source) -> None:
    """A text body: JSON when it is JSON, whatever the content type says (curl calls JSON a form)."""
    if data[:1] in {b"{", b"["} and len(data) > _MOST_WIDE and _BEYOND_BMP.search(data):
        # As one Python string it would take four bytes a character.
        scan_json(data, TOP, source.form.role, source.out)
    elif _has_control_codes(data[:4096]) and looks_like_protobuf(data):
        read_protobuf(data, TOP, source.form.role, source.out)
    elif _is_form(data, media_type):
        read_fields("form", forms.form_fields(data), source)
    else:
        read_text(to_text(data, charset), source)


def _has_control_codes(data: bytes) -> bool:
    return len(data.translate(None, _CONTROL)) < len(data)


def _is_form(data: bytes, media_type: str) -> bool:
    """Fields of a form: by the first one, for clients send JSON and plain text with a form's content type."""
    name, found, _ = data[:256].partition(b"&")[0].partition(b"=")
    if not found or not name or name[:1] in b'{["<' or set(name) & set(b" \t\r\n<>{}\"',;:"):
        return False
    return media_type == "application/x-www-form-urlencoded" or (not media_type and b"&" in data)


def _binary(data: bytes, media_type: str, source: Source) -> None:
    """Bytes that are no text and no known file: envelopes, protobuf, or of an unknown kind."""
    if frames.has_envelopes(data) and source.depth < _MOST_DEPTH:
        _envelopes(data, media_type, source.deeper())
    elif (plain := _inflated(data, source)) is not None:
        unpack(plain, media_type, source.deeper())
    elif looks_like_protobuf(data):
        read_protobuf(data, TOP, source.form.role, source.out)
    else:
        read_runs(data, TOP, source.form.role, source.out)
        source.out.file("body", "", media_type or "application/octet-stream", data)


def _inflated(data: bytes, source: Source) -> bytes | None:
    """What is in a zlib or zstd stream that no header tells of, when the bytes are one."""
    is_zlib = data[0] == _ZLIB and int.from_bytes(data[:2]) % 31 == 0
    if source.depth >= _MOST_DEPTH or not (is_zlib or data.startswith(_ZSTD)):
        return None
    plain, reason = decode_body(data, ["deflate" if is_zlib else "zstd"], max(source.out.budget, 0))
    source.out.budget -= len(plain)
    return plain if reason is None else None


def _file(data: bytes, found: str, media_type: str, source: Source) -> None:
    """A file by its first bytes; one that is a compressed request, which no header told, is read as that."""
    if data.startswith(_GZIP) and _TEXT_TYPE.match(media_type) and source.depth < _MOST_DEPTH:
        unpack(_decompress(data, "gzip", "body", source), media_type, source.deeper())
    else:
        source.out.file("body", "", media_type or found, data)


def _decompress(data: bytes, coding: str, path: str, source: Source) -> bytes:
    """Bytes with a coding off, within what is left of the request's budget; a fault is noted."""
    plain, reason = decode_body(data, [coding], max(source.out.budget, 0))
    source.out.budget -= len(plain)
    if reason:
        source.out.unread(path, reason)
    return plain


def _envelopes(data: bytes, media_type: str, source: Source) -> None:
    """Connect and gRPC: JSON or protobuf in frames; a unary Connect call has no frames."""
    if "grpc-web-text" in media_type:
        data = frames.unbase64_stream(data) or data
    if not frames.may_be_envelopes(data):
        if is_text(data) and not looks_like_protobuf(data):
            read_text(to_text(data), source)
        else:
            _binary(data, "", source)
        return
    for index, frame in enumerate(frames.envelopes(data)):
        source.out.spend(_ENVELOPE)
        root = Root("frame", index)
        message = frame.data
        if frame.cut:
            source.out.unread(root.path, "truncated")
        if frame.compressed:
            message = _decompress(message, source.frame_coding, root.path, source)
        if not (message[:1] in {b"{", b"["} and read_json(to_text(message), root, source)):
            read_protobuf(message, root.path, source.form.role, source.out)
