"""What an export holds, read at one moment, with groups that are too small merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.record.store import Store
from agent.register.codes import code_words
from agent.register.duties import Duty, State, list_duties
from agent.register.law import Language, Organisation
from agent.register.notification import TO_BE_COMPLETED, kind_name
from agent.register.privacy import with_shown_groups
from agent.register.said import account_words
from agent.register.system import DataFact, ServiceFacts, System
from agent.register.systems import list_systems

VOCABULARIES: Mapping[str, str] = {
    "category": "category",
    "status": "status",
    "risk": "risk",
    "role": "role",
    "gdpr_role": "gdpr_role",
    "actions": "action",
    "kinds": "entity",
    "groups": "group",
    "state": "state",
    "who": "who",
}
"""Facts that are codes, or are counted by code, and whose codes they are."""

_BASIS: Mapping[Language, tuple[str, str]] = {"nl": ("mensen", "catalogus"), "en": ("people", "catalogue")}


@dataclass(frozen=True, slots=True)
class Register:
    """The register at one moment.

    Attributes:
        organisation: Whose it is.
        systems: Its systems, groups merged.
        duties: Their obligations and the organisation's.
        language: Of headings and of the words "to be completed".
        made: The moment.
    """

    organisation: Organisation
    systems: tuple[System, ...]
    duties: tuple[Duty, ...]
    language: Language
    made: datetime

    @property
    def blank(self) -> str:
        """What stands where people have still to judge."""
        return TO_BE_COMPLETED[self.language]


def read_register(
    store: Store,
    organisation: Organisation,
    catalogue: Mapping[str, ServiceFacts] | None = None,
    language: Language = "nl",
) -> Register:
    """Read the register for an export."""
    systems = tuple(with_shown_groups(store, list_systems(store, catalogue, language)))
    duties = tuple(list_duties(store, organisation, catalogue))
    return Register(organisation, systems, duties, language, datetime.now(UTC))


def facts_of(register: Register, system: System) -> dict[str, str | int]:
    """What the record and people know of a system in words, by the names used in `columns.yaml`."""
    organisation, language = register.organisation, register.language
    facts = system.as_dict()
    said = {name: _said(fact, language) for name, fact in system.data_facts.items()}
    row = {name: cell(name, value, language) for name, value in facts.items() if value is not None}
    own = [d for d in register.duties if (d.service, d.tenant) == (system.service, system.tenant)]
    contact = ", ".join(part for part in (organisation.name, organisation.contact) if part)
    recipient = f"{system.name} ({system.vendor})" if system.vendor else system.name
    return (
        row
        | said
        | {
            "organisation": organisation.name,
            "contact": organisation.contact,
            "organisation_contact": contact,
            "recipient": recipient,
            "risk_basis": _BASIS[language][0 if system.risk_judged else 1] if system.risk else "",
            "kind_names": ", ".join(kind_name(kind, language) for kind in system.kinds),
            "open_duties": sum(duty.state in (State.OPEN, State.IN_PROGRESS) for duty in own),
        }
    )


def cell(name: str, value: object, language: Language) -> str | int:
    """A fact as it stands in a table: codes in words, and several values in one line."""
    if name == "tenant":
        return account_words(str(value), language)
    vocabulary = VOCABULARIES.get(name)
    if isinstance(value, Mapping):
        words = {key: code_words(vocabulary, key, language) if vocabulary else key for key in value}
        return ", ".join(f"{words[key]}: {number}" for key, number in value.items())
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return code_words(vocabulary, str(value), language) if vocabulary else str(value)


def _said(fact: DataFact, language: Language) -> str:
    """``no (https://vendor.example/privacy, 2026-11-23)``."""
    word = code_words("answer", "yes" if fact.value else "no", language)
    return f"{word} ({fact.source}, {fact.checked})"
