"""What an export holds, read at one moment, with groups that are too small merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.record.store import Store
from agent.register.duties import Duty, State, list_duties
from agent.register.law import Language, Organisation
from agent.register.notification import TO_BE_COMPLETED, kind_name
from agent.register.privacy import with_shown_groups
from agent.register.system import ServiceFacts, System
from agent.register.systems import list_systems

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
    """What the record and people know of a system, by the names used in `columns.yaml`."""
    organisation, language = register.organisation, register.language
    row = {name: _cell(value) for name, value in system.as_dict().items() if value is not None}
    own = [d for d in register.duties if (d.service, d.tenant) == (system.service, system.tenant)]
    contact = ", ".join(part for part in (organisation.name, organisation.contact) if part)
    recipient = f"{system.name} ({system.vendor})" if system.vendor else system.name
    return row | {
        "organisation": organisation.name,
        "contact": organisation.contact,
        "organisation_contact": contact,
        "recipient": recipient,
        "risk_basis": _BASIS[language][0 if system.risk_judged else 1] if system.risk else "",
        "kind_names": ", ".join(kind_name(kind, language) for kind in system.kinds),
        "open_duties": sum(duty.state in (State.OPEN, State.IN_PROGRESS) for duty in own),
    }


def _cell(value: object) -> str | int:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {number}" for name, number in value.items())
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)
