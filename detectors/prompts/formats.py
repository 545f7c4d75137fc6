"""The wire formats as data: `wire/*.yaml`, one file a family, checked when loaded."""

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from detectors.errors import CatalogueError
from detectors.prompts.match import State, Tag, compile_patterns
from detectors.yaml_file import StrictModel, YamlFileError, read_yaml

type Role = Literal["user", "system", "assistant", "tool", "draft", "unknown"]
type Answer = Literal[
    "json", "sse", "ndjson", "array", "counted", "numbered", "text", "websocket",
    "connect", "protobuf", "eventstream", "sound",
]  # fmt: skip
"""Formats of answers. ``array`` is a JSON array that grows, ``counted`` lines with their length before them,
``numbered`` lines such as ``0:"text"``, ``eventstream`` the binary one of AWS."""


class Format(StrictModel):
    """What a reader knows of a wire format beyond its notation, as path patterns (see `match`).

    Attributes:
        answers: In which formats the service answers; of `generic`, in which most do.
        shape: At least one of these paths is there, or the body is not of this format.
        body: How the body is taken apart: by its content, as one file, or as Connect or gRPC envelopes.
        role: Role of a text that nothing else gives one.
        fixed_role: `role` holds for all texts: a draft stays a draft whatever the message says.
        roles: Role of all that stands at or below a path.
        nested: Strings that are JSON themselves.
        protobuf: Base64 strings that are protobuf.
        files: Strings that are a file in base64 or a data URL.
        audio: Base64 pieces of a sound stream: no text in them, said to be unread.
        tokens: Lists of numbers that are a text cut into tokens by the client: said to be unread.
        opaque: Signatures and cipher text: skipped when they look like it.
        names: Names in a program, as of tools: skipped when they look like it.
        data: Free data, in which no key is taken for a word of the protocol.
    """

    answers: tuple[Answer, ...]
    shape: tuple[str, ...] = ()
    body: Literal["auto", "file", "envelopes"] = "auto"
    role: Role = "unknown"
    fixed_role: bool = False
    roles: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    nested: tuple[str, ...] = ()
    protobuf: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


class Family(StrictModel):
    """One file of `wire/`.

    Attributes:
        source: Where the facts come from.
        checked: When they were last looked at, as a date.
        readers: Format by reader name.
    """

    source: str
    checked: str
    readers: dict[str, Format]


@cache
def load_families() -> dict[str, Family]:
    """Every file of `wire/` by its name.

    Raises:
        CatalogueError: A file is wrong: the package is broken.
    """
    found: dict[str, Family] = {}
    for entry in sorted(files(__package__).joinpath("wire").iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".yaml"):
            continue
        try:
            found[entry.name] = read_yaml(Family, entry.read_text(encoding="utf-8"), f"wire/{entry.name}")
        except YamlFileError as error:
            raise CatalogueError(str(error)) from error
    return found


@cache
def load_formats() -> dict[str, Format]:
    """Every format by reader name, ``generic`` (what all have in common) included.

    Raises:
        CatalogueError: A file of `wire/` is wrong: the package is broken.
    """
    found: dict[str, Format] = {}
    for name, family in load_families().items():
        if twice := found.keys() & family.readers.keys():
            raise CatalogueError(f"wire/{name}: reader {min(twice)} is there twice; rename one")
        found |= family.readers
    return found


@cache
def automaton(reader: str) -> State:
    """The patterns of a reader, after those that all readers share, ready to follow paths."""
    formats = load_formats()
    own = formats[reader]
    return compile_patterns(_rules(own) + ([] if reader == "generic" else _rules(formats["generic"])))


def _rules(form: Format) -> list[tuple[str, Tag]]:
    rules: list[tuple[str, Tag]] = [
        (pattern, ("role", role)) for role, patterns in form.roles.items() for pattern in patterns
    ]
    for name in ("nested", "protobuf", "files", "audio", "tokens", "opaque", "names", "data"):
        rules += [(pattern, (name, "")) for pattern in getattr(form, name)]
    return rules
