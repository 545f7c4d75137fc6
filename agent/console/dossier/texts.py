"""The texts of the dossier, in the two languages, read once from YAML."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from agent.register.law import Language, Words
from detectors.yaml_file import StrictModel, read_yaml

Person = Literal["none", "indirect", "pseudonym", "named"]
Table = Literal["settings", "recorded", "never", "naming", "systems"]


class Kept(StrictModel):
    """Something that is recorded.

    Attributes:
        person: Whether it says something about a person, and how.
        about: What it is.
    """

    person: Person
    about: Words


class Recorded(StrictModel):
    """Contents of `recorded.yaml`.

    Attributes:
        event: By field of an event.
        tables: By table of the database.
        never: What is never recorded.
    """

    event: Mapping[str, Kept]
    tables: Mapping[str, Kept]
    never: tuple[Words, ...] = Field(min_length=1)


class Label(StrictModel):
    """How a setting is called."""

    label: Words


class SettingTexts(StrictModel):
    """Contents of `settings.yaml`.

    Attributes:
        settings: Their labels, in order.
        words: How their values are said.
    """

    settings: Mapping[str, Label]
    words: Mapping[str, Words]

    def say(self, name: str, language: Language, /, **values: object) -> str:
        """One value in words."""
        return self.words[name].in_language(language).format(**values)


class Block(StrictModel):
    """A piece of a draft; one of the fields is given.

    Attributes:
        text: A paragraph.
        items: A list.
        ask: What people must fill in.
        show: A table of what is.
    """

    text: Words | None = None
    items: tuple[Words, ...] = ()
    ask: Words | None = None
    show: Table | None = None


class Section(StrictModel):
    """A section of a draft."""

    title: Words
    blocks: tuple[Block, ...] = Field(min_length=1)


class Draft(StrictModel):
    """A document to decide on.

    Attributes:
        country: Only for employers there; None for all.
        title: Its title.
        about: For whom and when.
        sections: Its sections.
    """

    country: Literal["NL", "BE"] | None = None
    title: Words
    about: Words
    sections: tuple[Section, ...] = Field(min_length=1)


class _Drafts(StrictModel):
    """Contents of `drafts.yaml`."""

    drafts: Mapping[str, Draft]


@cache
def recorded() -> Recorded:
    """What is recorded, and what never."""
    return read_yaml(Recorded, _text("recorded.yaml"), "recorded.yaml")


@cache
def setting_texts() -> SettingTexts:
    """How settings and their values are said."""
    return read_yaml(SettingTexts, _text("settings.yaml"), "settings.yaml")


@cache
def drafts() -> Mapping[str, Draft]:
    """The documents, by name."""
    return read_yaml(_Drafts, _text("drafts.yaml"), "drafts.yaml").drafts


def _text(name: str) -> str:
    return (resources.files("agent.console.dossier") / name).read_text("utf-8")
