"""A body taken apart by what it is: JSON, form, multipart, envelopes, SSE, NDJSON, protobuf, text, a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detectors.prompts import form as forms
from detectors.prompts import frames, leaves
from detectors.prompts.charset import is_text, to_text
from detectors.prompts.collector import Collector
from detectors.prompts.decode import gunzip
from detectors.prompts.formats import Format, automaton, load_formats
from detectors.prompts.jsonscan import scan_json
from detectors.prompts.jsontree import looks_like_json, parse_json
from detectors.prompts.magic import media_type_of
from detectors.prompts.paths import TOP, Root, named
from detectors.prompts.protobuf import looks_like_protobuf, read_protobuf, read_runs
from detectors.prompts.walk import Frame, Walker

_MOST_WIDE = 16 * 2**20
_GZIP = b"\x1f\x8b\x08"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1d\x7f]")
_BEYOND_BMP = re.compile(rb"[\xf0-\xf4]")
_MOST_DEPTH = 4
_JSON_STARTS = ("{", "[", '"', ")]}'", "while(1)", "for(;;)")


@dataclass(frozen=True, slots=True)
class Source:
    """How to read, and where to.

    Attributes:
        reader: Name of the format.
        out: Where parts and files go.
        depth: Multipart bodies and compressed frames around this one.
    """

    reader: str
    out: Collector
    depth: int = 0

    @property
    def form(self) -> Format:
        """The format's facts."""
        return load_formats()[self.reader]


def unpack(data: bytes, content_type: str, source: Source) -> None:
    """Read a whole body, or a body within one."""
    media_type, extra = forms.parameters(content_type)
    if not data:
        return
    if source.form.body == "file":
        source.out.file("body", "", media_type or media_type_of(data), data)
    elif source.form.body == "envelopes" or "connect" in media_type or "grpc" in media_type:
        _envelopes(data, source)
    elif (boundary := _boundary(data, content_type)) is not None:
        read_multipart(data, boundary, source)
    elif is_text(data):
        _text(data, media_type, extra.get("charset", ""), source)
    else:
        _binary(data, media_type, source)


def read_fields(kind: str, fields: Iterable[tuple[str, str]], source: Source) -> None:
    """Read named texts: the fields of a form or a query."""
    for name, value in fields:
        root = Root(kind, name)
        if not leaves.is_plain_key(name):
            source.out.text(root.path + "~key", source.form.role, name)
        state = automaton(source.reader).step(root)
        top = Frame(iter([(None, value)]), root.path, state, source.form.role, data=True, key=name)
        Walker(source.form, source.out).walk(top)


def read_multipart(data: bytes, boundary: bytes, source: Source) -> None:
    """Read the parts of a multipart body: texts by their name, files, and requests within the request."""
    for index, entity in enumerate(forms.multipart_entities(data, boundary)):
        name = entity.name or str(index)
        inner = Source(source.reader, source.out, source.depth + 1)
        if entity.filename is not None or not is_text(entity.data):
            media_type = entity.media_type or media_type_of(entity.data)
            source.out.file(named("multipart", name), entity.filename or "", media_type, entity.data)
        elif entity.media_type == "application/http" and inner.depth < _MOST_DEPTH:
            unpack(entity.data.replace(b"\r\n", b"\n").partition(b"\n\n")[2], "", inner)
        else:
            read_fields("multipart", [(name, to_text(entity.data, entity.charset))], source)
        if entity.filename is not None:
            # People name files after people.
            source.out.text(named("multipart", name) + "~filename", source.form.role, entity.filename)


def read_text(text: str, source: Source) -> None:
    """Read a text: JSON in any of its streams, else the text as it stands."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if frames.RECORD in stripped:
        _lines("record", stripped.split(frames.RECORD), source)
    elif frames.is_event_stream(stripped):
        _lines("event", frames.events(stripped), source)
    elif not _json(frames.strip_socket_io(stripped), None, source):
        read_tree(text, None, source)


def read_tree(tree: Any, root: Root | None, source: Source) -> None:  # noqa: ANN401 - a JSON value
    """Read a tree by its format, or broadly when it has not the format's shape."""
    form, reader = source.form, source.reader
    if form.shape and not any(_has(tree, path.split(".")) for path in form.shape):
        form, reader = load_formats()["generic"], "generic"
    top = Frame(
        iter([(None, tree)]),
        root.path if root else TOP,
        automaton(reader),
        form.role,
        data=reader == "generic",
    )
    Walker(form, source.out).walk(top)


