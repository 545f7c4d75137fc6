"""`read` and `read_message`: from bytes on the wire to a `Reading`, whatever the bytes are."""

import logging
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from detectors.errors import UnreadableError
from detectors.prompts import leaves
from detectors.prompts.charset import to_text
from detectors.prompts.collector import Collector
from detectors.prompts.decode import decode_body
from detectors.prompts.form import form_fields, parameters
from detectors.prompts.formats import load_formats
from detectors.prompts.part import Reading
from detectors.prompts.structure import Source, read_fields
from detectors.prompts.unpack import unpack
from detectors.request import Request

log = logging.getLogger(__name__)

MAX_BODY = 64 * 2**20
_CHUNK = 2**20
_OVERLAP = 256


def reader_names() -> tuple[str, ...]:
    """Every name that `read` and `read_message` know."""
    return tuple(sorted(load_formats()))


def read(request: Request, reader: str | None = None, max_body: int = MAX_BODY) -> Reading:
    """Read all that a request says: its query, its path and its body.

    Never raises: what cannot be read is in `Reading.unread`.

    Args:
        request: The request, content codings still on its body.
        reader: Name of the wire format; None or a name that nobody knows reads broadly.
        max_body: Most bytes of the body, before and after each content coding.
    """
    out = Collector(budget=max_body)
    source = Source(_known(reader), out)
    _guarded(lambda: _read_url(request, source), out)
    _guarded(lambda: _read_body(request, source, max_body), out)
    return out.reading()


def read_message(data: bytes | str, reader: str | None = None, max_body: int = MAX_BODY) -> Reading:
    """Read one WebSocket message, as `read` reads a body."""
    out = Collector(budget=max_body)
    source = Source(_known(reader), out)
    if len(data) > max_body:
        out.unread("", "too-large")
    else:
        raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
        _guarded(lambda: _take_apart(raw, "", source), out)
    return out.reading()


def _known(reader: str | None) -> str:
    return reader if reader in load_formats() else "generic"


def _guarded(step: Callable[[], None], out: Collector) -> None:
    """A fault of ours must stop the request by policy, not let it through as clean."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - the promise of `read`; the event and metric show it
        log.error("a reader failed: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold text
        out.unread("", "reader-error")


def _read_body(request: Request, source: Source, max_body: int) -> None:
    data, reason = decode_body(request.body, request.header_values("content-encoding"), max_body)
    if reason:
        source.out.unread("", reason)
    content_type = request.header("content-type")
    if source.form.body == "envelopes" or "connect" in content_type or "grpc" in content_type:
        source = replace(source, frame_coding=_frame_coding(request))
    if source.form.body == "file" and request.header("x-goog-upload-command").strip().lower() == "start":
        source = replace(source, reader="generic")  # names the file; its bytes come in a later request
    _take_apart(data, content_type, source)


def _take_apart(data: bytes, content_type: str, source: Source) -> None:
    """Read a body by its structure; when that has too many pieces, as one text, and say so."""
    try:
        unpack(data, content_type, source)
    except UnreadableError as error:
        source.out.unread("", error.reason)
        for start in range(0, len(data), _CHUNK):
            # Chunks overlap, so that nothing is cut in two.
            chunk = data[max(start - _OVERLAP, 0) : start + _CHUNK]
            source.out.text("body", source.form.role, to_text(chunk))


def _frame_coding(request: Request) -> str:
    """Compression of envelopes; gRPC and Connect name it in a header of their own."""
    return request.header("connect-content-encoding") or request.header("grpc-encoding") or "gzip"


def _read_url(request: Request, source: Source) -> None:
    """The query, the segments of the path that hold text, and headers that carry arguments."""
    url = urlsplit(request.url)
    if url.query:
        fields = form_fields(url.query.encode("utf-8", "replace"))
        read_fields("query", ((name, value) for name, value in fields if not _is_key(name, value)), source)
    if leaves.may_hold_path_text(url.path):
        _read_path(url.path, source)
    for name, value in request.headers:
        low = name.lower()
        if low in _NAMES or low.startswith(_ARGUMENT):
            read_fields("header", [(low, parameters(value)[1].get("filename", unquote(value)))], source)


def _read_path(path: str, source: Source) -> None:
    before = ""
    for index, segment in enumerate(path.split("/")):
        text = to_text(unquote_to_bytes(segment))
        if leaves.is_path_text(text):
            source.out.text(f"path:{index}", source.form.role, text, leaves.facts(before).label)
        before = segment


# The Model Context Protocol (revision 2026-07-28) repeats tool arguments in headers.
_ARGUMENT = "mcp-param-"
# The name of a file whose bytes are the body: people name files after people.
_NAMES = frozenset({"content-disposition", "slug", "x-file-name", "x-filename", "x-goog-upload-file-name"})


def _is_key(name: str, value: str) -> bool:
    """Whether a query parameter is the client's own key or signature."""
    return (
        name.lower() in leaves.KEYS.credential and not value.isdigit() and not any(c.isspace() for c in value)
    )
