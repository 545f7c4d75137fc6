"""Sample requests of `samples/*.yaml`: written by us in each service's wire format, with texts to plant in.

A sample names its reader and the requests it stands for; `as` says how `body` goes over the wire. In a body,
``!json`` is a string that is JSON, ``!file`` a base64 string of a text file, ``!proto`` a protobuf message.
"""

import base64
import copy
import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from detectors.prompts import Reading, read, read_message
from detectors.request import Request

FOLDER = Path(__file__).with_name("samples")
type Place = tuple[str | int, ...]


@dataclass
class Nested:
    """A string that holds another notation: its kind, and what it holds."""

    kind: str
    value: Any


class _Loader(yaml.SafeLoader):
    """YAML with the tags of the samples."""


def _nested(loader: _Loader, suffix: str, node: yaml.Node) -> Nested:
    build = loader.construct_scalar if isinstance(node, yaml.ScalarNode) else loader.construct_mapping
    if isinstance(node, yaml.SequenceNode):
        return Nested(suffix, loader.construct_sequence(node, deep=True))
    return Nested(suffix, build(node) if isinstance(node, yaml.ScalarNode) else build(node, deep=True))


_Loader.add_multi_constructor("!", _nested)


@dataclass
class Sample:
    """One body and the requests that carry it.

    Attributes:
        name: File and number, for the test's name.
        reader: The reader that the catalogue must choose, and that is tested.
        requests: Lines of method and URL.
        encoding: How `body` goes over the wire.
        body: Its content, as a tree.
        headers: Headers besides the content type.
        roles: Paths of parts that must be there, with their role.
        unread: Reasons that must be there.
    """

    name: str
    reader: str
    requests: list[str]
    encoding: str = "json"
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def planted(self, place: Place, text: str) -> "Sample":
        """The sample with another text in one place."""
        twin = copy.deepcopy(self)
        holder: Any = twin.body
        for step in place[:-1]:
            holder = _inside(holder)[step]
        _inside(holder)[place[-1]] = text
        return twin

    @property
    def is_message(self) -> bool:
        """Whether it goes over a WebSocket; its requests only open that."""
        return self.encoding in {"message", "records", "socketio"}

    def message(self) -> str:
        """The message."""
        return encode(self.encoding, self.body)[1].decode()

    def request(self, method: str, url: str) -> Request:
        """The request that carries it, to any URL; for a message the one that opens the WebSocket."""
        if self.is_message:
            return Request(method, url, tuple(self.headers.items()))
        if self.encoding == "query":
            query = urlencode({name: _resolve(value) for name, value in self.body.items()})
            return Request(method, f"{url}{'&' if '?' in url else '?'}{query}")
        content_type, data = encode(self.encoding, self.body)
        return Request(method, url, (("Content-Type", content_type), *self.headers.items()), data)

    def reading(self) -> Reading:
        """What the reader makes of it."""
        if self.is_message:
            return read_message(self.message(), self.reader)
        method, url = (self.requests or ["POST https://service.example/"])[0].split(" ", 1)
        return read(self.request(method, url), self.reader)


def load_samples() -> list[Sample]:
    """Every sample, file by file."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, entry in enumerate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)):
            entry["encoding"] = entry.pop("as", "json")
            name = f"{path.stem}-{number}-{entry['reader']}"
            found.append(Sample(name=name, requests=entry.pop("requests", []), **entry))
    return found


def text_places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a body where a string stands, in nested notations, too."""
    value = _inside(value)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        if step == "type" and "filename" in value:
            continue  # the content type of a multipart part
        if isinstance(_inside(item), str):
            yield (*place, step) if isinstance(item, str) else (*place, step, 0)
        else:
            yield from text_places(item, (*place, step))


def expected_path(sample: Sample, place: Place) -> str | None:
    """How the path of a planted text must begin; None where the notation has other paths."""
    kinds = {"json": "", "message": "", "form": "form:", "query": "query:"}
    if sample.encoding not in kinds:
        return None
    path, holder = kinds[sample.encoding], sample.body
    for step in place:
        if isinstance(holder, Nested):
            if holder.kind != "json":
                return path
            path += "|json"
        if isinstance(step, int):
            path += f"[{step}]"
        elif path.endswith(":"):
            path += step
        else:
            path += f".{step}" if re.fullmatch(r"[A-Za-z_]\w*", step) else f'["{step}"]'
            path = path.removeprefix(".")
        holder = _inside(holder)[step]
    return path


