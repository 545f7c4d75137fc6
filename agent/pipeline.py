"""The way of a request, steps 1 to 6, for one request at a time. The one place that knows the whole way."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from agent.errors import AgentError
from agent.examination import Examination
from agent.metrics import Metrics
from agent.record.event import Event, count_findings
from agent.redact import Origin, Redactor, Restoring
from agent.workers import ScanFailure, Workers
from detectors.errors import CannotRewriteError
from detectors.request import Request
from detectors.services import Catalogue, Recognised
from policies.decide import Context, Decision, decide
from policies.identity import group_of
from policies.lists import Lists, compile_lists
from policies.load import LoadedPolicy
from policies.model import Action, Language

FORWARDING = frozenset({Action.ALLOW, Action.LOG, Action.REDACT})
NO_CONTENT = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a request to an AI service, and recorded.

    Attributes:
        recognised: The service, operation and tenant.
        decision: What is to be done.
        redacted: What may leave in the place of the request, when the decision is to redact.
        restoring: What the answer needs, so that the user sees values and no placeholders.
    """

    recognised: Recognised
    decision: Decision
    redacted: Request | None = None
    restoring: Restoring | None = None

    @property
    def forwards(self) -> bool:
        """Whether the request may go on to the service. Coaching stops it: the user is told to look again."""
        return self.decision.action in FORWARDING


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks.

    Attributes:
        address: IP address.
        user: Name by which the user signed in to the proxy, or an empty string.
    """

    address: str = ""
    user: str = ""

    @property
    def identity(self) -> str:
        """What a pseudonym is made of; it is not kept itself."""
        return self.user or self.address


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of a service.

    Attributes:
        request: The request, or the one that opened the WebSocket.
        size: Bytes of what is judged.
        client: Who asks.
        group: The client's group under the policy in force.
        is_message: What is judged is a message over the WebSocket.
    """

    request: Request
    size: int
    client: Client
    group: str | None
    is_message: bool = False


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
        redactor: Puts placeholders in requests; None stops what should be redacted.
        language: Of placeholders.
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
    redactor: Redactor | None = None
    language: Language = "nl"
    _listed_policy: LoadedPolicy | None = None
    _lists: Lists | None = None

    async def judge(self, request: Request, client: Client | None = None) -> Verdict | None:
        """Recognise, read, scan, decide and record. None: not an AI service, so none of our business."""
        recognised = self.catalogue.recognise(request)
        if recognised is None:
            return None
        asked = self._asked(request, len(request.body), client)
        if not carries_content(request, recognised):
            verdict = Verdict(recognised, self._decide(recognised, asked))
            if verdict.forwards:
                self.seen(recognised, asked.size)
                origin = Origin(asked.client.identity, recognised, request)
                found = self.redactor.restoring(origin) if self.redactor else None
                return replace(verdict, restoring=found)
            return await self._judge(recognised, asked, _nothing())
        reader = recognised.operation.reader if recognised.operation else None
        return await self._judge(
            recognised, asked, self.workers.request(request, reader, *self._listed(asked))
        )

    async def judge_message(
        self, handshake: Request, data: bytes | str, client: Client | None = None
    ) -> Verdict | None:
        """The same for a WebSocket message of a client, by the request that opened the connection."""
        recognised = self.catalogue.recognise(handshake)
        if recognised is None:
            return None
        reader = recognised.operation.reader if recognised.operation else None
        asked = replace(self._asked(handshake, len(data), client), is_message=True)
        return await self._judge(recognised, asked, self.workers.message(data, reader, *self._listed(asked)))

    async def _judge(self, recognised: Recognised, asked: Asked, work: Awaitable[Examination]) -> Verdict:
        start = time.perf_counter()
        examination, failure = Examination(), None
        try:
            examination = await work
        except ScanFailure as error:
            failure = error.reason
        decided = time.perf_counter()
        decision = self._decide(recognised, asked, examination, failure)
        verdict = await self._acted(Verdict(recognised, decision), asked, examination)
        decision = verdict.decision
        read = (*examination.parts, *examination.files, *examination.unread)
        if verdict.forwards and failure is None and not read:
            self.seen(recognised, asked.size)  # a ping, or a body without text
            return verdict
        event = self._event(verdict, asked, examination, decided - start)
        try:
            await self.record(event)
        except AgentError:  # no evidence, no forwarding: unless the policy says otherwise
            failure = "not-recorded"
            verdict = self._unrecorded(verdict, asked, examination, failure)
        self.metrics.scan_seconds.observe(examination.seconds)
        self.metrics.decision_seconds.observe(time.perf_counter() - start)
        for reason in [item.reason for item in examination.unread] + ([failure] if failure else []):
            self.metrics.unscanned.labels(reason).inc()
        return verdict

    def _unrecorded(self, verdict: Verdict, asked: Asked, examination: Examination, failure: str) -> Verdict:
        """The verdict when the event could not be stored; what was redacted stays redacted."""
        decision = self._decide(verdict.recognised, asked, examination, failure)
        if decision.action in {Action.REDACT, verdict.decision.action}:
            return verdict
        return Verdict(verdict.recognised, decision)

    async def _acted(self, verdict: Verdict, asked: Asked, examination: Examination) -> Verdict:
        """The verdict with the redacted request, or stopped when it cannot be redacted."""
        origin = Origin(asked.client.identity, verdict.recognised, asked.request)
        if verdict.decision.action is not Action.REDACT:
            return replace(verdict, restoring=await self._restoring(origin) if verdict.forwards else None)
        if self.redactor is None or asked.is_message:
            return self._stopped(verdict, "message")
        must = verdict.decision.must_replace
        findings = [placed for placed in examination.findings if must(placed.finding)]
        try:
            done = await self.redactor.request(origin, findings, self.language)
        except (CannotRewriteError, ScanFailure) as error:
            return self._stopped(verdict, error.reason)
        return replace(verdict, redacted=done.content, restoring=done.restoring)

    async def _restoring(self, origin: Origin) -> Restoring | None:
        """What the answer needs when earlier requests of the conversation were redacted."""
        try:
            return await self.redactor.find_restoring(origin) if self.redactor else None
        except ScanFailure as error:
            self.metrics.unscanned.labels(f"not-restored-{error.reason}").inc()
            return None

    def _stopped(self, verdict: Verdict, reason: str) -> Verdict:
        """What should be redacted and cannot be is stopped."""
        self.metrics.unscanned.labels(f"not-redacted-{reason}").inc()
        decision = replace(verdict.decision, action=Action.BLOCK, would=Action.BLOCK)
        return Verdict(verdict.recognised, decision)

    def _listed(self, asked: Asked) -> tuple[Lists | None, str | None]:
        """The policy's allow-lists and always-lists, for this client."""
        if self.policy is not self._listed_policy:
            self._listed_policy, self._lists = self.policy, compile_lists(self.policy.policy)
        return (self._lists or None), asked.group

    def _asked(self, request: Request, size: int, client: Client | None) -> Asked:
        client = client or Client()
        group = group_of(self.policy.policy, client.address or None, client.user or None, request.headers)
        return Asked(request, size, client, group)

    def _decide(
        self,
        recognised: Recognised,
        asked: Asked,
        examination: Examination | None = None,
        failure: str | None = None,
    ) -> Decision:
        examination = examination or Examination()
        status = self.statuses.get((recognised.service.id, recognised.tenant))
        context = decision_context(recognised, examination, failure, status=status, group=asked.group)
        return decide(self.policy.policy, context, (placed.finding for placed in examination.findings))

    def _pseudonym(self, client: Client) -> str | None:
        return self.pseudonym(client.identity) if self.pseudonym and client.identity else None

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
            group=asked.group,
            pseudonym=self._pseudonym(asked.client),
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
    )
