r"""Paths: where a string stands in a request, in a form that finds it again.

``messages[1].content[0].text``      JSON: keys and indexes
``metadata["naam van klant"]``       a key that is no plain word, as a JSON string
``tool_calls[0].arguments|json.bsn`` a string that is itself JSON, and the place in that
``user~2``                           the second of two equal keys in one object (or protobuf fields)
``metadata["Jan Jansen"]~key``       the key itself
``form:f.req|json[1]|json[0][0]``    a form field; also ``query:q``, ``multipart:prompt``, ``header:name``
``line:3.body``, ``frame:0.f1.f2``   a line of NDJSON or SSE, a record or frame; protobuf fields are ``f1``
``path:2``, ``body``                 a segment of the URL's path; a body that is plain text

A path longer than 1,000 characters is cut to ``…``: only a depth bomb has one.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = re.compile(r"[A-Za-z_$@][\w$@-]*")
_FIELD = re.compile(r"[\w$@.-]+")
_MOST = 1000
_CACHED = 64


@dataclass(frozen=True, slots=True)
class Repeat:
    """The n-th (2, 3 ...) time that a key stands in the same object."""

    key: str
    n: int


@dataclass(frozen=True, slots=True)
class Codec:
    """A string that holds another notation, e.g. ``json``."""

    name: str


@dataclass(frozen=True, slots=True)
class Root:
    """What holds a JSON tree: ``Root("form", "f.req")``, ``Root("line", 3)``."""

    kind: str
    name: str | int

    @property
    def path(self) -> str:
        """The path of what it holds."""
        return f"{self.kind}:{self.name}" if isinstance(self.name, int) else named(self.kind, self.name)


type Step = str | int | Repeat | Codec

TOP = ""


def child(path: str, step: Step) -> str:
    """The path one step below another."""
    if len(path) > _MOST:
        return path if path.endswith("…") else f"{path}…"
    if isinstance(step, int):
        return f"{path}[{step}]"
    if isinstance(step, str):
        word = _cached_key(step) if len(step) <= _CACHED else _key(step)
        return path + word if path else word.removeprefix(".")
    if isinstance(step, Repeat):
        return f"{child(path, step.key)}~{step.n}"
    return f"{path or 'body'}|{step.name}"


def shown(path: str) -> str:
    """A path as it is given out: that of a whole body is ``body``."""
    return path or "body"


def named(kind: str, name: str) -> str:
    """``form:f.req``; a name that is no plain word as a JSON string."""
    return f"{kind}:{name if _FIELD.fullmatch(name) else json.dumps(name[:_MOST])}"


def _key(key: str) -> str:
    return f".{key}" if _PLAIN.fullmatch(key) else f"[{json.dumps(key[:_MOST])}]"


_cached_key = lru_cache(maxsize=4096)(_key)
