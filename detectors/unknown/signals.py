"""The signals as data: `signals.yaml`, checked when loaded."""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from detectors.errors import CatalogueError
from detectors.services.entry import Pattern
from detectors.services.model import Reader, Reply
from detectors.yaml_file import StrictModel, YamlFileError, read_yaml

_SOURCE = "signals.yaml"

Weight = Annotated[float, Field(gt=0, le=1)]


class Signal(StrictModel):
    """One thing by which AI shows itself.

    Attributes:
        name: Goes into the register as evidence.
        nl: What it is, for people.
        en: The same in English.
        weight: How much it says, 1 being enough.
        reader: The reader that knows such a body.
        reply: The shape of a refusal that such a client understands.
        operation: What is asked.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    nl: str
    en: str
    weight: Weight = 1.0
    reader: Reader | None = None
    reply: Reply | None = None
    operation: str | None = None


class PathSignal(Signal):
    """A path; `embedded` where it is a route of a site's own back end."""

    pattern: Pattern
    embedded: bool = False


class HeaderSignal(Signal):
    """A header by its name, and by what it says."""

    header: Pattern
    value: Pattern = ""


class AnswerSignal(Signal):
    """The beginning of an answer, one of its headers, or a shape that needs more than a pattern.

    Attributes:
        whole: It is an answer that comes all at once, which a page about models may look like as well.
    """

    whole: bool = False
    pattern: Pattern = ""
    header: Pattern = ""
    shape: Literal["fragments", ""] = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(map(bool, (self.pattern, self.header, self.shape))) != 1:
            raise ValueError("an answer is known by exactly one of pattern, header, shape")
        return self


class Signals(StrictModel):
    """The whole file."""

    checked: date
    threshold: Annotated[float, Field(gt=0)]
    paths: tuple[PathSignal, ...]
    headers: tuple[HeaderSignal, ...]
    queries: tuple[Signal, ...]
    bodies: tuple[Signal, ...]
    answers: tuple[AnswerSignal, ...]
    origins: tuple[Signal, ...]

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [signal.name for signal in self.all]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"{min(twice)} is there twice")
        return self

    @property
    def all(self) -> tuple[Signal, ...]:
        """Every signal."""
        return (*self.paths, *self.headers, *self.queries, *self.bodies, *self.answers, *self.origins)


@cache
def load_signals() -> Signals:
    """The signals.

    Raises:
        CatalogueError: The file is wrong; names line and field.
    """
    text = files("detectors").joinpath("unknown", _SOURCE).read_text(encoding="utf-8")
    try:
        return read_yaml(Signals, text, _SOURCE)
    except YamlFileError as error:
        raise CatalogueError(str(error)) from error


@cache
def named_signals() -> dict[str, Signal]:
    """The signals by their names."""
    return {signal.name: signal for signal in load_signals().all}


@cache
def pattern_of(text: str) -> re.Pattern[str]:
    """A pattern compiled at its first use."""
    return re.compile(text)
