"""The way of a request, steps 1 to 6, for one request at a time. The one place that knows the whole way."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from agent.errors import AgentError
from agent.examination import Examination
from agent.metrics import Metrics
from agent.record.event import Event, count_findings
from agent.workers import ScanFailure, Workers
from detectors.request import Request
from detectors.services import Catalogue, Recognised
from policies.decide import Context, Decision, decide
from policies.load import LoadedPolicy
from policies.model import Action

NO_CONTENT = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a request to an AI service, and recorded.

    Attributes:
        recognised: The service, operation and tenant.
        decision: What is to be done.
    """

    recognised: Recognised
    decision: Decision

    @property
    def forwards(self) -> bool:
        """Whether the request may go on to the service."""
        return self.decision.action is not Action.BLOCK


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of a service.

    Attributes:
        request: The request, or the one that opened the WebSocket.
        size: Bytes of what is judged.
        user: Proxy user or address; only its pseudonym is kept.
    """

    request: Request
    size: int
    user: str


@dataclass(slots=True)
class Pipeline:
    """Takes a request through all steps.

    Attributes:
        catalogue: Which hosts and paths are AI services.
        policy: The rules in force; replaced whole on a reload.
        workers: Where requests are read and scanned.
        record: Stores an event; returns when it is durable, raises `AgentError` when it cannot be.
        seen: Tells the register of a request without content, and its size.
        metrics: Counters.
        node: Name of this machine in events.
        statuses: Register status of each service and tenant.
        pseudonym: Pseudonym of a user or address; None keeps none.
    """

    catalogue: Catalogue
    policy: LoadedPolicy
    workers: Workers
    record: Callable[[Event], Awaitable[None]]
    seen: Callable[[Recognised, int], None]
    metrics: Metrics
    node: str
    statuses: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    pseudonym: Callable[[str], str] | None = None

    async def judge(self, request: Request, user: str = "") -> Verdict | None:
        """Recognise, read, scan, decide and record. None: not an AI service, so none of our business."""
        recognised = self.catalogue.recognise(request)
        if recognised is None:
            return None
        if not carries_content(request, recognised):
            verdict = Verdict(recognised, self._decide(recognised))
            if verdict.forwards:
                self.seen(recognised, len(request.body))
                return verdict
            return await self._judge(recognised, Asked(request, len(request.body), user), _nothing())
        reader = recognised.operation.reader if recognised.operation else None
        return await self._judge(
            recognised, Asked(request, len(request.body), user), self.workers.request(request, reader)
        )

    async def judge_message(self, handshake: Request, data: bytes | str, user: str = "") -> Verdict | None:
        """The same for a WebSocket message of a client, by the request that opened the connection."""
        recognised = self.catalogue.recognise(handshake)
        if recognised is None:
            return None
        reader = recognised.operation.reader if recognised.operation else None
        asked = Asked(handshake, len(data), user)
        return await self._judge(recognised, asked, self.workers.message(data, reader))

    async def _judge(self, recognised: Recognised, asked: Asked, work: Awaitable[Examination]) -> Verdict:
        start = time.perf_counter()
        examination, failure = Examination(), None
        try:
            examination = await work
        except ScanFailure as error:
            failure = error.reason
        decided = time.perf_counter()
        decision = self._decide(recognised, examination, failure)
        verdict = Verdict(recognised, decision)
        read = (*examination.parts, *examination.files, *examination.unread)
        if verdict.forwards and failure is None and not read:
            self.seen(recognised, asked.size)  # a ping, or a body without text
            return verdict
        event = self._event(verdict, asked, examination, decided - start)
        try:
            await self.record(event)
        except AgentError:  # no evidence, no forwarding: unless the policy says otherwise
            failure = "not-recorded"
            decision = self._decide(recognised, examination, failure)
        self.metrics.scan_seconds.observe(examination.seconds)
        self.metrics.decision_seconds.observe(time.perf_counter() - start)
        for reason in [item.reason for item in examination.unread] + ([failure] if failure else []):
            self.metrics.unscanned.labels(reason).inc()
        return Verdict(recognised, decision)

    def _decide(
        self, recognised: Recognised, examination: Examination | None = None, failure: str | None = None
    ) -> Decision:
        examination = examination or Examination()
        context = decision_context(recognised, examination, failure)
        return decide(self.policy.policy, context, (placed.finding for placed in examination.findings))

    def _event(self, verdict: Verdict, asked: Asked, examination: Examination, seconds: float) -> Event:
        recognised, decision = verdict.recognised, verdict.decision
        operation = recognised.operation
        found = ((examination.parts[placed.part].path, placed.finding) for placed in examination.findings)
        return Event(
            kind="decision",
            node=self.node,
            service=recognised.service.id,
            operation=operation.name if operation else None,
            tenant=recognised.tenant,
            draft=bool(operation and operation.draft),
            method=asked.request.method,
            host=urlsplit(asked.request.url).hostname or "",
            status=self.statuses.get((recognised.service.id, recognised.tenant)),
            mode=self.policy.policy.mode,
            action=decision.action.value,
            would=decision.would.value if decision.would is not decision.action else None,
            rule=decision.rule,
            policy_version=self.policy.version,
            findings=count_findings(found),
            parts=len(examination.parts),
            chars=sum(examination.chars),
            files=len(examination.files),
            bytes=asked.size,
            pseudonym=self.pseudonym(asked.user) if self.pseudonym and asked.user else None,
            unread=tuple(item.reason for item in examination.unread),
            scan_ms=seconds * 1000,
            outcome="forwarded" if verdict.forwards else "stopped",
        )


async def _nothing() -> Examination:
    """The examination of a request without content."""
    return Examination()


def carries_content(request: Request, recognised: Recognised) -> bool:
    """Whether there is anything to read: a body, or a query with more than keys and numbers in it.

    Sign-in, settings, telemetry and static files, which the catalogue names, are not read at all.
    """
    operation = recognised.operation
    if operation is not None:
        return operation.kind != "other"
    return request.method not in NO_CONTENT or bool(request.body) or bool(urlsplit(request.url).query)


def decision_context(recognised: Recognised, examination: Examination, failure: str | None = None) -> Context:
    """What the policy may look at besides the findings."""
    service, operation = recognised.service, recognised.operation
    return Context(
        service=service.id,
        category=service.category,
        risk=service.risk,
        tenant=recognised.tenant,
        draft=bool(operation and operation.draft),
        unread=tuple(item.reason for item in examination.unread),
        failure=failure,
    )
