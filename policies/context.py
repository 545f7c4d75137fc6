"""What a decision may depend on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from detectors.finding import Finding
from policies.conditions import Finds
from policies.terms import Direction


class SentFile(Protocol):
    """What a policy may know of a file; `agent.examination.ReadFile` has it."""

    @property
    def kind(self) -> str:
        """What it is by its content, e.g. ``xlsx``."""

    @property
    def bytes(self) -> int:
        """Its size."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may depend on besides the findings.

    Attributes:
        service: Service id of the catalogue.
        category: Its category.
        risk: Its AI Act tier, or None when not judged.
        tenant: The contracted tenant the request shows, or None (a consumer account).
        group: Group of the user, or None.
        draft: True for text that leaves before the user presses send.
        unread: Why parts of the request could not be read.
        failure: Why reading or scanning failed altogether, or None.
        status: What people decided in the register; None when nobody looked yet.
        direction: ``prompt``, ``upload`` or ``answer``.
        chars: Code points of all texts together.
        files: The files that go with it.
        time: When it came, with a time zone; now unless given.
        values: For each finding a number that is the same for the same value: see `policies.values`. Without
            them every finding counts as a different value.
    """

    service: str
    category: str
    risk: str | None = None
    tenant: str | None = None
    group: str | None = None
    draft: bool = False
    unread: tuple[str, ...] = ()
    failure: str | None = None
    status: str | None = None
    direction: Direction = "prompt"
    chars: int = 0
    files: tuple[SentFile, ...] = ()
    time: datetime = field(default_factory=_now)
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a request, ready to be counted.

    Attributes:
        findings: What was found.
        values: For each finding a number that is the same for the same value.
    """

    findings: tuple[Finding, ...]
    values: tuple[int, ...]

    @classmethod
    def of(cls, context: Context, findings: Iterable[Finding]) -> "Found":
        """Findings with the values of their context.

        Raises:
            ValueError: The context has values, but not one for each finding.
        """
        found = tuple(findings)
        values = context.values or tuple(range(len(found)))
        if len(values) != len(found):
            raise ValueError(f"{len(found)} findings, but {len(values)} values")
        return cls(found, values)

    def count(self, finds: Finds) -> int:
        """How many findings, or different values, an entry of `finds` counts."""
        values = [
            value for one, value in zip(self.findings, self.values, strict=True) if is_meant(finds, one)
        ]
        return len(set(values)) if finds.distinct else len(values)


def is_meant(finds: Finds, finding: Finding) -> bool:
    """Whether a finding is of the types and at least of the score that an entry of `finds` asks for."""
    return finding.type in finds.types and finding.score >= finds.score
