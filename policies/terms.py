"""The words that every level of a policy file uses."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from detectors.finding import ENTITY_TYPES
from detectors.yaml_file import StrictModel


class PolicyModel(StrictModel):
    """Base of the models of a policy file; the docstring of a field is its description in the JSON Schema."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Action(StrEnum):
    """What happens to a request, mildest first: the order of the members is the order of strictness."""

    ALLOW = "allow"
    LOG = "log"
    COACH = "coach"
    REDACT = "redact"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        """Place in the order of strictness, 0 for ``allow``."""
        return _ORDER[self]


_ORDER = {action: number for number, action in enumerate(Action)}

Language = Literal["nl", "en"]
Score = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")]
"""Name of a rule, a group or a reason: small letters, digits and hyphens."""

Direction = Literal["prompt", "upload", "answer"]
"""Which way a text goes: typed or sent by a program, uploaded as a file, or back from the service."""

Status = Literal["discovered", "in review", "allowed", "allowed with conditions", "refused", "retired"]
"""What people decided about a system in the register."""

NO_GROUP = "none"
"""Stands in `groups` for people in no group."""

NO_TENANT = "none"
"""Stands in `tenants` for a request that shows no account of the organisation: a consumer's, or `other`."""

ANY_TENANT = "any"
"""Stands in `tenants` for a request that shows some account of the organisation."""

OTHER_TENANT = "other"
"""The tenant of a request that shows an account, but none that the organisation knows as its own."""


def _known_type(name: str) -> str:
    if name not in ENTITY_TYPES:
        raise ValueError(f"no such entity type: {name}; known are {', '.join(sorted(ENTITY_TYPES))}")
    return name


EntityType = Annotated[
    str, AfterValidator(_known_type), Field(json_schema_extra={"enum": sorted(ENTITY_TYPES)})
]
EntityTypes = Annotated[frozenset[EntityType], Field(min_length=1)]


class Text(PolicyModel):
    """One message in the two languages staff and HR read."""

    nl: str = Field(min_length=1)
    """The message in Dutch."""
    en: str = Field(min_length=1)
    """The message in English."""

    def in_language(self, language: Language) -> str:
        """The message in that language."""
        return self.nl if language == "nl" else self.en
