"""From a JSON tree to parts and files by a reader's format; every string is read, known or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.formats import Format
from detectors.prompts.jsontree import Number, looks_like_json, parse_json
from detectors.prompts.leaves import NO_KEY, KeyFacts
from detectors.prompts.magic import media_type_of
from detectors.prompts.match import State
from detectors.prompts.paths import Codec, Repeat, Step, child, shown
from detectors.prompts.protobuf import read_protobuf

_OTHERS_IN_ORDER = ("author", "sender", "from")
_OTHERS = frozenset(_OTHERS_IN_ORDER)
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
        known: What the nearest key says: that of the list for its items.
        holder: The object itself, or the one around a list.
        outer: The object around `holder`.
        nested: How many JSON strings it stands in.
        step: The step to the item at hand.
        item: What the nearest key of that item says.
        item_state: Where the patterns stand at that item.
    """

    items: Iterator[tuple[Step | None, Any]]
    path: str
    state: State
    role: str
    data: bool
    known: KeyFacts = NO_KEY
    holder: Mapping[Any, Any] | None = None
    outer: Mapping[Any, Any] | None = None
    nested: int = 0
    step: Step | None = None
    item: KeyFacts = NO_KEY
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
        return self.data or self.item_state.data


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
                    frame.item = frame.known
                else:
                    self._key(frame, step)
                kind = value.__class__
                below = None
                if kind is str:
                    below = self._string(frame, value)
                elif kind is dict:
                    below = self._object(frame, value)
                elif kind is list:
                    below = self._list(frame, value)
                elif kind is Number:
                    self._number(frame, value)
                if below is not None:
                    stack.append(below)
                    break
            else:
                stack.pop()

    def _key(self, frame: Frame, step: Step) -> None:
        """The key of the item at hand; one that is no plain name is text itself."""
        key = step.key if isinstance(step, Repeat) else str(step)
        frame.item = leaves.facts(key)
        if not frame.item.plain:
            self._text(frame, key, mark="~key")

    def _text(self, frame: Frame, text: str, *, label: str = "", mark: str = "") -> None:
        role = self.form.role if self.form.fixed_role else frame.item_role
        self.out.text(shown(frame.item_path) + mark, role, text, label)

    def _object(self, frame: Frame, value: dict[Any, Any]) -> Frame | None:
        if not value:
            return None
        state = frame.item_state
        role = state.role or frame.role
        if not state.role:
            role = _own_role(value) or role
        items: Any = iter(value.items())
        path, data = frame.item_path, frame.data or state.data
        return Frame(items, path, state, role, data, NO_KEY, value, frame.holder, frame.nested)

    def _list(self, frame: Frame, value: list[Any]) -> Frame | None:
        if not value:
            return None
        if value[0].__class__ is Number and all(item.__class__ is Number for item in value):
            self._numbers(frame, value)
            return None
        items: Any = enumerate(value)
        path, state, data = frame.item_path, frame.item_state, frame.item_data
        return Frame(
            items, path, state, frame.item_role, data, frame.item, frame.holder, frame.outer, frame.nested
        )

    def _number(self, frame: Frame, value: str) -> None:
        if leaves.number_matters(frame.item, value, data=frame.item_data):
            self._text(frame, leaves.plain_number(value), label=frame.item.label)

    def _numbers(self, frame: Frame, value: list[str]) -> None:
        """A list of numbers is one thing: tokens that nobody can read, a file, or a line of text."""
        known = frame.item
        if "tokens" in frame.item_state.kinds:
            self.out.unread(shown(frame.item_path), "tokens")
        elif blob := leaves.bytes_of(value):
            self._blob(frame, blob)
        elif any(leaves.number_matters(known, item) for item in value):
            self._text(frame, ", ".join(map(leaves.plain_number, value)), label=known.label)

    def _string(self, frame: Frame, value: str) -> Frame | None:
        """One string: a word of the protocol, JSON, a file, something opaque, or text."""
        known, state = frame.item, frame.item_state
        kinds = state.kinds
        constant = known.constant_in_data if frame.data or state.data else known.constant
        if ((constant or "names" in kinds) and leaves.is_word(value)) or not value or leaves.is_uuid(value):
            return None
        if value[0] in "{[" and (tree := self._nested(frame, value)) is not None:
            return tree
        if kinds or len(value) >= leaves.LEAST_BASE64 or value[0] in "dD":
            self._perhaps_file(frame, value)
        else:
            self._text(frame, value, label=leaves.label_for(known, value))
        return None

    def _perhaps_file(self, frame: Frame, value: str) -> None:
        """A string that is long, or stands where the format says that it is no text."""
        kinds = frame.item_state.kinds
        if "opaque" in kinds and leaves.is_opaque(value):
            return
        blob = leaves.find_file(value, declared=not kinds.isdisjoint(_DECLARED))
        if blob is not None:
            self._blob(frame, blob)
        if blob is None or not (blob.sure or "audio" in kinds):
            self._text(frame, value, label=leaves.label_for(frame.item, value))

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
    said = value.get("role")
    if said.__class__ is str and (role := _ROLES.get(said.lower())):
        return role
    said = value.get("type")
    if said.__class__ is str and (role := _TYPES.get(said.lower())):
        return role
    return "" if _OTHERS.isdisjoint(value) else _other_role(value)


def _other_role(value: Mapping[Any, Any]) -> str:
    """The same in the words of fewer services: ``author`` (a name or an object), ``sender``, ``from``."""
    for key in _OTHERS_IN_ORDER:
        said = value.get(key)
        if isinstance(said, dict):
            said = said.get("role")
        if isinstance(said, str):
            known = _SENDERS if isinstance(said, Number) else _ROLES
            if role := known.get(said.lower()):
                return role
    return ""
