"""From a JSON tree to parts and files by a reader's format; every string is read, known or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.formats import Format
from detectors.prompts.jsontree import Number, looks_like_json, parse_json
from detectors.prompts.magic import media_type_of
from detectors.prompts.match import State
from detectors.prompts.paths import Codec, Repeat, Step, child, shown
from detectors.prompts.protobuf import read_protobuf

_ROLE_KEYS = ("role", "author", "sender", "from", "type")
_ROLES = {
    "user": "user",
    "human": "user",
    "user_message": "user",
    "system": "system",
    "developer": "system",
    "system_message": "system",
    "assistant": "assistant",
    "model": "assistant",
    "ai": "assistant",
    "bot": "assistant",
    "chatbot": "assistant",
    "assistant_message": "assistant",
    "tool": "tool",
    "function": "tool",
    "tool_result": "tool",
    "function_call_output": "tool",
}
_MOST_NESTED = 8
_JSON = Codec("json")
_BASE64 = Codec("base64")
_DECLARED = frozenset({"files", "protobuf", "audio"})


@dataclass(slots=True)
class Frame:
    """An object or list that is being walked, and what its place says about all below it.

    Attributes:
        items: What is left of it; a step of None stays where it is.
        path: Where it stands.
        state: Where the format's patterns stand.
        role: Role of its texts.
        data: Whether it is free data, in which hardly any key is taken for a word of the protocol.
        key: The nearest key: that of the list for its items.
        holder: The object itself, or the one around a list.
        outer: The object around `holder`.
        nested: How many JSON strings it stands in.
    """

    items: Iterator[tuple[Step | None, Any]]
    path: str
    state: State
    role: str
    data: bool
    key: str = ""
    holder: Mapping[Any, Any] | None = None
    outer: Mapping[Any, Any] | None = None
    nested: int = 0


class Spot(NamedTuple):
    """One value in a frame."""

    frame: Frame
    step: Step | None
    key: str
    value: Any
    state: State

    @property
    def path(self) -> str:
        """Where it stands."""
        return self.frame.path if self.step is None else child(self.frame.path, self.step)

    @property
    def data(self) -> bool:
        """Whether it is free data."""
        return self.frame.data or "data" in self.state.kinds


@dataclass(frozen=True, slots=True)
class Walker:
    """How to walk, and where findings go."""

    form: Format
    out: Collector

    def walk(self, top: Frame) -> None:
        """Read a tree in the order of the request. No recursion: depth is the client's choice."""
        stack = [top]
        while stack:
            frame = stack[-1]
            for step, value in frame.items:
                spot = _spot(frame, step, value)
                if step is not None and spot.key is not frame.key and not leaves.is_plain_key(spot.key):
                    self.out.text(spot.path + "~key", self._role(spot), spot.key)
                below = self._read(spot) if value is not None and value.__class__ is not bool else None
                if below is not None:
                    stack.append(below)
                    break
            else:
                stack.pop()

    def _read(self, spot: Spot) -> Frame | None:
        """Read one value; gives the frame to walk when it holds others."""
        value = spot.value
        if value.__class__ is str:
            tree = self._nested(spot)
            if tree is None and value:
                self._string(spot)
            return tree
        if isinstance(value, dict):
            return self._object(spot)
        if isinstance(value, list):
            return None if self._numbers(spot) else self._list(spot)
        if leaves.number_matters(spot.key, value):
            self.out.text(shown(spot.path), self._role(spot), str(value), leaves.label_of(spot.key))
        return None

    def _object(self, spot: Spot) -> Frame:
        frame, value = spot.frame, spot.value
        items: Any = iter(value.items())
        role = self._role(spot)
        return Frame(items, spot.path, spot.state, role, spot.data, "", value, frame.holder, frame.nested)

    def _list(self, spot: Spot) -> Frame:
        frame = spot.frame
        items: Any = enumerate(spot.value)
        role = self._role(spot)
        return Frame(
            items, spot.path, spot.state, role, spot.data, spot.key, frame.holder, frame.outer, frame.nested
        )

    def _role(self, spot: Spot) -> str:
        """By the format, else by what the object says of itself, else by what stands around it."""
        if self.form.fixed_role:
            return self.form.role
        own = _own_role(spot.value) if spot.value.__class__ is dict else ""
        return spot.state.role or own or spot.frame.role

    def _numbers(self, spot: Spot) -> bool:
        """Read a list of numbers alone as one text, however long; gives whether it was one."""
        value = spot.value
        if len(value) < 2 or not all(item.__class__ is Number for item in value):  # noqa: PLR2004
            return False
        if any(leaves.number_matters(spot.key, item) for item in value):
            self.out.text(shown(spot.path), self._role(spot), ", ".join(value), leaves.label_of(spot.key))
        return True

    def _nested(self, spot: Spot) -> Frame | None:
        """The tree in a string that is JSON: by the format, in free data, or where escapes hide text.

        A text that merely is JSON is better read as it stands, in one piece.
        """
        value: str = spot.value
        if not looks_like_json(value) or spot.frame.nested >= _MOST_NESTED:
            return None
        if not (spot.data or "\\" in value or "nested" in spot.state.kinds):
            return None
        try:
            tree = parse_json(value)
        except ValueError:
            return None
        return Frame(
            items=iter([(None, tree)]),
            path=child(spot.path, _JSON),
            state=spot.state.step(_JSON),
            role=self._role(spot),
            data=True,
            nested=spot.frame.nested + 1,
        )

    def _string(self, spot: Spot) -> None:
        """One string: a file, something opaque, a word of the protocol, or text."""
        value: str = spot.value
        kinds = spot.state.kinds
        if leaves.is_constant(spot.key, value, data=spot.data, name="names" in kinds):
            return
        if "opaque" in kinds and leaves.is_opaque(value):
            return
        blob = leaves.find_file(value, declared=not kinds.isdisjoint(_DECLARED))
        if blob is not None:
            self._blob(spot, blob)
        else:
            label = leaves.label_of(spot.key) if leaves.wants_label(value) else ""
            self.out.text(shown(spot.path), self._role(spot), value, label)

    def _blob(self, spot: Spot, blob: leaves.Blob) -> None:
        """Bytes in a string: protobuf, a piece of sound, or a file."""
        kinds = spot.state.kinds
        if "audio" in kinds:
            self.out.unread(spot.path, "audio")
        elif "protobuf" in kinds and not media_type_of(blob.data):
            read_protobuf(blob.data, child(spot.path, _BASE64), self._role(spot), self.out)
        else:
            name, media_type = leaves.describe((spot.frame.holder, spot.frame.outer))
            self.out.file(shown(spot.path), name, media_type or blob.media_type, blob.data)


def _spot(frame: Frame, step: Step | None, value: Any) -> Spot:  # noqa: ANN401 - a JSON value
    """A value with its key and the state of the patterns there."""
    if step is None:
        return Spot(frame, None, frame.key, value, frame.state)
    key = step if step.__class__ is str else step.key if isinstance(step, Repeat) else frame.key
    return Spot(frame, step, key, value, frame.state.step(step))


def _own_role(value: Mapping[Any, Any]) -> str:
    """What an object says of who speaks in it: ``role``, ``author.role``, ``type: tool_result``."""
    for key in _ROLE_KEYS:
        said = value.get(key)
        if isinstance(said, dict):
            said = said.get("role")
        if isinstance(said, str) and (role := _ROLES.get(said.lower())):
            return role
    return ""
