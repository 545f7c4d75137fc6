"""The shape of a catalogue file, and its way into `Service`."""

import re
from datetime import date
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from detectors.services.model import (
    Category,
    Fact,
    Kind,
    Operation,
    Reader,
    Reply,
    Route,
    Service,
    Signal,
    TenantRule,
    Tier,
)
from detectors.yaml_file import StrictModel

_HOST = re.compile(r"(?!-)[a-z0-9*_-]+(\.[a-z0-9*_-]+)*|[0-9a-f:]+")

_METHODS: dict[Kind, tuple[str, ...]] = {
    "prompt": ("POST",),
    "upload": ("POST", "PUT"),
    "other": ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"),
}


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _group(value: str) -> str:
    if re.compile(_pattern(value)).groups != 1:
        raise ValueError("needs exactly one group: the tenant")
    return value


def _host(value: str) -> str:
    """A host name in lower case; ``*`` stands for (part of) one label, but never for a whole domain."""
    if not _HOST.fullmatch(value):
        raise ValueError("not a host name: lower case, without scheme, port or path")
    if "*" in ".".join(value.split(".")[-2:]):
        raise ValueError("a * may not stand in the last two labels: that would match strangers' hosts")
    return value


def _address(value: str) -> str:
    """A page that somebody can read for himself."""
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or "." not in (parts.hostname or ""):
        raise ValueError("a fact needs the address of the page that says so (https://...), or it is absent")
    return value


def _suffix(value: str) -> str:
    """A host name that stands for everything below it too."""
    if "*" in value:
        raise ValueError("leave the * out: a name stands for everything below it")
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
OneGroup = Annotated[str, AfterValidator(_group)]
Host = Annotated[str, AfterValidator(_host)]
Suffix = Annotated[Host, AfterValidator(_suffix)]
Address = Annotated[str, AfterValidator(_address)]
ServiceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class OperationEntry(StrictModel):
    """One operation: where it is and what its body holds."""

    name: str
    path: Pattern
    methods: tuple[str, ...] = ()
    reader: Reader = "generic"
    reply: Reply | None = None
    draft: bool = False
    kind: Kind = "prompt"

    def route(self, reply: Reply) -> Route:
        """The route, with the service's reply where the operation names none."""
        operation = Operation(self.name, self.reader, self.reply or reply, self.draft, self.kind)
        return Route(frozenset(self.methods or _METHODS[self.kind]), self.path, operation)


class ProtocolsFile(StrictModel):
    """Operations that many services share, such as those of the OpenAI API."""

    protocols: dict[str, tuple[OperationEntry, ...]]


class SignalEntry(StrictModel):
    """One tenant signal; exactly one of its fields."""

    header: str | None = None
    cookie: str | None = None
    query: str | None = None
    path: OneGroup | None = None
    host: OneGroup | None = None
    claim: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a signal is exactly one of header, cookie, query, path, host, claim")
        return self

    def signal(self) -> Signal:
        """The signal as plain data."""
        [(source, key)] = self.model_dump(include=self.model_fields_set).items()
        return Signal(source, key)


class TenantEntry(StrictModel):
    """How the tenant is read."""

    signals: tuple[SignalEntry, ...] = ()
    consumer_values: tuple[str, ...] = ()
    consumer_path: Pattern | None = None
    plan_claim: tuple[str, ...] = ()
    consumer_plans: tuple[str, ...] = ()
    restrict_header: str | None = None
    restrict_hosts: tuple[Host, ...] = ()
    restrict_context: str | None = None
    plans: tuple[str, ...] = ()

    def rule(self) -> TenantRule:
        """The rule as plain data."""
        return TenantRule(
            signals=tuple(entry.signal() for entry in self.signals),
            consumer_values=tuple(value.lower() for value in self.consumer_values),
            consumer_path=self.consumer_path,
            plan_claim=self.plan_claim,
            consumer_plans=tuple(value.lower() for value in self.consumer_plans),
            restrict_header=self.restrict_header,
            restrict_hosts=self.restrict_hosts,
            restrict_context=self.restrict_context,
            plans=tuple(value.lower() for value in self.plans),
        )


