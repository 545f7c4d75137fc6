"""What is asked of a service, what is decided about it, and the event of that."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from agent.coaching import Case
from agent.examination import Examination
from agent.record.event import Event, count_findings
from agent.redact import Restoring
from detectors.request import Request
from detectors.services import Recognised
from policies.decide import Context, Decision
from policies.model import Action

NO_CONTENT = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})
FORWARDING = frozenset({Action.ALLOW, Action.LOG, Action.REDACT})


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks.

    Attributes:
        address: IP address.
        user: Name by which the user signed in to the proxy, or an empty string.
        connection: Id of the WebSocket or request, new for each.
    """

    address: str = ""
    user: str = ""
    connection: str = ""

    @property
    def identity(self) -> str:
        """What a pseudonym is made of; it is not kept itself."""
        return self.user or self.address


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of a service.

    Attributes:
        request: The request, or the one that opened the WebSocket.
        content: What is judged: the request's body, or a message over the WebSocket.
        client: Who asks.
        group: The client's group under the policy in force.
        is_message: What is judged is a message over the WebSocket.
    """

    request: Request
    content: bytes | str = field(repr=False)
    client: Client
    group: str | None
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a request to an AI service, and recorded.

    Attributes:
        recognised: The service, operation and tenant.
        decision: What is to be done.
        redacted: What may leave in the place of the request or message, when the decision is to redact.
        restoring: What the answer needs, so that the user sees values and no placeholders.
        passed: The reason under which a coached user may send it all the same.
        case: What a coached user is told, while there is no such reason.
        token: Of the link to give one.
    """

    recognised: Recognised
    decision: Decision
    redacted: Request | bytes | str | None = None
    restoring: Restoring | None = None
    passed: str | None = None
    case: Case | None = None
    token: str | None = None

    @property
    def forwards(self) -> bool:
        """Whether the request may go on to the service."""
        return self.decision.action in FORWARDING or self.passed is not None


def event_of(
    verdict: Verdict, asked: Asked, examination: Examination, about: "Circumstances", seconds: float
) -> Event:
    """The event of a verdict: types, places and numbers, never text."""
    recognised, decision = verdict.recognised, verdict.decision
    operation = recognised.operation
    found = ((examination.parts[placed.part].path, placed.finding) for placed in examination.findings)
    return Event(
        kind="decision",
        node=about.node,
        service=recognised.service.id,
        operation=operation.name if operation else None,
        tenant=recognised.tenant,
        draft=bool(operation and operation.draft),
        method=asked.request.method,
        host=urlsplit(asked.request.url).hostname or "",
        status=about.status,
        mode=about.mode,
        action=decision.action.value,
        would=decision.would.value if decision.would is not decision.action else None,
        rule=decision.rule,
        policy_version=about.policy_version,
        findings=count_findings(found),
        parts=len(examination.parts),
        chars=sum(examination.chars),
        files=len(examination.files),
        bytes=len(asked.content),
        group=asked.group,
        pseudonym=about.pseudonym,
        unread=tuple(item.reason for item in examination.unread),
        scan_ms=seconds * 1000,
        outcome="forwarded" if verdict.forwards else "stopped",
        detail=(
            *((("reason", verdict.passed),) if verdict.passed else ()),
            *(("evidence", name) for name in recognised.evidence),
        ),
    )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else an event tells.

    Attributes:
        node: Name of this machine.
        status: Status of the system in the register.
        mode: The policy's mode.
        policy_version: The policy in force.
        pseudonym: Pseudonym of the user, or None.
    """

    node: str
    status: str | None
    mode: str
    policy_version: str
    pseudonym: str | None


def carries_content(request: Request, recognised: Recognised) -> bool:
    """Whether there is anything to read: a body, or a query with more than keys and numbers in it.

    Sign-in, settings, telemetry and static files, which the catalogue names, are not read at all.
    """
    operation = recognised.operation
    if operation is not None:
        return operation.kind != "other"
    return request.method not in NO_CONTENT or bool(request.body) or bool(urlsplit(request.url).query)


def decision_context(
    recognised: Recognised,
    examination: Examination,
    failure: str | None = None,
    *,
    status: str | None = None,
    group: str | None = None,
) -> Context:
    """What the policy may look at besides the findings."""
    service, operation = recognised.service, recognised.operation
    return Context(
        service=service.id,
        category=service.category,
        risk=service.risk,
        tenant=recognised.tenant,
        group=group,
        status=status,
        draft=bool(operation and operation.draft),
        unread=tuple(item.reason for item in examination.unread),
        failure=failure,
        direction="upload" if operation and operation.kind == "upload" else "prompt",
        chars=sum(examination.chars),
        files=examination.files,
        values=examination.values,
    )
