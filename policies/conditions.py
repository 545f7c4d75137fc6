"""When a rule speaks: the conditions of a policy file, and no more than their fields.

`policies.checks` says when each of them holds.
"""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from detectors.services.model import Category, Tier
from policies.terms import Direction, EntityTypes, PolicyModel, Score, Status

FileKind = Literal[
    "bzip2", "csv", "doc", "docx", "eml", "gzip", "html", "image", "json", "msg", "odf", "odp", "ods", "odt",
    "ole", "ooxml", "pdf", "ppt", "pptx", "rtf", "tar", "text", "xls", "xlsx", "xml", "xz", "zip", "zstd",
    "binary", "broken", "empty", "unsupported",
]  # fmt: skip
"""What a file is by its content, as `detectors.documents` names it."""

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Hour = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""``HH:MM`` on a 24-hour clock."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {name}; write it as Europe/Amsterdam") from error
    return name


class Finds(PolicyModel):
    """Personal data or secrets that must be in the text."""

    types: EntityTypes
    """Entity types; any of them counts. `KNOWN_PERSON` is a person of your own exact-match index."""
    count: int = Field(default=1, ge=1)
    """So many findings of these types, together, at the least."""
    distinct: bool = False
    """Count different values: a name that stands there ten times is then one."""
    score: Score = 0.6
    """Findings that are less certain than this (0 to 1) do not count."""


class Services(PolicyModel):
    """Which AI services are meant; each field given must hold."""

    ids: frozenset[str] = frozenset()
    """Service ids of the catalogue: `schaduwwacht services list`. `unknown-ai` and `embedded-ai` stand for
    all AI services that the catalogue does not have; `unknown-ai:HOST` is one of them."""
    categories: frozenset[Category] = frozenset()
    """Categories of the catalogue, e.g. `chat`."""
    risks: frozenset[Tier] = frozenset()
    """AI Act tiers of the catalogue, e.g. `prohibited`."""
    statuses: frozenset[Status] = frozenset()
    """What people decided in the register. A service that nobody looked at yet is `discovered`."""
    tenants: frozenset[str] = frozenset()
    """Tenant ids. `any`: an account that the settings, the register or this policy know as your own. `none`:
    anything else. `other`: those among them that show an account, but not one of yours."""

    @model_validator(mode="after")
    def _says_something(self) -> "Services":
        if not any((self.ids, self.categories, self.risks, self.statuses, self.tenants)):
            raise ValueError("`services` is empty, so it means every service; name some, or leave it out")
        return self


class Files(PolicyModel):
    """Uploaded or embedded files."""

    kinds: frozenset[FileKind] = frozenset()
    """What the files are by their content, whatever their name; absent means any."""
    bytes: int = Field(default=0, ge=0)
    """Only files of at least so many bytes count."""
    count: int = Field(default=1, ge=1)
    """So many of them at the least."""


class Window(PolicyModel):
    """A part of the week. One that goes on past midnight belongs to the day it began."""

    days: frozenset[Day] = Field(default=frozenset(DAYS), min_length=1)
    """Days of the week; absent means all."""
    after: Hour = "00:00"
    """From this hour on."""
    before: Hour = "24:00"
    """Up to this hour."""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Amsterdam"
    """Whose clock counts, e.g. `Europe/Brussels`."""

    @model_validator(mode="after")
    def _has_length(self) -> "Window":
        if self.after == self.before:
            raise ValueError("`after` and `before` are the same hour; leave both out to mean the whole day")
        return self


class Condition(PolicyModel):
    """When a rule speaks; every field given must hold."""

    finds: tuple[Finds, ...] = ()
    """Each entry must be satisfied by what was found."""
    services: Services | None = None
    """The service the request goes to."""
    groups: frozenset[str] = frozenset()
    """Groups of the user, as defined under `groups`; `none` means people in no group."""
    direction: frozenset[Direction] = frozenset()
    """`prompt`, `upload` or `answer`. A rule that names none is about prompts and uploads."""
    files: Files | None = None
    """Files that go with the request."""
    chars: int | None = Field(default=None, ge=1)
    """At least so many characters of text, all parts and files together."""
    times: tuple[Window, ...] = ()
    """When the request comes; one of the windows must hold."""
    draft: bool | None = None
    """True for text that leaves before the user presses send, false for text that was sent."""

    @property
    def looks_inside(self) -> bool:
        """Whether it depends on what the request holds, so that it cannot be judged when reading failed."""
        return bool(self.finds or self.files or self.chars)