def _has(tree: Any, keys: list[str]) -> bool:  # noqa: ANN401 - a JSON value
    """Whether a path of keys is there; ``[]`` is the first item of a list."""
    for key in keys:
        if key == "[]":
            if not isinstance(tree, list) or not tree:
                return False
            tree = tree[0]
        elif not isinstance(tree, dict) or key not in tree:
            return False
        else:
            tree = tree[key]
    return True


def _boundary(data: bytes, content_type: str) -> bytes | None:
    if content_type.lower().startswith("multipart/") or data.lstrip(b"\r\n").startswith(b"--"):
        return forms.find_boundary(content_type, data)
    return None


def _text(data: bytes, media_type: str, charset: str, source: Source) -> None:
    """A text body: JSON when it is JSON, whatever the content type says (curl calls JSON a form)."""
    if data[:1] in {b"{", b"["} and len(data) > _MOST_WIDE and _BEYOND_BMP.search(data):
        # As one Python string it would take four bytes a character.
        scan_json(data, TOP, source.form.role, source.out)
        return
    if "grpc-web-text" in media_type and (decoded := frames.unbase64_stream(data)):
        _envelopes(decoded, source)
    elif _BINARY.search(data[:4096]) and looks_like_protobuf(data):
        read_protobuf(data, TOP, source.form.role, source.out)
    elif _is_form(data, media_type):
        read_fields("form", forms.form_fields(data), source)
    else:
        read_text(to_text(data, charset), source)


def _is_form(data: bytes, media_type: str) -> bool:
    """Fields of a form: by the first one, for clients send JSON and plain text with a form's content type."""
    name, found, _ = data[:256].partition(b"&")[0].partition(b"=")
    if not found or not name or set(name) & set(b" \t\r\n<>{}[]\"',;:"):
        return False
    return media_type == "application/x-www-form-urlencoded" or (not media_type and b"&" in data)


def _binary(data: bytes, media_type: str, source: Source) -> None:
    """Bytes that are no text: compressed, a known file, envelopes, protobuf, or of an unknown kind."""
    if data.startswith(_GZIP) and source.depth < _MOST_DEPTH:
        _compressed(data, media_type, source)
    elif found := media_type_of(data):
        source.out.file("body", "", media_type or found, data)
    elif frames.has_envelopes(data):
        _envelopes(data, source)
    elif looks_like_protobuf(data):
        read_protobuf(data, TOP, source.form.role, source.out)
    else:
        read_runs(data, TOP, source.form.role, source.out)
        source.out.file("body", "", media_type or "application/octet-stream", data)


def _compressed(data: bytes, media_type: str, source: Source) -> None:
    """Compressed without a word about it in the headers."""
    plain, reason = gunzip(data, source.out.budget)
    source.out.budget -= len(plain)
    if reason:
        source.out.unread("body", reason)
    unpack(plain, media_type, Source(source.reader, source.out, source.depth + 1))


def _envelopes(data: bytes, source: Source) -> None:
    """Connect and gRPC: JSON or protobuf in frames; a unary Connect call has no frames."""
    if not frames.has_envelopes(data):
        inner = Source("generic", source.out, source.depth + 1)
        if is_text(data) or media_type_of(data) or source.depth >= _MOST_DEPTH:
            unpack(data, "", inner)
        else:
            read_protobuf(data, TOP, source.form.role, source.out)
        return
    for index, frame in enumerate(frames.envelopes(data)):
        root = Root("frame", index)
        message = frame.data
        if frame.compressed:
            message, reason = gunzip(message, max(source.out.budget, 0))
            source.out.budget -= len(message)
            if reason:
                source.out.unread(f"frame:{index}", reason)
        if not (message[:1] in {b"{", b"["} and _json(to_text(message), root, source)):
            read_protobuf(message, root.path, source.form.role, source.out)


def _json(text: str, root: Root | None, source: Source) -> bool:
    """Read JSON, whole or broken; gives whether it was any."""
    if not text.startswith(_JSON_STARTS):
        return False
    try:
        tree = parse_json(text)
    except ValueError:
        return _broken_json(text, root, source)
    read_tree(tree, root, source)
    return True


def _broken_json(text: str, root: Root | None, source: Source) -> bool:
    """NDJSON and chunked JSON line by line; all else by the scan that needs no tree."""
    if root is None and "\n" in text and looks_like_json(text.partition("\n")[0]):
        _lines("line", text.split("\n"), source)
        return True
    return scan_json(
        text.encode("utf-8", "replace"), root.path if root else TOP, source.form.role, source.out
    )


def _lines(kind: str, texts: Iterable[str], source: Source) -> None:
    """Read lines, records or events: each as JSON when it is, else as text."""
    for index, text in enumerate(texts):
        root = Root(kind, index)
        stripped = frames.strip_socket_io(text.strip())
        if stripped and not _json(stripped, root, source):
            read_tree(text, root, source)
