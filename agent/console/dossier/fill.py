"""A draft with the real settings filled in; what only people can say is left open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.console.dossier.texts import Block, Draft, Table, drafts
from agent.register.law import Language, Organisation

Kind = Literal["text", "list", "ask", "show"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece of a document.

    Attributes:
        kind: What it is.
        text: The paragraph, or what people must fill in.
        items: The items of a list.
        table: Which table goes here.
    """

    kind: Kind
    text: str = ""
    items: Sequence[str] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class FilledSection:
    """A section of a document."""

    title: str
    blocks: Sequence[Filled]


@dataclass(frozen=True, slots=True)
class Document:
    """A draft in one language.

    Attributes:
        name: Its name in `drafts.yaml`.
        title: Its title.
        about: For whom and when.
        sections: Its sections.
    """

    name: str
    title: str
    about: str
    sections: Sequence[FilledSection]


def drafts_for(organisation: Organisation) -> dict[str, Draft]:
    """The drafts that concern an employer, by the countries where it employs people."""
    return {
        name: draft
        for name, draft in drafts().items()
        if draft.country is None or draft.country in organisation.countries
    }


def fill(name: str, draft: Draft, language: Language, values: Mapping[str, object]) -> Document:
    """A draft with values for its ``{names}``."""
    sections = [
        FilledSection(
            section.title.in_language(language), [_block(block, language, values) for block in section.blocks]
        )
        for section in draft.sections
    ]
    return Document(name, draft.title.in_language(language), draft.about.in_language(language), sections)


def _block(block: Block, language: Language, values: Mapping[str, object]) -> Filled:
    if block.text:
        return Filled("text", block.text.in_language(language).format(**values))
    if block.items:
        items = [item.in_language(language).format(**values) for item in block.items]
        return Filled("list", items=items)
    if block.ask:
        return Filled("ask", block.ask.in_language(language))
    return Filled("show", table=block.show)
