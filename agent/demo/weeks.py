"""What `past.yaml` says of the weeks before the demo."""

from typing import Literal

from pydantic import Field

from agent.demo.people import read_demo
from agent.register.law import Words
from detectors.yaml_file import StrictModel

type Range = tuple[int, int]


class Doing(StrictModel):
    """Something that people do with AI, and what becomes of it."""

    action: Literal["allow", "log", "coach", "redact", "block"]
    rule: str
    finds: dict[str, int] = Field(default_factory=dict)
    operation: str = "chat"
    files: int = 0
    reason: str | None = None


class Traffic(StrictModel):
    """How a system is used; `groups` counts from 0, none is everybody."""

    service: str
    tenant: Literal["own", "other"] | None = None
    host: str
    status: str
    groups: tuple[int, ...] = ()
    weekly: Range
    doings: dict[str, int]


class Leak(StrictModel):
    """Personal data that were forwarded, and what people decided about it; see `agent.register.incidents`."""

    hours_ago: int
    service: str
    tenant: Literal["own", "other"] | None = None
    host: str
    group: int
    action: str
    would: str | None = None
    rule: str
    mode: str = "enforce"
    finds: dict[str, int]
    state: str | None = None
    owner: str | None = None
    people: int | None = None
    notified_after: int | None = None
    answers: dict[str, str] = Field(default_factory=dict)
    country: Words | None = None
    measures: Words | None = None
    reason: Words | None = None


class NotSeen(StrictModel):
    """What was counted on a working day."""

    what: str
    value: str
    daily: Range


class Past(StrictModel):
    """Contents of `past.yaml`."""

    weeks: int = Field(ge=1)
    monitor_days: int
    doings: dict[str, Doing]
    systems: tuple[Traffic, ...]
    leaks: tuple[Leak, ...]
    coverage: tuple[NotSeen, ...]


def read_past() -> Past:
    """The weeks before the demo."""
    return read_demo(Past, "past.yaml")
