"""YAML files into pydantic models, with errors that name file, line and field."""

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class YamlFileError(Exception):
    """A YAML file is broken or does not fit its model; the message names file, line and field."""


class StrictModel(BaseModel):
    """Base of everything read from YAML: frozen, and an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


_DEEPEST = 100
_LISTS = ("tuple_type", "list_type", "frozen_set_type", "set_type")
_REPLACED = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int")


class _Loader(yaml.CSafeLoader):
    """The safe loader, with three traps of YAML 1.1 taken out.

    ``no``, ``yes``, ``on`` and ``off`` are words, as in YAML 1.2: ``en: no`` is a message. ``22:00`` is a
    text, not 1320. A key that is there twice is an error: one of the two rules would silently be gone.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        letter: [(tag, pattern) for tag, pattern in resolvers if tag not in _REPLACED]
        for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        keys = [str(key.value) for key, _ in node.value]
        for number, (key, _) in enumerate(node.value):
            if str(key.value) in keys[:number]:
                raise yaml.MarkedYAMLError(
                    problem=f"key {key.value!r} is there twice", problem_mark=key.start_mark
                )
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$"),
    list("-+0123456789"),
)


def read_yaml[M: BaseModel](model: type[M], text: str, source: str | Path) -> M:
    """Parse and validate YAML text.

    Args:
        model: What the document must fit.
        text: The YAML text; an empty one means all defaults.
        source: Named in errors.

    Raises:
        YamlFileError: Broken YAML, an unknown field, or a wrong value.
    """
    try:
        _check_depth(text, source)
        root, data = _load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFileError(f"{source}:{line}: not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise YamlFileError(f"{source}: not valid YAML: not a text file") from error
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        problems = [
            f"{source}:{_line(root, e['loc'])}: {_name(e['loc'])}: {_words(e)}" for e in _first(error)
        ]
        raise YamlFileError("\n".join(problems)) from error


def _check_depth(text: str, source: str | Path) -> None:
    """Refuse what is nested too deep: PyYAML composes by recursion in C, which ends the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlFileError(f"{source}:{line}: nested deeper than {_DEEPEST} levels")


def _load(text: str) -> tuple[yaml.Node | None, Any]:
    """The document as nodes, which know their lines, and as data."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def line_of(text: str, location: tuple[str | int, ...]) -> int:
    """Line of a place in YAML text, for errors that only show once several files are read together."""
    return _line(yaml.compose(text, Loader=_Loader), location)


def _first(error: ValidationError) -> list[Any]:
    """At most five problems: more only hide the first one."""
    return list(error.errors(include_url=False, include_input=False))[:5]


def _name(location: tuple[str | int, ...]) -> str:
    """``rules[2].when.finds`` of pydantic's location tuple."""
    name = ""
    for step in location:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "document"


def _words(problem: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Pydantic's message, in the words a policy writer knows."""
    if problem["type"] == "extra_forbidden":
        return "unknown field; check its spelling and its indentation"
    if problem["type"] in _LISTS:
        return "must be a list: write [one, two], or each on a line of its own after a dash"
    return str(problem["msg"]).removeprefix("Value error, ")


def _line(node: yaml.Node | None, location: tuple[str | int, ...]) -> int:
    """Line of the node that pydantic's location points at, or of its nearest parent."""
    line = 1
    for step in location:
        child = _child(node, step)
        if child is None:
            break
        key, node = child
        line = key.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node below `node` named or numbered `step`, with the node that carries its line."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if str(key.value) == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
