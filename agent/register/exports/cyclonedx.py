"""CycloneDX 1.7: the AI systems as services, with the data that flow to them."""

from typing import Any

from cyclonedx.exception.model import InvalidUriException
from cyclonedx.model import (
    DataClassification,
    DataFlow,
    ExternalReference,
    ExternalReferenceType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.service import Service
from cyclonedx.output.json import JsonV1Dot7

from agent.register.exports.register import Register
from agent.register.system import System

PREFIX = "schaduwwacht"
_PROPERTIES = (
    "status", "category", "risk", "risk_judged", "role", "gdpr_role", "purpose", "conditions", "owner",
    "expires", "first_seen", "last_seen", "requests", "bytes",
)  # fmt: skip


def to_cyclonedx(register: Register) -> bytes:
    """A bill of materials with a service for each system."""
    bom = Bom(services=[_service(system) for system in register.systems])
    bom.metadata.timestamp = register.made
    bom.metadata.tools.components.add(Component(name="schaduwwacht", type=ComponentType.APPLICATION))
    if register.organisation.name:
        bom.metadata.manufacturer = OrganizationalEntity(name=register.organisation.name)
    return JsonV1Dot7(bom).output_as_string(indent=2).encode() + b"\n"


def _service(system: System) -> Service:
    row = system.as_dict()
    return Service(
        name=system.name,
        bom_ref=f"{system.service}/{system.tenant}" if system.tenant else system.service,
        provider=OrganizationalEntity(name=system.vendor) if system.vendor else None,
        description=system.purpose,
        endpoints=[XsUri(f"https://{host}/") for host in system.hosts],
        x_trust_boundary=True,  # its traffic leaves the organisation
        data=[DataClassification(flow=DataFlow.OUTBOUND, classification=kind) for kind in system.kinds],
        external_references=[made for text in system.documents if (made := _reference(text))],
        properties=[*_properties(system, row), *_others(system)],
    )


def _properties(system: System, row: dict[str, Any]) -> list[Property]:
    names = [name for name in _PROPERTIES if row[name] is not None and row[name] != ""]
    made = [Property(name=f"{PREFIX}:{name}", value=_word(row[name])) for name in names]
    if system.tenant:
        made.append(Property(name=f"{PREFIX}:tenant", value=system.tenant))
    return made


def _others(system: System) -> list[Property]:
    """Counts a group and an action, and documents that are no address."""
    counts = (("action", system.actions), ("group", system.groups))
    made = [
        Property(name=f"{PREFIX}:{dimension}:{value}", value=str(number))
        for dimension, numbers in counts
        for value, number in numbers.items()
    ]
    plain = [text for text in system.documents if _reference(text) is None]
    return made + [Property(name=f"{PREFIX}:document", value=text) for text in plain]


def _reference(document: str) -> ExternalReference | None:
    """A document that is an address on the web."""
    if not document.startswith(("https://", "http://")):
        return None
    try:
        return ExternalReference(type=ExternalReferenceType.DOCUMENTATION, url=XsUri(document))
    except InvalidUriException:
        return None


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
