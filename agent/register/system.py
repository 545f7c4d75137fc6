"""One row of the AI register, and the words it uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import RowMapping

from agent.register.plain import plain


class Status(StrEnum):
    """What people decided about a system."""

    DISCOVERED = "discovered"
    IN_REVIEW = "in review"
    ALLOWED = "allowed"
    CONDITIONAL = "allowed with conditions"
    REFUSED = "refused"
    RETIRED = "retired"


class Risk(StrEnum):
    """Tiers of the AI Act."""

    PROHIBITED = "prohibited"
    HIGH = "high"
    LIMITED = "limited"
    MINIMAL = "minimal"


class Role(StrEnum):
    """The organisation's role under the AI Act."""

    DEPLOYER = "deployer"
    PROVIDER = "provider"


class GdprRole(StrEnum):
    """The organisation's role under the GDPR."""

    CONTROLLER = "controller"
    JOINT = "joint controller"
    PROCESSOR = "processor"


class DataFact(Protocol):
    """What a vendor says of the data that it gets; `detectors.services.Fact` is one."""

    @property
    def value(self) -> bool:
        """Whether it is so, for the public version."""

    @property
    def source(self) -> str:
        """The page that says it."""

    @property
    def checked(self) -> str:
        """The day on which somebody read it, ISO 8601."""


class ServiceFacts(Protocol):
    """What the register takes from the catalogue; `detectors.services.Service` has it."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def vendor(self) -> str:
        """Who offers it."""

    @property
    def category(self) -> str:
        """Kind of AI."""

    @property
    def risk(self) -> str | None:
        """Default tier, or None when it depends on use."""

    @property
    def facts(self) -> Sequence[tuple[str, DataFact]]:
        """What its vendor says of the data, by name."""

    @property
    def tells_account(self) -> bool:
        """Whether its requests can name the account they are made with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One row of the register: a service as used under one tenant.

    Attributes:
        service: Service id of the catalogue, or one that people chose for a system that shows no traffic.
        tenant: The contracted tenant; None for consumer accounts.
        name: From the catalogue, unless people gave another.
        vendor: From the catalogue.
        category: From the catalogue, unless people gave another.
        data_facts: What its vendor says of data, by name; from the catalogue.
        status: What people decided.
        risk: Tier; the catalogue's until people judge.
        risk_judged: True when people judged it.
        first_seen: First traffic; None when there was none.
        last_seen: Last traffic.
        requests: Requests, those that were not looked into included.
        bytes: Bytes sent to it.
        actions: Requests by what was done.
        would: Requests by what enforcing would have done, in monitor mode.
        kinds: Findings by type.
        groups: Requests by group. Not yet fit for HR's eyes: see `agent.register.privacy`.
        operations: Requests by operation.
        hosts: Requests by host.
        evidence: By what AI outside the catalogue was known: names of `detectors/unknown/signals.yaml`.
        uses: AI services that AI inside another product asked.
        owner: Who answers for its use.
        purpose: What it is used for.
        conditions: Under which conditions it is allowed.
        role: Role under the AI Act.
        gdpr_role: Role under the GDPR.
        risk_reason: Why this tier.
        expires: When the decision must be taken again.
        documents: Addresses or names of documents: contract, DPIA, instructions.
        changed: Last change by people.
        changed_by: By whom.
    """

    service: str
    tenant: str | None = None
    name: str = ""
    vendor: str = ""
    category: str = ""
    data_facts: Mapping[str, DataFact] = field(default_factory=dict)
    status: Status = Status.DISCOVERED
    risk: Risk | None = None
    risk_judged: bool = False
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    requests: int = 0
    bytes: int = 0
    actions: Mapping[str, int] = field(default_factory=dict)
    would: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    operations: Mapping[str, int] = field(default_factory=dict)
    hosts: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    owner: str | None = None
    purpose: str | None = None
    conditions: str | None = None
    role: Role | None = None
    gdpr_role: GdprRole | None = None
    risk_reason: str | None = None
    expires: date | None = None
    documents: tuple[str, ...] = ()
    changed: datetime | None = None
    changed_by: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        said = {
            name: {"value": fact.value, "source": fact.source, "checked": fact.checked}
            for name, fact in self.data_facts.items()
        }
        return {item.name: plain(getattr(self, item.name)) for item in fields(self)} | {"data_facts": said}


_DIMENSIONS = {
    "action": "actions",
    "would": "would",
    "kind": "kinds",
    "group": "groups",
    "operation": "operations",
    "host": "hosts",
    "evidence": "evidence",
    "uses": "uses",
}


def from_row(row: RowMapping, counts: Mapping[str, dict[str, int]], known: ServiceFacts | None) -> System:
    """A system of its row in the table, its counts by dimension, and what the catalogue knows of it."""
    tier = row["risk"] or (known.risk if known else None)
    facts: dict[str, Any] = {name: counts.get(dimension, {}) for dimension, name in _DIMENSIONS.items()}
    facts |= dict(row) | {
        "tenant": row["tenant"] or None,
        "name": row["name"] or (known.name if known else row["service"]),
        "vendor": known.vendor if known else "",
        "category": row["category"] or (known.category if known else ""),
        "data_facts": dict(known.facts) if known else {},
        "status": Status(row["status"]),
        "risk": Risk(tier) if tier else None,
        "risk_judged": row["risk"] is not None,
        "role": Role(row["role"]) if row["role"] else None,
        "gdpr_role": GdprRole(row["gdpr_role"]) if row["gdpr_role"] else None,
        "documents": tuple(row["documents"]),
    }
    return System(**facts)
