r"""Paths: where a string stands in a request, in a form that finds it again.

``messages[1].content[0].text``      JSON: keys and indexes
``metadata["naam van klant"]``       a key that is no plain word, as a JSON string
``tool_calls[0].arguments|json.bsn`` a string that is itself JSON, and the place in that
``user~2``                           the second of two equal keys in one object (or protobuf fields)
``metadata["Jan Jansen"]~key``       the key itself
``form:f.req|json[1]|json[0][0]``    a form field; also ``query:q``, ``multipart:prompt``, ``header:name``
``line:3.body``, ``frame:0.f1.f2``   a line of NDJSON or SSE, a record or frame; protobuf fields are ``f1``
``path:2``, ``body``                 a segment of the URL's path; a body that is plain text
"""

import json
import re
from typing import NamedTuple

_PLAIN = re.compile(r"[A-Za-z_$@][\w$@-]*")
_FIELD = re.compile(r"[\w$@.-]+")


class Repeat(NamedTuple):
    """The n-th (2, 3 ...) time that a key stands in the same object."""

    key: str
    n: int


class Codec(NamedTuple):
    """A string that holds another notation, e.g. ``json``."""

    name: str


class Root(NamedTuple):
    """What holds a JSON tree: ``Root("form", "f.req")``, ``Root("line", 3)``."""

    kind: str
    name: str | int


type Step = str | int | Repeat | Codec | Root
type Trail = tuple[Trail, Step] | None

MOST_STEPS = 64


def render(trail: Trail) -> str:
    """The path of a trail, ``body`` for the whole; what is deeper than 64 steps is cut to ``…``."""
    steps: list[str] = []
    while trail is not None:
        trail, step = trail
        steps.append(_step(step))
    steps.reverse()
    path = "".join(steps[:MOST_STEPS]) + ("…" if len(steps) > MOST_STEPS else "")
    return path.removeprefix(".") or "body"


def named(kind: str, name: str) -> str:
    """``form:f.req``; a name that is no plain word as a JSON string."""
    return f"{kind}:{name if _FIELD.fullmatch(name) else json.dumps(name)}"


def _step(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if isinstance(step, Repeat):
        return f"{_key(step.key)}~{step.n}"
    if isinstance(step, Codec):
        return f"|{step.name}"
    if isinstance(step, Root):
        return f"{step.kind}:{step.name}" if isinstance(step.name, int) else named(step.kind, step.name)
    return _key(step)


def _key(key: str) -> str:
    return f".{key}" if _PLAIN.fullmatch(key) else f"[{json.dumps(key)}]"