class RiskEntry(StrictModel):
    """Default tier under the AI Act; ``tier: null`` says that the use decides."""

    tier: Tier | None
    reason: str
    article: str = ""


class FactEntry(StrictModel):
    """A fact about data, which may not stand without its source."""

    value: bool
    source: Address
    checked: date


class FactsEntry(StrictModel):
    """What a vendor does with data, as far as a source says so."""

    trains_on_input: FactEntry | None = None
    eu_hosting: FactEntry | None = None
    dpa: FactEntry | None = None

    def facts(self) -> tuple[tuple[str, Fact], ...]:
        """The known facts, by name."""
        entries = ((name, getattr(self, name)) for name in type(self).model_fields)
        return tuple(
            (name, Fact(entry.value, entry.source, entry.checked.isoformat()))
            for name, entry in entries
            if entry
        )


class ServiceEntry(StrictModel):
    """One service; an organisation's file may give only the fields that it changes."""

    id: ServiceId
    name: str | None = None
    vendor: str | None = None
    category: Category | None = None
    risk: RiskEntry | None = None
    hosts: tuple[Host, ...] = ()
    passive_hosts: tuple[Host, ...] = ()
    mixed_hosts: tuple[Host, ...] = ()
    general_hosts: tuple[Host, ...] = ()
    ports: tuple[Annotated[int, Field(gt=0, lt=65536)], ...] = ()
    reply: Reply = "generic"
    operations: tuple[OperationEntry, ...] = ()
    protocols: tuple[str, ...] = ()
    tenant: TenantEntry = TenantEntry()
    data: FactsEntry = FactsEntry()
    sources: tuple[str, ...] = ()
    checked: date | None = None

    def over(self, base: Self) -> Self:
        """This entry laid over another: only the fields that are written here change."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return base.model_copy(update=given)

    def lacks(self) -> str | None:
        """The first field that a complete entry still needs."""
        for name in ("name", "vendor", "category"):
            if not getattr(self, name):
                return name
        if self.general_hosts and not self.operations and not self.protocols:
            return "operations"
        reachable = self.hosts + self.passive_hosts + self.mixed_hosts + self.general_hosts + self.ports
        return None if reachable else "hosts"

    def service(self, protocols: dict[str, tuple[OperationEntry, ...]]) -> Service:
        """The service as plain data; the entry must be complete."""
        entries = self.operations + tuple(entry for name in self.protocols for entry in protocols[name])
        risk = self.risk or RiskEntry(tier=None, reason="")
        return Service(
            id=self.id,
            name=self.name or self.id,
            vendor=self.vendor or "",
            category=self.category or "embedded",
            risk=risk.tier,
            reason=risk.reason,
            article=risk.article,
            hosts=self.hosts,
            passive_hosts=self.passive_hosts,
            mixed_hosts=self.mixed_hosts,
            general_hosts=self.general_hosts,
            ports=self.ports,
            routes=tuple(entry.route(self.reply) for entry in entries),
            tenant=self.tenant.rule(),
            facts=self.data.facts(),
            sources=self.sources,
            checked=self.checked.isoformat() if self.checked else "",
        )


class VendorFile(StrictModel):
    """One file: a vendor and its services. In an organisation's file the vendor may differ by service."""

    vendor: str | None = None
    checked: date | None = None
    sources: tuple[str, ...] = ()
    services: tuple[ServiceEntry, ...]

    def entries(self) -> tuple[ServiceEntry, ...]:
        """The services, with the file's vendor, sources and date where they have none of their own."""
        shared = {"vendor": self.vendor, "checked": self.checked, "sources": self.sources}
        return tuple(
            entry.model_copy(
                update={key: value for key, value in shared.items() if value and not getattr(entry, key)}
            )
            for entry in self.services
        )