def _inside(value: Any) -> Any:
    """What a nested notation holds; a nested scalar is a list of one, so that it can be replaced."""
    if not isinstance(value, Nested):
        return value
    if not isinstance(value.value, dict | list):
        value.value = [value.value]
    return value.value


def encode(encoding: str, body: Any) -> tuple[str, bytes]:
    """Content type and bytes of a body."""
    content_type, write = _ENCODINGS[encoding]
    return content_type, write(body)


def _form(body: dict[str, Any]) -> bytes:
    return urlencode({name: _resolve(value) for name, value in body.items()}).encode()


def _packed(frame: Nested) -> bytes:
    return _frame(gzip.compress(_plain(frame)), flags=1)


def _dumps(value: Any) -> str:
    return json.dumps(_resolve(value))


def _resolve(value: Any) -> Any:
    if isinstance(value, Nested):
        plain = _plain(value)
        return plain if isinstance(plain, str) else base64.b64encode(plain).decode()
    if isinstance(value, dict):
        return {key: _resolve(item) for key, item in value.items()}
    return [_resolve(item) for item in value] if isinstance(value, list) else value


def _plain(value: Nested) -> Any:
    """A nested notation as it stands in its holder: text, or bytes of protobuf."""
    inside = _inside(value)
    match value.kind:
        case "json":
            return _dumps(inside)
        case "file":
            return base64.b64encode(inside[0].encode()).decode()
        case "dataurl":
            return f"data:text/plain;base64,{base64.b64encode(inside[0].encode()).decode()}"
        case "proto":
            return _message(inside)
    raise AssertionError(value.kind)


def _message(fields: dict[int, Any]) -> bytes:
    out = b""
    for number, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, int):
                out += _varint(number << 3) + _varint(item)
            else:
                data = item.encode() if isinstance(item, str) else _message(item)
                out += _varint(number << 3 | 2) + _varint(len(data)) + data
    return out


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _frame(data: bytes, flags: int = 0) -> bytes:
    return bytes([flags]) + len(data).to_bytes(4) + data


def _multipart(parts: list[dict[str, Any]]) -> bytes:
    out = b""
    for part in parts:
        value = part["value"]
        file_name = f'; filename="{part["filename"]}"' if "filename" in part else ""
        out += f'--grens\r\nContent-Disposition: form-data; name="{part["name"]}"{file_name}\r\n'.encode()
        out += f"Content-Type: {part['type']}\r\n".encode() if "type" in part else b""
        out += b"\r\n" + (value if isinstance(value, str) else _plain(value)).encode() + b"\r\n"
    return out + b"--grens--\r\n"


_ENCODINGS: dict[str, tuple[str, Callable[[Any], bytes]]] = {
    "json": ("application/json", lambda body: _dumps(body).encode()),
    "form": ("application/x-www-form-urlencoded;charset=UTF-8", _form),
    "multipart": ("multipart/form-data; boundary=grens", _multipart),
    "text": ("text/plain", lambda body: body[0].encode()),
    "bytes": ("application/octet-stream", lambda body: body[0].encode()),
    "lines": ("application/x-ndjson", lambda body: b"\n".join(_dumps(line).encode() for line in body)),
    "message": ("", lambda body: _dumps(body).encode()),
    "records": ("", lambda body: b"".join(_dumps(record).encode() + b"\x1e" for record in body)),
    "socketio": ("", lambda body: b"42" + _dumps(body).encode()),
    "connect_json": (
        "application/connect+json",
        lambda body: b"".join(_frame(_dumps(f).encode()) for f in body),
    ),
    "connect_proto": ("application/connect+proto", lambda body: b"".join(_frame(_plain(f)) for f in body)),
    "connect_gzip": ("application/connect+proto", lambda body: b"".join(_packed(f) for f in body)),
    "proto": ("application/proto", lambda body: _plain(body[0])),
}
