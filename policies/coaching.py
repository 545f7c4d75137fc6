"""What a coached user reads, may choose, and gets: part of a policy file."""

from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from detectors.yaml_file import read_yaml
from policies.terms import Name, PolicyModel, Text


class Reason(Text):
    """A reason to send all the same, from the list a coached user chooses from."""

    id: Name
    """Short name, kept in the event."""


class _Words(PolicyModel):
    """Contents of `coaching.yaml`."""

    lesson: Text
    reasons: tuple[Reason, ...] = Field(min_length=1)


@cache
def _words() -> _Words:
    text = (resources.files("policies") / "coaching.yaml").read_text("utf-8")
    return read_yaml(_Words, text, "coaching.yaml")


class Coach(PolicyModel):
    """How a user is coached: told why, taught in two sentences, asked for a reason, let pass for a time."""

    lesson: Text = Field(default_factory=lambda: _words().lesson)
    """Two sentences to learn from; absent means the product's own."""
    reasons: tuple[Reason, ...] = Field(default_factory=lambda: _words().reasons, min_length=1)
    """Reasons to choose from; absent means the product's own."""
    free_text: Literal["none", "optional", "required"] = "optional"
    """Whether the user may, or must, add words of their own; these are scanned first."""
    minutes: int = Field(default=60, ge=1, le=1440)
    """How long the same content may pass after a reason was given."""
