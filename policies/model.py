"""What a policy file may say. One class a level of the YAML; an unknown field is an error."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from detectors.finding import ENTITY_TYPES
from detectors.yaml_file import StrictModel


class Action(StrEnum):
    """What happens to a request, mildest first: the order of the members is the order of strictness."""

    ALLOW = "allow"
    LOG = "log"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        """Place in the order of strictness, 0 for ``allow``."""
        return list(Action).index(self)


Language = Literal["nl", "en"]
Score = Annotated[float, Field(ge=0, le=1)]


def _known_type(name: str) -> str:
    if name not in ENTITY_TYPES:
        raise ValueError(f"no such entity type: {name}; known are {', '.join(sorted(ENTITY_TYPES))}")
    return name


EntityType = Annotated[str, AfterValidator(_known_type)]


class Text(StrictModel):
    """One message in the two languages staff and HR read."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        """The message in that language."""
        return self.nl if language == "nl" else self.en


class Finds(StrictModel):
    """Personal data or secrets that must be in the prompt.

    Attributes:
        types: Entity types; any of them counts.
        count: So many findings of these types, together, at the least.
        score: Findings below this score do not count.
    """

    types: frozenset[EntityType] = Field(min_length=1)
    count: int = Field(default=1, ge=1)
    score: Score = 0.6


class Services(StrictModel):
    """Which AI services are meant; each field given must hold.

    Attributes:
        ids: Service ids of the catalogue.
        categories: Categories of the catalogue, e.g. ``chat``.
        risks: AI Act tiers of the catalogue, e.g. ``prohibited``.
        tenants: Tenant ids; ``none`` means that the request shows no tenant (a consumer account).
    """

    ids: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    risks: frozenset[Literal["prohibited", "high", "limited", "minimal"]] = frozenset()
    tenants: frozenset[str] = frozenset()


class Condition(StrictModel):
    """When a rule speaks; every field given must hold.

    Attributes:
        finds: Each entry must be satisfied by the findings.
        services: The service the request goes to.
        groups: Groups of the user.
        draft: True for text that leaves before the user presses send.
    """

    finds: tuple[Finds, ...] = ()
    services: Services | None = None
    groups: frozenset[str] = frozenset()
    draft: bool | None = None


class Rule(StrictModel):
    """One rule: when it speaks, what it does, and why.

    Attributes:
        id: Short name, shown to the user and used in metrics and events.
        action: What the rule asks for.
        when: The rule speaks where this holds; absent means always.
        unless: ... but not where this holds.
        message: What the user reads.
        legal: The legal basis, e.g. ``UAVG art. 46``.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    action: Action
    when: Condition = Condition()
    unless: Condition | None = None
    message: Text
    legal: str = ""

    @model_validator(mode="after")
    def _unless_says_something(self) -> Rule:
        if self.unless is not None and self.unless == Condition():
            raise ValueError("an empty `unless` would switch the rule off; say when it does not apply")
        return self


class Policy(StrictModel):
    """A whole policy file.

    Attributes:
        name: Shown in reports.
        description: What the pack is for.
        mode: ``enforce``, or ``monitor``: record what would have happened and change nothing.
        default: Action when no rule speaks.
        on_failure: Action when reading or scanning failed or took too long.
        unreadable: Action when part of the request cannot be read.
        rules: The strictest one that speaks wins.
    """

    name: str
    description: str = ""
    mode: Literal["enforce", "monitor"] = "enforce"
    default: Action = Action.ALLOW
    on_failure: Action = Action.BLOCK
    unreadable: Action = Action.BLOCK
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Policy:
        ids = [rule.id for rule in self.rules]
        double = sorted({name for name in ids if ids.count(name) > 1})
        if double:
            raise ValueError(f"rule id used twice: {', '.join(double)}")
        return self
