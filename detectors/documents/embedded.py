"""Files hidden in text as base64: data URIs, and base64 that begins like a known file."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from detectors.documents.document import Source

_DATA_URI = re.compile(
    r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+=\"-]+)*?)(;base64)?,([^\s\"'<>)\\]{16,})", re.IGNORECASE
)
# Base64 of: %PDF-, PK 3 4, PNG, JPEG, OLE, {\rtf, gzip.
_SHORTEST = 20
_BEGINNINGS = ("JVBERi0", "UEsDB", "iVBORw0KGgo", "/9j/4", "0M8R4KGx", "e1xydG", "H4sI")
_BARE = re.compile(rf"(?<![A-Za-z0-9+/])(?:{'|'.join(_BEGINNINGS)})[A-Za-z0-9+/\r\n]{{64,}}={{0,2}}")


def embedded_files(text: str) -> Iterator[Source]:
    """The files in a text, decoded.

    A `data:` URI of plain text is given as well; base64 that does not decode is left to the text scan.
    """
    if len(text) < _SHORTEST:
        return
    if "data:" in text or "DATA:" in text:
        for number, match in enumerate(_DATA_URI.finditer(text), start=1):
            media_type, _, coded, body = match.groups()
            data = _decoded(body) if coded else unquote_to_bytes(body)
            if data:
                yield Source(f"data URI {number}", "", media_type or "text/plain", data)
    if not any(beginning in text for beginning in _BEGINNINGS):
        return
    for number, match in enumerate(_BARE.finditer(text), start=1):
        before = text[max(0, match.start() - 8) : match.start()]
        if not before.endswith("base64,") and (data := _decoded(match.group())):
            yield Source(f"base64 {number}", "", "", data)


def _decoded(body: str) -> bytes:
    """Bytes of a base64 string whose padding may be missing; empty when it is none."""
    compact = "".join(body.split()).rstrip("=")
    try:
        return b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
