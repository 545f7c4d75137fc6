"""What the body of a request shows: the shape in which models are asked. Runs in a worker.

Only shapes are looked at: names of fields, kinds of values, and the name of a model.
"""

import json
import re
from itertools import islice
from urllib.parse import parse_qsl

from detectors.prompts.charset import to_text
from detectors.prompts.decode import decode_body
from detectors.prompts.form import find_boundary, multipart_entities
from detectors.request import Request
from detectors.unknown.shapes import SHAPES
from detectors.unknown.structure import Json

FORM_SHAPES = ("body-model-form", "body-audio-form")
"""Names of what forms show that are sent in parts."""

_MULTIPART_NAME = re.compile(rb'name="?([\w.\[\]-]{1,40})"?')
_AUDIO = re.compile(
    rb'filename="[^"\r\n]{0,200}\.(?:mp3|wav|m4a|ogg|oga|opus|webm|flac|aac|mpga)"|^Content-Type: ?audio/',
    re.IGNORECASE | re.MULTILINE,
)
_FRAME = re.compile(r"\s*\d{1,4}(?:/[\w/-]{1,64},)?\d{0,9}(?=\[)")
"""What Engine.IO and Socket.IO put before a message (https://socket.io/docs/v4/socket-io-protocol/)."""
_MOST_FIELDS = 200


def body_signals(request: Request, max_body: int) -> tuple[str, ...]:
    """Names of what a body shows.

    Args:
        request: With its content codings still on.
        max_body: Most bytes before and after decoding; more shows nothing.
    """
    data, _ = decode_body(request.body, request.header_values("content-encoding"), max_body)
    kind = request.header("content-type").lower()
    if "multipart/form-data" in kind:
        return _parts_signals(data, request.header("content-type"))
    if "x-www-form-urlencoded" in kind:
        return _shown(_form(data))
    return message_signals(data)


def message_signals(data: bytes | str) -> tuple[str, ...]:
    """The same for one message over a WebSocket, or any JSON."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    framed = _FRAME.match(text)
    try:
        body = json.loads(text[framed.end() :] if framed else text)
    except (ValueError, RecursionError):
        return ()
    items = body if isinstance(body, list) else [body]
    return _shown(next((item for item in items if isinstance(item, dict)), None))


def _shown(body: Json | None) -> tuple[str, ...]:
    return tuple(name for name, holds in SHAPES.items() if holds(body)) if body else ()


def _form(data: bytes) -> Json | None:
    """The fields of a form; a body that only says it is one has none."""
    try:
        return dict(parse_qsl(data.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS))
    except ValueError:
        return None


def _parts_signals(data: bytes, content_type: str) -> tuple[str, ...]:
    """A form that is sent in parts: a model, and a file or a prompt for it; a recording; or any shape."""
    names = set(_MULTIPART_NAME.findall(data))
    for_model = b"model" in names and names & {b"file", b"image", b"image[]", b"prompt", b"audio"}
    holds = (bool(for_model), _AUDIO.search(data) is not None)
    shown = tuple(name for name, there in zip(FORM_SHAPES, holds, strict=True) if there)
    return (*shown, *_shown(_fields(data, content_type)))


def _fields(data: bytes, content_type: str) -> Json:
    """The fields that are no file; one that holds JSON is taken as such."""
    boundary = find_boundary(content_type, data)
    entities = multipart_entities(data, boundary) if boundary else iter(())
    texts = (
        (part.name, to_text(part.data)) for part in islice(entities, _MOST_FIELDS) if part.filename is None
    )
    return {name: _value(text) for name, text in texts if name}


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
