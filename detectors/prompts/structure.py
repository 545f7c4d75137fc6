"""Text and named fields read by a format: JSON whole or broken, NDJSON, SSE, records, forms, queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from detectors.prompts import frames, leaves
from detectors.prompts.collector import Collector
from detectors.prompts.formats import Format, automaton, load_formats
from detectors.prompts.jsonscan import scan_json
from detectors.prompts.jsontree import looks_like_json, parse_json
from detectors.prompts.paths import TOP, Root
from detectors.prompts.walk import Frame, Walker

_FIELD, _LINE = 4, 8  # what they cost beside a value of a JSON text
_JSON_STARTS = ("{", "[", '"', ")]}'", "while(1)", "for(;;)")


@dataclass(slots=True)
class Source:
    """How to read, and where to.

    Attributes:
        reader: Name of the format.
        out: Where parts and files go.
        frame_coding: Compression of Connect and gRPC envelopes that say they are compressed.
        depth: Multipart bodies and compressed frames around this one.
        form: The format's facts.
    """

    reader: str
    out: Collector
    frame_coding: str = "gzip"
    depth: int = 0
    form: Format = field(init=False)

    def __post_init__(self) -> None:
        self.form = load_formats()[self.reader]

    def deeper(self) -> Source:
        """The same for a body within the body."""
        return replace(self, depth=self.depth + 1)


def read_fields(kind: str, fields: Iterable[tuple[str, str]], source: Source) -> None:
    """Read named texts: the fields of a form or a query."""
    for name, value in fields:
        source.out.spend(_FIELD)
        known = leaves.facts(name)
        if value.isdigit() and not leaves.number_matters(known, value):
            continue
        root = Root(kind, name)
        if kind != "multipart" and not known.plain:
            source.out.text(root.path + "~key", source.form.role, name)
        state = automaton(source.reader).step(root)
        top = Frame(iter([(None, value)]), root.path, state, source.form.role, data=True, known=known)
        Walker(source.form, source.out).walk(top)


def read_text(text: str, source: Source) -> None:
    """Read a text: JSON in any of its streams, else the text as it stands."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if frames.RECORD in stripped:
        _lines("record", frames.pieces(stripped, frames.RECORD), source)
    elif frames.is_event_stream(stripped):
        _lines("event", frames.events(stripped), source)
    elif not read_json(frames.strip_socket_io(stripped), None, source):
        _read_tree(text, None, source)


def read_json(text: str, root: Root | None, source: Source) -> bool:
    """Read JSON, whole or broken; gives whether it was any."""
    if not text.startswith(_JSON_STARTS):
        return False
    try:
        tree = parse_json(text)
    except ValueError:
        return _broken_json(text, root, source)
    _read_tree(tree, root, source)
    return True


def _read_tree(tree: Any, root: Root | None, source: Source) -> None:  # noqa: ANN401 - a JSON value
    """Read a tree by its format, or broadly when it has not the format's shape."""
    form, reader = source.form, source.reader
    if form.shape and not any(_has(tree, path.split(".")) for path in form.shape):
        form, reader = load_formats()["generic"], "generic"
    path = root.path if root else TOP
    top = Frame(iter([(None, tree)]), path, automaton(reader), form.role, data=reader == "generic")
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


def _broken_json(text: str, root: Root | None, source: Source) -> bool:
    """NDJSON and chunked JSON line by line; all else by the scan that needs no tree."""
    if root is None and "\n" in text and looks_like_json(text.partition("\n")[0]):
        _lines("line", frames.pieces(text, "\n"), source)
        return True
    return scan_json(
        text.encode("utf-8", "replace"), root.path if root else TOP, source.form.role, source.out
    )


def _lines(kind: str, texts: Iterable[str], source: Source) -> None:
    """Read lines, records or events: each as JSON when it is, else as text."""
    for index, text in enumerate(texts):
        source.out.spend(_LINE)
        root = Root(kind, index)
        stripped = frames.strip_socket_io(text.strip())
        if stripped and not read_json(stripped, root, source):
            _read_tree(text, root, source)
