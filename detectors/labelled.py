"""Labelled prompts: text in which a person has marked what must be found.

The marks stand in the text itself, so that it can be read and judged:

    %%% mail-01 kind=mail language=nl
    Bel [[PERSON|Fatima]] op [[PHONE_NUMBER|06 12 34 56 78]] over [[LOCATION?|Breda]].

A line that starts with ``%%%`` opens a prompt: its name, its fields, and the word ``harmless`` when it holds
no personal data. ``[[TYPE|text]]`` is a span that must be found; ``[[TYPE?|text]]`` one about which people
differ: finding it is neither right nor wrong. Anything else is text as it stands. What would be taken for a
mark is written ``[[!open]]`` (two opening brackets), ``[[!close]]`` (two closing), ``[[!rule]]`` (``%%%``).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_HEADER = re.compile(r"^%%%[ \t]+(\S.*)$", re.MULTILINE)
_MARKUP = re.compile(r"\[\[(?:!(open|close|rule)|([A-Z][A-Z_]*)(\??)\|(.*?))\]\]", re.DOTALL)
_ESCAPES = {"open": "[[", "close": "]]", "rule": "%%%"}
_BACK = {literal: f"[[!{name}]]" for name, literal in _ESCAPES.items()}


class LabelError(ValueError):
    """A labelled text is not written as this module's docstring says."""


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A span that a person marked.

    Attributes:
        start: First code point.
        end: One past the last.
        type: Entity type.
        optional: Whether finding it is neither right nor wrong.
    """

    start: int
    end: int
    type: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class LabelledPrompt:
    """A prompt with what should be found in it.

    Attributes:
        name: Unique name, e.g. ``mail-01``.
        text: The prompt without markup.
        labels: Its spans, in the order of the text.
        harmless: Whether nothing in it should be found.
        fields: What its header says: ``kind``, ``language``, ``tags``.
    """

    name: str
    text: str
    labels: tuple[Label, ...] = ()
    harmless: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Kind of prompt, e.g. ``mail``; ``other`` when its header names none."""
        return self.fields.get("kind", "other")


def read_labelled(source: str) -> list[LabelledPrompt]:
    """Read the prompts of one labelled file.

    Raises:
        LabelError: Text before the first header, a name used twice, or a harmless prompt with a label that
            must be found.
    """
    pieces = _HEADER.split(source)
    if pieces[0].strip():
        raise LabelError(f"text before the first '%%% name' line: {pieces[0].strip()[:40]!r}")
    prompts = [
        _prompt(header, body.strip("\n")) for header, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    twice = [name for name, count in Counter(prompt.name for prompt in prompts).items() if count > 1]
    if twice:
        raise LabelError(f"name used twice: {', '.join(twice)}")
    return prompts


def _prompt(header: str, body: str) -> LabelledPrompt:
    name, *words = header.split()
    text, labels = parse_marked(body)
    harmless = "harmless" in words
    if harmless and any(not label.optional for label in labels):
        raise LabelError(f"{name}: a harmless prompt has a label that must be found")
    fields = dict(word.split("=", 1) for word in words if "=" in word)
    return LabelledPrompt(name, text, labels, harmless, fields)


def parse_marked(marked: str) -> tuple[str, tuple[Label, ...]]:
    """Text without its markup, and the spans that were marked."""
    text, labels, position = "", [], 0
    for match in _MARKUP.finditer(marked):
        text += marked[position : match.start()]
        position = match.end()
        escape, kind, optional, value = match.groups()
        if escape:
            text += _ESCAPES[escape]
            continue
        labels.append(Label(len(text), len(text) + len(value), kind, optional == "?"))
        text += value
    return text + marked[position:], tuple(labels)


def write_marked(text: str, labels: Iterable[Label]) -> str:
    """The other way round, for labels that do not overlap.

    Raises:
        LabelError: A label holds a square bracket, which could not be read back.
    """
    marked, position = "", 0
    for label in sorted(labels):
        value = text[label.start : label.end]
        if "[" in value or "]" in value:
            raise LabelError(f"a label of type {label.type} holds a square bracket; mark less of it")
        marked += _escape(text[position : label.start])
        marked += f"[[{label.type}{'?' if label.optional else ''}|{value}]]"
        position = label.end
    return marked + _escape(text[position:])


def _escape(text: str) -> str:
    return re.sub(r"\[\[|\]\]|^%%%", lambda match: _BACK[match[0]], text, flags=re.MULTILINE)
