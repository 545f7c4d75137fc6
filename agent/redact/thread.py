"""Which conversation a request belongs to.

By the id that the service gave it, where the wire format has one; else by its first message, as such clients
send the whole conversation each time.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from detectors.prompts.decode import decode_body
from detectors.prompts.part import Reading
from detectors.request import Request
from detectors.services.model import Signal, TenantRule
from detectors.services.tenant import read_tenant
from detectors.yaml_file import StrictModel, read_yaml

_VALUE = rb'"\s*:\s*"?(?!null\b|true\b|false\b)([\w.:-]{3,200})'
_KEYS = ("authorization", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key")
_SUBJECT = TenantRule(signals=(Signal("claim", ("sub",)),))


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, as one client and service know it.

    Attributes:
        digest: Hash of its id or of its first message.
        resends: It is known by its first message: each request holds all that was said before.
    """

    digest: bytes
    resends: bool


class Places(StrictModel):
    """Where conversations are named: the file `threads.yaml`, which explains each."""

    source: str
    checked: str
    path: str
    query: frozenset[str]
    keys: tuple[str, ...]
    previous: tuple[str, ...]
    shapes: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The same, compiled."""

    path: re.Pattern[str]
    query: frozenset[str]
    request: tuple[re.Pattern[bytes], ...]
    answer: tuple[re.Pattern[bytes], ...]


def thread_of(request: Request, reading: Reading, max_body: int) -> Thread:
    """The conversation of a request that was read."""
    data, _ = decode_body(request.body, request.header_values("content-encoding"), max_body)
    return thread_of_url(request) or _thread_in(data) or _by_first_message(reading)


def thread_of_message(handshake: Request, data: bytes | str, reading: Reading) -> Thread:
    """The conversation of a WebSocket message."""
    data = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return thread_of_url(handshake) or _thread_in(data) or _by_first_message(reading)


def thread_of_url(request: Request) -> Thread | None:
    """The conversation that an URL names; what a request without a body can say."""
    patterns = _patterns()
    for name, value in request.query if "?" in request.url else ():
        if name.lower() in patterns.query and value:
            return thread_named(value)
    found = patterns.path.search(urlsplit(request.url).path)
    return thread_named(found[1]) if found else None


def thread_named(name: str) -> Thread:
    """The conversation with an id."""
    return Thread(_hash(b"id", name.encode("utf-8", "replace")), resends=False)


def names_in_answer(data: bytes) -> Iterator[str]:
    """The ids under which a next request may name the conversation of this answer."""
    for pattern in _patterns().answer:
        if found := pattern.search(data):
            yield found[1].decode()


def credential(request: Request) -> bytes:
    """What tells one account from another: the key or token, or the subject of one that is renewed often."""
    if subject := read_tenant(_SUBJECT, request):
        return _hash(b"subject", subject.encode())
    values = [value for name, value in request.headers if name.lower() in _KEYS]
    values += (
        [value for name, value in request.query if name.lower() == "key"] if "key=" in request.url else []
    )
    return _hash(b"key", "\n".join(values).encode("utf-8", "replace"))


def _thread_in(data: bytes) -> Thread | None:
    """The conversation that a body names. Keys in the user's text have backslashes before their quotes."""
    for pattern in _patterns().request:
        if found := pattern.search(data):
            return thread_named(found[1].decode())
    return None


def _by_first_message(reading: Reading) -> Thread:
    first = next((part for part in reading.parts if part.role == "user"), None)
    first = first or next(iter(reading.parts), None)
    text = first.text if first else ""
    return Thread(_hash(b"start", text.encode("utf-8", "replace")), resends=True)


def _hash(kind: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, person=kind).digest()


@cache
def _patterns() -> _Patterns:
    text = files("agent.redact").joinpath("threads.yaml").read_text(encoding="utf-8")
    told = read_yaml(Places, text, "threads.yaml")
    shapes = tuple(re.compile(shape.encode()) for shape in told.shapes)
    return _Patterns(
        path=re.compile(told.path),
        query=told.query,
        request=(_keyed((*told.previous, *told.keys)), *shapes),
        answer=(re.compile(told.answer.encode()), _keyed(told.keys), *shapes),
    )


def _keyed(keys: tuple[str, ...]) -> re.Pattern[bytes]:
    names = "|".join(map(re.escape, keys)).encode()
    return re.compile(rb'(?<!\\)"(?:' + names + rb")" + _VALUE)
