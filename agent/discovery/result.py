"""What logs show: which AI services are used, by how many clients; and what could not be read, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Evidence = Literal["catalogue", "shape", "embedded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One AI service in the logs.

    Attributes:
        service: Service id of the catalogue.
        name: What people call it.
        hosts: Host names seen, sorted.
        events: Lines that name it.
        clients: Different clients among them; who they are is not kept.
        first_seen: The earliest of them; None when the log has no times.
        last_seen: The latest.
        bytes_out: Bytes sent to it; None when the log does not say.
        evidence: How it was recognised; in logs by its name in the catalogue.
        host_events: Lines by host name.
    """

    service: str
    name: str
    hosts: tuple[str, ...]
    events: int
    clients: int
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    bytes_out: int | None = None
    evidence: Evidence = "catalogue"
    host_events: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The JSON of `discover`."""
        return {
            "service": self.service,
            "name": self.name,
            "hosts": list(self.hosts),
            "events": self.events,
            "clients": self.clients,
            "first_seen": _moment(self.first_seen),
            "last_seen": _moment(self.last_seen),
            "bytes_out": self.bytes_out,
            "evidence": self.evidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How much of the logs was understood.

    Attributes:
        lines: Lines there were; always `read` and `skipped` together.
        read: Lines that name a host.
        skipped: Lines that do not, or that could not be read.
        reasons: Skipped lines by reason.
    """

    lines: int = 0
    read: int = 0
    skipped: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The last line of the JSON of `discover`."""
        counts = {"lines": self.lines, "read": self.read, "skipped": self.skipped}
        return {"summary": counts | {"reasons": dict(self.reasons)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found in some logs.

    Attributes:
        services: The busiest first.
        summary: How much was understood.
        formats: Each source by name, with the format it was read as; None when it is in none we know.
    """

    services: tuple[Sighting, ...] = ()
    summary: Summary = Summary()
    formats: Mapping[str, str | None] = field(default_factory=dict)


def _moment(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None
