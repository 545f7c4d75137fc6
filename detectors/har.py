"""Recorded traffic: HAR 1.2 files of browsers, proxies and test suites into requests.

HAR 1.2: http://www.softwareishard.com/blog/har-12-spec/. WebSocket messages are under `_webSocketMessages` on
an entry, as Chromium's developer tools export them; a binary message is base64. Answers are skipped.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlsplit

import msgspec

from detectors.errors import HarError
from detectors.prompts.charset import is_text
from detectors.prompts.form import parameters
from detectors.request import Request

_BOM = b"\xef\xbb\xbf"
_BINARY_OPCODE = 2
_BOUNDARY = "----schaduwwacht-har"


class WebSocketMessage(NamedTuple):
    """One message of a recorded WebSocket.

    Attributes:
        sent: By the client; otherwise it came from the server.
        data: Text, or the bytes of a binary message.
    """

    sent: bool
    data: str | bytes


class HarEntry(NamedTuple):
    """One recorded request, and the messages when it opened a WebSocket."""

    request: Request
    messages: list[WebSocketMessage]


class _Pair(msgspec.Struct):
    name: str = ""
    value: str | None = ""


class _Param(msgspec.Struct, rename="camel"):
    name: str = ""
    value: str | None = ""
    file_name: str | None = None
    content_type: str | None = None


class _PostData(msgspec.Struct, rename="camel"):
    mime_type: str | None = ""
    text: str | None = None
    params: list[_Param] | None = None
    encoding: str | None = None
    private_encoding: str | None = msgspec.field(name="_encoding", default=None)


class _Request(msgspec.Struct, rename="camel"):
    method: str
    url: str
    headers: list[_Pair] | None = None
    post_data: _PostData | None = None


class _Message(msgspec.Struct):
    type: str = "send"
    opcode: int | float | None = 1
    data: str | None = ""


class _Entry(msgspec.Struct):
    request: _Request
    messages: list[_Message] | None = msgspec.field(name="_webSocketMessages", default=None)


class _Log(msgspec.Struct):
    entries: list[msgspec.Raw]


class _Har(msgspec.Struct):
    log: _Log


def read_har(source: Path | bytes, name: str = "") -> Iterator[HarEntry]:
    """The requests of a HAR file, in its order, one at a time.

    Args:
        source: The file, or its bytes.
        name: Named in errors; the path when not given.

    Raises:
        HarError: The file cannot be read, is no HAR, or an entry is broken; when and where it is met.
    """
    if isinstance(source, Path):
        name = name or str(source)
        try:
            source = source.read_bytes()
        except OSError as error:
            raise HarError(f"{name}: cannot be read: {error.strerror}") from error
    name = name or "HAR"
    for number, raw in enumerate(_entries(source, name)):
        try:
            entry = _entry(raw)
            yield HarEntry(_request(entry.request), [_message(item) for item in entry.messages or ()])
        except (ValueError, binascii.Error, RecursionError) as error:
            raise HarError(f"{name}: entry {number} is not a HAR entry: {error}") from error


def _entries(data: bytes, name: str) -> list[Any]:
    """The entries, not yet parsed; parsed all at once when only a lenient parser can read the file."""
    data = data.removeprefix(_BOM)
    try:
        return list(msgspec.json.decode(data, type=_Har).log.entries)
    except msgspec.ValidationError as error:
        raise HarError(f"{name}: not a HAR file: {error}") from error
    except (msgspec.DecodeError, RecursionError):
        # Browsers write a lone surrogate as an escape, which this parser takes for the end of the file.
        pass
    try:
        return msgspec.convert(json.loads(data), type=_LenientHar).log.entries
    except msgspec.ValidationError as error:
        raise HarError(f"{name}: not a HAR file: {error}") from error
    except (ValueError, RecursionError) as error:
        raise HarError(f"{name}: not a HAR file, its JSON is broken: {error}") from error


class _LenientLog(msgspec.Struct):
    entries: list[Any]


class _LenientHar(msgspec.Struct):
    log: _LenientLog


def _entry(raw: Any) -> _Entry:  # noqa: ANN401 - JSON, parsed or not
    if not isinstance(raw, msgspec.Raw):
        return msgspec.convert(raw, type=_Entry)
    try:
        return _DECODER.decode(raw)
    except UnicodeDecodeError:
        return msgspec.convert(json.loads(bytes(raw).decode("utf-8", "replace")), type=_Entry)


_DECODER = msgspec.json.Decoder(_Entry)


def _request(recorded: _Request) -> Request:
    """The request with its body as bytes.

    Recorders write a compressed body decoded but leave its header: a body that is text has no codings on.
    Names with a colon are HTTP/2's request line.
    """
    urlsplit(recorded.url)  # a ValueError now, rather than where the URL is first used
    headers = [(pair.name, pair.value or "") for pair in recorded.headers or () if pair.name[:1] != ":"]
    names = {name.lower() for name, _ in headers}
    body, content_type = _body(recorded.post_data) if recorded.post_data else (b"", "")
    if "content-encoding" in names and is_text(body):
        headers = [pair for pair in headers if pair[0].lower() != "content-encoding"]
    if content_type and "content-type" not in names:
        headers.append(("content-type", content_type))
    return Request(recorded.method, recorded.url, tuple(headers), body)


def _body(post: _PostData) -> tuple[bytes, str]:
    """Bytes and content type of what was sent; from its fields when that is all a recorder kept."""
    content_type = post.mime_type or ""
    if "base64" in {post.encoding, post.private_encoding} and post.text:
        return base64.b64decode(post.text, validate=True), content_type
    if post.text or not post.params:
        return (post.text or "").encode("utf-8", "replace"), content_type
    if content_type.startswith("multipart/") or any(param.file_name for param in post.params):
        return _multipart(post.params, content_type)
    fields = (f"{quote_plus(param.name)}={quote_plus(param.value or '')}" for param in post.params)
    return "&".join(fields).encode(), content_type or "application/x-www-form-urlencoded"


def _multipart(params: list[_Param], content_type: str) -> tuple[bytes, str]:
    """A body of fields that were recorded one by one, with the boundary that the headers name."""
    boundary = parameters(content_type)[1].get("boundary", _BOUNDARY)
    lines = []
    for param in params:
        file_name = f"; filename={json.dumps(param.file_name, ensure_ascii=False)}" if param.file_name else ""
        name = json.dumps(param.name, ensure_ascii=False)
        lines.append(f"--{boundary}\r\nContent-Disposition: form-data; name={name}{file_name}\r\n")
        lines.append(f"Content-Type: {param.content_type}\r\n" if param.content_type else "")
        lines.append(f"\r\n{param.value or ''}\r\n")
    lines.append(f"--{boundary}--\r\n")
    return "".join(lines).encode("utf-8", "replace"), f"multipart/form-data; boundary={boundary}"


def _message(recorded: _Message) -> WebSocketMessage:
    data: str | bytes = recorded.data or ""
    if recorded.opcode == _BINARY_OPCODE:
        data = base64.b64decode(data)
    return WebSocketMessage(recorded.type != "receive", data)
