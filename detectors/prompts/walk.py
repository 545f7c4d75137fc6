"""From a JSON tree to parts and files by a reader's format; every string is read, known or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from detectors.prompts import leaves
from detectors.prompts.collector import Collector
from detectors.prompts.formats import Format
from detectors.prompts.jsontree import Number, looks_like_json, parse_json
from detectors.prompts.match import State
from detectors.prompts.paths import Codec, Repeat, Trail, render
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


class Node(NamedTuple):
    """A value on its way through `walk`, with all that its place says about it."""

    value: Any
    trail: Trail
    state: State
    role: str
    data: bool = False
    key: str = ""
    holder: Mapping[Any, Any] | None = None
    outer: Mapping[Any, Any] | None = None
    nested: int = 0


def walk(node: Node, form: Format, out: Collector) -> None:
    """Read a tree into `out`, in the order of the request. No recursion: depth is the client's choice."""
    waiting = [node]
    while waiting:
        node = _enter(waiting.pop(), form)
        value = node.value
        if isinstance(value, dict):
            waiting += reversed(_members(node, out))
        elif isinstance(value, list):
            waiting += reversed(_items(node, out))
        elif isinstance(value, Number):
            if leaves.number_matters(node.key, value):
                out.text(render(node.trail), node.role, str(value), leaves.label_of(node.key))
        elif isinstance(value, str) and value:
            tree = _nested(node)
            if tree is not None:
                waiting.append(tree)
            else:
                _string(node, out)


def _enter(node: Node, form: Format) -> Node:
    """The node with the role and region that patterns and its own keys give it."""
    role, data = node.role, node.data
    if isinstance(node.value, dict):
        role = _own_role(node.value) or role
    for tag, value in node.state.tags:
        if tag == "role":
            role = value
            break
    data = data or any(tag == "data" for tag, _ in node.state.tags)
    if form.fixed_role:
        role = form.role
    if role == node.role and data == node.data:
        return node
    return node._replace(role=role, data=data)


def _own_role(value: Mapping[Any, Any]) -> str:
    """What an object says of who speaks in it: ``role``, ``author.role``, ``type: tool_result``."""
    for key in _ROLE_KEYS:
        said = value.get(key)
        if isinstance(said, dict):
            said = said.get("role")
        if isinstance(said, str) and (role := _ROLES.get(said.lower())):
            return role
    return ""


def _members(node: Node, out: Collector) -> list[Node]:
    """The values of an object; a key that is no plain word is read as text itself."""
    found = []
    for step, value in node.value.items():
        key = step.key if isinstance(step, Repeat) else step
        trail: Trail = (node.trail, step)
        if not leaves.is_plain_key(key):
            out.text(render(trail) + "~key", node.role, key)
        if value is None or value is True or value is False:
            continue
        found.append(
            node._replace(
                value=value,
                trail=trail,
                state=node.state.step(step),
                key=key,
                holder=node.value,
                outer=node.holder,
            )
        )
    return found


def _items(node: Node, out: Collector) -> list[Node]:
    """The items of a list; a list of numbers alone is one text, however long."""
    if len(node.value) > 1 and all(isinstance(item, Number) for item in node.value):
        if any(leaves.number_matters(node.key, item) for item in node.value):
            out.text(render(node.trail), node.role, ", ".join(node.value), leaves.label_of(node.key))
        return []
    return [
        node._replace(value=value, trail=(node.trail, index), state=node.state.step(index))
        for index, value in enumerate(node.value)
    ]


def _nested(node: Node) -> Node | None:
    """The tree in a string that is JSON: where the format says so, in free data, or where escapes hide text.

    A text that merely is JSON is better read as it stands, in one piece.
    """
    value: str = node.value
    if node.nested >= _MOST_NESTED or not looks_like_json(value):
        return None
    if not (node.data or "\\" in value or ("nested", "") in node.state.tags):
        return None
    try:
        tree = parse_json(value)
    except ValueError:
        return None
    codec = Codec("json")
    return node._replace(
        value=tree, trail=(node.trail, codec), state=node.state.step(codec), data=True, nested=node.nested + 1
    )


def _string(node: Node, out: Collector) -> None:
    """One string: a file, something opaque, a word of the protocol, or text."""
    value: str = node.value
    tags = {tag for tag, _ in node.state.tags}
    if "opaque" in tags and leaves.is_opaque(value):
        return
    if "audio" in tags and leaves.find_file(value, declared=True):
        out.unread(render(node.trail), "audio")
        return
    blob = leaves.find_file(value, declared=not tags.isdisjoint({"files", "protobuf"}))
    if blob is not None and "protobuf" in tags:
        read_protobuf(blob.data, (node.trail, Codec("base64")), node.role, out)
    elif blob is not None:
        name, media_type = leaves.describe((node.holder, node.outer))
        out.file(render(node.trail), name, media_type or blob.media_type, blob.data)
    elif not leaves.is_constant(node.key, value, data=node.data):
        label = leaves.label_of(node.key) if leaves.wants_label(value) else ""
        out.text(render(node.trail), node.role, value, label)
