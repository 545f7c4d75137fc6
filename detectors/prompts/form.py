"""URL-encoded fields, one at a time, and multipart bodies (RFC 7578, RFC 2046)."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from detectors.prompts.charset import to_text

_PARAMETER = re.compile(r';\s*([\w!#$&^`|~.+-]+\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_MOST_HEADER = 16 * 1024
_BOUNDARY = re.compile(rb"--([^\r\n]{1,200}?)[ \t]*\r?\n")


class Entity(NamedTuple):
    """One part of a multipart body.

    Attributes:
        name: Field name, or an empty string.
        filename: As given, or None when the part is no file.
        media_type: Lower case, without parameters; empty when not given.
        charset: As given, or an empty string.
        data: Its bytes, transfer coding taken off.
    """

    name: str
    filename: str | None
    media_type: str
    charset: str
    data: bytes


def form_fields(data: bytes) -> Iterator[tuple[str, str]]:
    """The decoded fields of an URL-encoded body or query, in their order."""
    start = 0
    while start <= len(data):
        end = data.find(b"&", start)
        end = len(data) if end < 0 else end
        if end > start:
            name, _, value = data[start:end].partition(b"=")
            yield _unquote(name), _unquote(value)
        start = end + 1


def _unquote(value: bytes) -> str:
    return to_text(unquote_to_bytes(value.replace(b"+", b" ")))


def parameters(header: str) -> tuple[str, dict[str, str]]:
    """The value of a header and its parameters, RFC 5987 names (``filename*``) decoded."""
    if ";" not in header:
        return header.strip().lower(), {}
    head = header[:_MOST_HEADER]
    found: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(head):
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        if name.endswith("*") and value.count("'") >= 2:  # noqa: PLR2004 - charset'language'value
            charset, _, encoded = value.split("'", 2)
            found[name[:-1].lower()] = to_text(unquote_to_bytes(encoded), charset)
        else:
            found.setdefault(name.lower(), value)
    return head.partition(";")[0].strip().lower(), found


def find_boundary(content_type: str, data: bytes) -> bytes | None:
    """The boundary that really parts the body: the declared one, else that of its first line."""
    declared = parameters(content_type)[1].get("boundary", "").encode("utf-8", "replace")
    if declared and b"--" + declared in data:
        return declared
    found = _BOUNDARY.match(data.lstrip(b"\r\n"))
    return found[1] if found and data.count(b"--" + found[1]) > 1 else None


def multipart_entities(data: bytes, boundary: bytes) -> Iterator[Entity]:
    """The parts of a multipart body; a body that breaks off gives what is there.

    What stands before the first part and after the last is given, too: it leaves, though no server reads it.
    """
    mark = b"--" + boundary
    start = data.find(mark)
    if outside := data[: max(start, 0)].strip():
        yield Entity("preamble", None, "", "", outside)
    while start >= 0:
        start += len(mark)
        if data[start : start + 2] == b"--":
            if outside := data[start + 2 :].strip():
                yield Entity("epilogue", None, "", "", outside)
            return
        end = _next_mark(data, mark, start)
        yield _entity(data[start : len(data) if end < 0 else end])
        start = end


def _next_mark(data: bytes, mark: bytes, start: int) -> int:
    """The next boundary that begins a line."""
    end = data.find(b"\n" + mark, start)
    return end + 1 if end >= 0 else -1


def _entity(piece: bytes) -> Entity:
    """Headers and bytes of one part; a part without headers is all bytes."""
    piece = piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")
    piece = piece.removesuffix(b"\n").removesuffix(b"\r")
    head, found, data = piece.partition(b"\r\n\r\n")
    if not found or b"\n\n" in head:
        head, found, data = piece.partition(b"\n\n")
    if not found:
        head, data = (b"", piece.lstrip(b"\r\n")) if not _is_header(piece) else (piece, b"")
    elif not _is_header(head):
        head, data = b"", piece.lstrip(b"\r\n")
    headers = _headers(head)
    _, disposition = parameters(headers.get("content-disposition", ""))
    media_type, extra = parameters(headers.get("content-type", ""))
    return Entity(
        name=disposition.get("name", ""),
        filename=disposition.get("filename"),
        media_type=media_type,
        charset=extra.get("charset", ""),
        data=_transfer(data, headers.get("content-transfer-encoding", "")),
    )


def _is_header(head: bytes) -> bool:
    return head[:_MOST_HEADER].lstrip()[:8].lower() == b"content-" and len(head) <= _MOST_HEADER


def _headers(head: bytes) -> dict[str, str]:
    unfolded = re.sub(r"\r?\n[ \t]+", " ", to_text(head))
    pairs = (line.partition(":") for line in unfolded.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _transfer(data: bytes, coding: str) -> bytes:
    """Content-Transfer-Encoding off; bytes that do not fit it stay as they are."""
    match coding.strip().lower():
        case "base64":
            try:
                return base64.b64decode(data)
            except binascii.Error:
                return data
        case "quoted-printable":
            return quopri.decodestring(data)
        case _:
            return data
