"""From a JSON tree to parts and files by a reader's format; every string is read, known or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.formats import Format
from detectors.prompts.jsontree import Number, looks_like_json, parse_json
from detectors.prompts.magic import media_type_of
from detectors.prompts.match import State
from detectors.prompts.paths import Codec, Repeat, Step, child, shown
from detectors.prompts.protobuf import read_protobuf

_ROLE_ORDER = ("role", "author", "sender", "from", "type")
_ROLE_KEYS = frozenset(_ROLE_ORDER)
_ROLES = {
    "user": "user",
    "human": "user",
    "role_user": "user",
    "system": "system",
    "developer": "system",
    "assistant": "assistant",
    "model": "assistant",
    "ai": "assistant",
    "bot": "assistant",
    "chatbot": "assistant",
    "role_agent": "assistant",
    "tool": "tool",
    "function": "tool",
}
_TYPES = {
    "user": "user",
    "human": "user",
    "user_message": "user",
    "system_message": "system",
    "assistant_message": "assistant",
    "tool_result": "tool",
    "function_call_output": "tool",
    "function.result": "tool",
}
_SENDERS = {"1": "user", "2": "assistant"}  # Grok on X
_MOST_NESTED = 8
_JSON = Codec("json")
_BASE64 = Codec("base64")
_LEAST_AUDIO = 32
_DECLARED = frozenset({"files", "protobuf", "audio"})


@dataclass(slots=True)
class Frame:
    """An object or list that is being walked, what its place says about all below it, and the item at hand.

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
        step: The step to the item at hand.
        item_key: The nearest key of that item.
        item_state: Where the patterns stand at that item.
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
    step: Step | None = None
    item_key: str = ""
    item_state: State = field(init=False)

    @property
    def item_path(self) -> str:
        """Where the item at hand stands."""
        return self.path if self.step is None else child(self.path, self.step)

    @property
    def item_role(self) -> str:
        """Its role, by the format or by what stands around it."""
        return self.item_state.role or self.role

    @property
    def item_data(self) -> bool:
        """Whether it is free data."""
        return self.data or "data" in self.item_state.kinds


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
                frame.step = step
                frame.item_state = frame.state.step(step)
                if step.__class__ is int or step is None:
                    frame.item_key = frame.key
                else:
                    frame.item_key = key = step.key if isinstance(step, Repeat) else str(step)
                    if not leaves.is_plain_key(key):
                        self._text(frame, key, mark="~key")
                below = self._read(frame, value)
                if below is not None:
                    stack.append(below)
                    break
            else:
                stack.pop()

    def _read(self, frame: Frame, value: Any) -> Frame | None:  # noqa: ANN401 - a JSON value
        """Read one value; gives the frame to walk when it holds others. True, false and null say nothing."""
        kind = value.__class__
        if kind is str:
            return self._string(frame, value) if value else None
        if kind is dict:
            return self._object(frame, value)
        if kind is list:
            return self._list(frame, value)
        if kind is Number and leaves.number_matters(frame.item_key, value, data=frame.item_data):
            self._text(frame, leaves.plain_number(value), label=leaves.label_of(frame.item_key))
        return None

    def _text(self, frame: Frame, text: str, *, label: str = "", mark: str = "") -> None:
        role = self.form.role if self.form.fixed_role else frame.item_role
        self.out.text(shown(frame.item_path) + mark, role, text, label)

    def _object(self, frame: Frame, value: dict[Any, Any]) -> Frame:
        state = frame.item_state
        role = state.role or frame.role
        if not state.role and not _ROLE_KEYS.isdisjoint(value):
            role = _own_role(value) or role
        items: Any = iter(value.items())
        return Frame(
            items, frame.item_path, state, role, frame.item_data, "", value, frame.holder, frame.nested
        )

    def _list(self, frame: Frame, value: list[Any]) -> Frame | None:
        if len(value) > 1 and all(item.__class__ is Number for item in value):
            self._numbers(frame, value)
            return None
        items: Any = enumerate(value)
        return Frame(
            items,
            frame.item_path,
            frame.item_state,
            frame.item_role,
            frame.item_data,
            frame.item_key,
            frame.holder,
            frame.outer,
            frame.nested,
        )

    def _numbers(self, frame: Frame, value: list[str]) -> None:
        """A list of numbers is one thing: tokens that nobody can read, a file, or a line of text."""
        key = frame.item_key
        if "tokens" in frame.item_state.kinds:
            self.out.unread(shown(frame.item_path), "tokens")
        elif blob := leaves.bytes_of(value):
            self._blob(frame, blob)
        elif any(leaves.number_matters(key, item) for item in value):
            self._text(frame, ", ".join(map(leaves.plain_number, value)), label=leaves.label_of(key))

    def _string(self, frame: Frame, value: str) -> Frame | None:
        """One string: JSON, a file, something opaque, a word of the protocol, or text."""
        kinds, key = frame.item_state.kinds, frame.item_key
        if leaves.is_constant(key, value, data=frame.item_data, name="names" in kinds):
            return None
        if value[0] in "{[" and (tree := self._nested(frame, value)) is not None:
            return tree
        if "opaque" in kinds and leaves.is_opaque(value):
            return None
        blob = leaves.find_file(value, declared=not kinds.isdisjoint(_DECLARED))
        if blob is not None:
            self._blob(frame, blob)
        if blob is None or not (blob.sure or "audio" in kinds):
            self._text(frame, value, label=leaves.label_of(key) if leaves.wants_label(value) else "")
        return None

    def _nested(self, frame: Frame, value: str) -> Frame | None:
        """The tree in a string that is JSON: by the format, in free data, or where escapes hide text.

        A text that merely is JSON is better read as it stands, in one piece.
        """
        if frame.nested >= _MOST_NESTED or not looks_like_json(value):
            return None
        if not (frame.item_data or "nested" in frame.item_state.kinds or "\\" in value):
            return None
        try:
            tree = parse_json(value)
        except ValueError:
            return None
        state, path = frame.item_state.step(_JSON), child(frame.item_path, _JSON)
        return Frame(iter([(None, tree)]), path, state, frame.item_role, data=True, nested=frame.nested + 1)

    def _blob(self, frame: Frame, blob: leaves.Blob) -> None:
        """Bytes in a string: protobuf, a piece of sound, or a file."""
        kinds, path = frame.item_state.kinds, shown(frame.item_path)
        if "audio" in kinds and len(blob.data) > _LEAST_AUDIO:
            self.out.unread(path, "audio")
        elif "protobuf" in kinds and not media_type_of(blob.data):
            read_protobuf(blob.data, child(path, _BASE64), frame.item_role, self.out)
        else:
            name, media_type = leaves.describe((frame.holder, frame.outer))
            self.out.file(path, name, media_type or blob.media_type, blob.data)


def _own_role(value: Mapping[Any, Any]) -> str:
    """What an object says of who speaks in it: ``role``, ``author.role``, ``type: tool_result``."""
    for key in _ROLE_ORDER:
        said = value.get(key)
        if isinstance(said, dict):
            said = said.get("role")
        if isinstance(said, str):
            known = _TYPES if key == "type" else _SENDERS if isinstance(said, Number) else _ROLES
            if role := known.get(said.lower()):
                return role
    return ""
