"""The way of a request, steps 1 to 6, for one request at a time. The one place that knows the whole way."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from agent.coaching import Case, Content, Passes
from agent.errors import AgentError
from agent.examination import Examination
from agent.metrics import Metrics
from agent.recognise import Recogniser
from agent.record.event import Event
from agent.redact import Origin, Redacted, Redactor, Restoring
from agent.verdict import (
    Asked,
    Circumstances,
    Client,
    Verdict,
    carries_content,
    decision_context,
    event_of,
)
from agent.workers import ScanFailure, Workers
from detectors.errors import CannotRewriteError
from detectors.request import Request
from detectors.services import Catalogue, Recognised
from policies.decide import UNRECORDED, Context, Decision, decide
from policies.identity import Network, group_of, is_within
from policies.lists import Lists, compile_lists
from policies.load import LoadedPolicy
from policies.model import Action, Language


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
        passes: What coached users may send; None lets nothing pass.
        trusted: Proxies in front of this one whose headers are believed.
        recogniser: Knows own accounts, and AI outside the catalogue; None knows the catalogue only.
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
    passes: Passes | None = None
    trusted: tuple[Network, ...] = ()
    recogniser: Recogniser | None = None
    _listed_policy: LoadedPolicy | None = None
    _lists: Lists | None = None

    async def judge(self, request: Request, client: Client | None = None) -> Verdict | None:
        """Recognise, read, scan, decide and record. None: not an AI service, so none of our business."""
        recognised = await self._recognise(request)
        if recognised is None:
            return None
        asked = self._asked(request, request.body, client)
        if not carries_content(request, recognised):
            verdict = Verdict(recognised, self._decide(recognised, asked))
            if verdict.forwards:
                self.seen(recognised, len(asked.content))
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
        recognised = await self._recognise(handshake, data)
        if recognised is None:
            return None
        reader = recognised.operation.reader if recognised.operation else None
        asked = replace(self._asked(handshake, data, client), is_message=True)
        return await self._judge(recognised, asked, self.workers.message(data, reader, *self._listed(asked)))

    async def look(
        self, verdict: Verdict, request: Request, client: Client, body: bytes, codings: tuple[str, ...]
    ) -> None:
        """Scan an answer that has gone by, and record it when a rule is about what it holds.

        Args:
            verdict: On the request.
            request: What it was the answer to.
            client: Who asked.
            body: The answer as the service sent it.
            codings: Its content codings.

        Raises:
            ScanFailure: It could not be scanned.
            AgentError: The event could not be stored.
        """
        recognised = verdict.recognised
        asked = self._asked(request, body, client)
        examination = await self.workers.answer(body, codings, *self._listed(asked))
        context = self._context(recognised, asked, examination, None)
        found = (placed.finding for placed in examination.findings)
        decision = decide(self.policy.policy, replace(context, direction="answer"), found)
        if examination.findings and decision.spoke:
            about = self._circumstances(recognised, client)
            answered = replace(verdict, decision=decision, passed=None)
            event = event_of(answered, asked, examination, about, examination.seconds)
            await self.record(replace(event, kind="answer"))

    async def _recognise(self, request: Request, message: bytes | str | None = None) -> Recognised | None:
        """Step 1, for a request or for a message over the WebSocket that it opened."""
        if self.recogniser is None:
            return self.catalogue.recognise(request)
        now = (self.catalogue, self.policy, self.statuses)
        if message is None:
            return await self.recogniser.request(request, *now)
        return await self.recogniser.message(request, message, *now)

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
            self.seen(recognised, len(asked.content))  # a ping, or a body without text
            return verdict
        about = self._circumstances(recognised, asked.client)
        event = event_of(verdict, asked, examination, about, decided - start)
        try:
            await self.record(event)
        except AgentError:  # no evidence, no forwarding: unless the policy says otherwise
            failure = UNRECORDED
            verdict = self._unrecorded(verdict, asked, examination, failure)
        self.metrics.scan_seconds.observe(examination.seconds)
        self.metrics.decision_seconds.observe(time.perf_counter() - start, {"event_id": event.id})
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
        """The verdict with the redacted request or the coached user's pass, or stopped without one."""
        client, connection = asked.client, asked.client.connection if asked.is_message else None
        origin = Origin(client.identity, verdict.recognised, asked.request, connection)
        if verdict.decision.action is Action.REDACT:
            return await self._redacted(verdict, asked, examination, origin)
        if verdict.decision.action is Action.COACH:
            verdict = self._coached(verdict, asked, examination)
        message = asked.content if asked.is_message else None
        found = await self._restoring(origin, message) if verdict.forwards else None
        return replace(verdict, restoring=found)

    async def _redacted(
        self, verdict: Verdict, asked: Asked, examination: Examination, origin: Origin
    ) -> Verdict:
        """The verdict with what may leave, or stopped when it cannot be redacted."""
        if self.redactor is None:
            return self._stopped(verdict, "unsupported")
        must = verdict.decision.must_replace
        findings = [placed for placed in examination.findings if must(placed.finding)]
        done: Redacted[Request] | Redacted[bytes | str]
        try:
            if asked.is_message:
                done = await self.redactor.message(origin, asked.content, findings, self.language)
            else:
                done = await self.redactor.request(origin, findings, self.language)
        except (CannotRewriteError, ScanFailure) as error:
            return self._stopped(verdict, error.reason)
        return replace(verdict, redacted=done.content, restoring=done.restoring)

    def _coached(self, verdict: Verdict, asked: Asked, examination: Examination) -> Verdict:
        """The verdict with the reason under which the content may pass, or with a link to give one."""
        recognised, client = verdict.recognised, asked.client
        if self.passes is None:
            return verdict
        content = Content.of(
            client.identity, recognised.service.id, recognised.tenant, examination, asked.content
        )
        if reason := self.passes.admits(content):
            self.metrics.coach.labels("used").inc()
            return replace(verdict, passed=reason)
        if recognised.operation and recognised.operation.draft:
            return verdict  # nobody reads the answer to a keystroke
        kinds = Counter(placed.finding.type for placed in examination.findings)
        case = Case(
            content,
            recognised.service.name,
            verdict.decision,
            tuple(sorted(kinds.items())),
            asked.group,
            self._pseudonym(client),
        )
        return replace(verdict, case=case, token=self.passes.open(case))

    async def _restoring(self, origin: Origin, message: bytes | str | None) -> Restoring | None:
        """What the answer needs when earlier requests of the conversation were redacted."""
        try:
            return await self.redactor.find_restoring(origin, message) if self.redactor else None
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

    def _asked(self, request: Request, content: bytes | str, client: Client | None) -> Asked:
        client = client or Client()
        group = group_of(
            self.policy.policy,
            client.address or None,
            client.user or None,
            request.headers,
            trusted=is_within(client.address, self.trusted),
        )
        return Asked(request, content, client, group)

    def _decide(
        self,
        recognised: Recognised,
        asked: Asked,
        examination: Examination | None = None,
        failure: str | None = None,
    ) -> Decision:
        examination = examination or Examination()
        context = self._context(recognised, asked, examination, failure)
        return decide(self.policy.policy, context, (placed.finding for placed in examination.findings))

    def _context(
        self, recognised: Recognised, asked: Asked, examination: Examination, failure: str | None
    ) -> Context:
        status = self.statuses.get((recognised.service.id, recognised.tenant))
        return decision_context(recognised, examination, failure, status=status, group=asked.group)

    def _pseudonym(self, client: Client) -> str | None:
        return self.pseudonym(client.identity) if self.pseudonym and client.identity else None

    def _circumstances(self, recognised: Recognised, client: Client) -> Circumstances:
        status = self.statuses.get((recognised.service.id, recognised.tenant))
        policy = self.policy
        return Circumstances(self.node, status, policy.policy.mode, policy.version, self._pseudonym(client))


async def _nothing() -> Examination:
    """The examination of a request without content."""
    return Examination()
