"""Obligations as data: which law asks what of whom, for which systems, from when."""

from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from agent.register.system import GdprRole, Risk, Role, Status, System
from detectors.finding import ENTITY_TYPES
from detectors.yaml_file import StrictModel, read_yaml

Language = Literal["nl", "en"]
NOT_PERSONAL = frozenset({"LOCATION", "SECRET", "CONFIDENTIAL_MARK", "NL_VAT"})


class Words(StrictModel):
    """A text in the two languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        """The text in that language."""
        return self.nl if language == "nl" else self.en


class Organisation(StrictModel):
    """What the register needs to know of the organisation.

    Attributes:
        name: As in exports.
        contact: Mail address or page for questions about the register.
        countries: Where it employs people.
        public_body: A public authority, or a private one that provides public services.
        works_council: There is one.
    """

    name: str = ""
    contact: str = ""
    countries: frozenset[Literal["NL", "BE"]] = frozenset({"NL"})
    public_body: bool = False
    works_council: bool = True


class When(StrictModel):
    """For which systems an obligation holds; every field given must fit.

    Attributes:
        risks: Tiers of the AI Act; ``unknown`` is a system that nobody has judged.
        roles: Roles under the AI Act; a system without one is taken as a deployer's.
        gdpr_roles: Roles under the GDPR; a system without one is taken as a controller's.
        categories: Categories of the catalogue.
        kinds: Any of these entity types was found in its traffic.
        personal_data: Any personal data was found in its traffic.
        countries: The organisation employs people there.
        public_body: Only for public bodies.
        works_council: Only with a works council.
        also_refused: Holds for refused systems too.
    """

    risks: frozenset[Risk | Literal["unknown"]] = frozenset()
    roles: frozenset[Role] = frozenset()
    gdpr_roles: frozenset[GdprRole] = frozenset()
    categories: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    personal_data: bool = False
    countries: frozenset[Literal["NL", "BE"]] = frozenset()
    public_body: bool = False
    works_council: bool = False
    also_refused: bool = False


class Obligation(StrictModel):
    """One duty.

    Attributes:
        id: Stable name in the register.
        article: Where it stands.
        who: Whose duty it is.
        per: Once for each system, or once for the organisation.
        applies_from: Day from which it applies; None when it always has.
        before_use: It must be met before the system is used.
        when: For which systems.
        title: Short.
        duty: What is to be done.
        sources: Pages on this duty, besides the law's own.
        law: Stable name of the law; from the file, unless given here. So are the next three.
        short: How people call the law.
        reference: Its full reference.
        source: Its official text.
        checked: Day on which the entry was last checked; filled from the file.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    article: Words
    who: Literal["deployer", "provider", "controller", "employer"]
    per: Literal["system", "organisation"] = "system"
    applies_from: date | None = Field(default=None, alias="from")
    before_use: bool = False
    when: When = When()
    title: Words
    duty: Words
    sources: tuple[str, ...] = ()
    law: str = ""
    short: Words | None = None
    reference: Words | None = None
    source: str = ""
    checked: date | None = None

    def citation(self, language: Language) -> str:
        """Law and article, as people write them."""
        short = self.short.in_language(language) if self.short else self.law
        return f"{short}, {self.article.in_language(language)}"


class Law(StrictModel):
    """One file of `obligations/`."""

    law: str
    short: Words
    reference: Words
    source: str = Field(pattern=r"^https://")
    checked: date
    obligations: tuple[Obligation, ...] = Field(min_length=1)


@cache
def obligations() -> dict[str, Obligation]:
    """All obligations by id, in the order of the files."""
    folder = resources.files("agent.register") / "obligations"
    found: dict[str, Obligation] = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".yaml"):
            continue
        law = read_yaml(Law, file.read_text("utf-8"), file.name)
        common = {name: getattr(law, name) for name in ("law", "short", "reference", "source", "checked")}
        for obligation in law.obligations:
            if obligation.id in found:
                raise ValueError(f"{file.name}: {obligation.id}: this id is there already")
            missing = {name: value for name, value in common.items() if not getattr(obligation, name)}
            found[obligation.id] = obligation.model_copy(update=missing)
    return found


def applicable(organisation: Organisation, system: System | None = None) -> list[Obligation]:
    """The obligations of a system, or those of the organisation as a whole when no system is given."""
    per = "system" if system else "organisation"
    return [
        item
        for item in obligations().values()
        if item.per == per
        and _concerns(item.when, organisation)
        and (system is None or _fits(item.when, system))
    ]


def _concerns(when: When, organisation: Organisation) -> bool:
    return (
        (not when.countries or bool(when.countries & organisation.countries))
        and (not when.public_body or organisation.public_body)
        and (not when.works_council or organisation.works_council)
    )


def _fits(when: When, system: System) -> bool:
    if system.status == Status.RETIRED or (system.status == Status.REFUSED and not when.also_refused):
        return False
    kinds = set(system.kinds)
    return (
        (not when.risks or (system.risk or "unknown") in when.risks)
        and (not when.roles or (system.role or Role.DEPLOYER) in when.roles)
        and (not when.gdpr_roles or (system.gdpr_role or GdprRole.CONTROLLER) in when.gdpr_roles)
        and (not when.categories or system.category in when.categories)
        and (not when.kinds or bool(kinds & when.kinds))
        and (not when.personal_data or bool(kinds & (ENTITY_TYPES - NOT_PERSONAL)))
    )
