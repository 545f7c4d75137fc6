"""The mitmproxy add-on: every hook that a request to an AI service passes.

mitmproxy forwards a request when an add-on raises, so each flow carries a refusal from its first header on
(`requestheaders`), and only an explicit verdict takes it off (`request`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from mitmproxy import http, tls, websocket
from mitmproxy.proxy import layer

from agent.coaching import Answer, Desk, is_for_desk
from agent.errors import describe
from agent.pipeline import Pipeline
from agent.proxy.answer_scans import AnswerScans
from agent.proxy.answers import restorer_of, watch
from agent.proxy.convert import client_of, plain_request, to_headers, to_response
from agent.proxy.interception import Interception
from agent.proxy.messages import Messages, inject, refuse_message
from agent.proxy.replies import Refusal, is_navigation, refuse, wanted_language
from agent.redact import Restoring, ask_plain
from agent.verdict import Client, Verdict
from detectors.request import Request
from policies.decide import FAILED, Decision
from policies.identity import group_headers
from policies.model import Action, Language

logger = logging.getLogger(__name__)
DENIED = "schaduwwacht-denied"
RESTORING = "schaduwwacht-restoring"
MESSAGES = "schaduwwacht-messages"
ORDINARY = "schaduwwacht-ordinary"
ERROR = Decision(Action.BLOCK, Action.BLOCK, "guard-error", FAILED)
STOPPING = "The guard is stopping; try again in a moment."


class GuardAddon:
    """Decides on each request to an AI service before anything of it leaves.

    Args:
        pipeline: Judges requests.
        interception: Chooses what is decrypted.
        language: Language of refusals where the client names none.
        desk: Takes the reasons of coached users.
    """

    def __init__(
        self, pipeline: Pipeline, interception: Interception, language: Language, desk: Desk | None = None
    ) -> None:
        self.pipeline = pipeline
        self.desk = desk
        self.metrics = pipeline.metrics
        self.interception = interception
        self.language = language
        self.open_flows: set[str] = set()
        self.idle = asyncio.Event()
        self.idle.set()
        self.stopping = False
        self.scans = AnswerScans(pipeline, self._close)

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Decrypt AI services only."""
        self.interception.tls_clienthello(data)

    def tls_failed_client(self, _: tls.TlsData) -> None:
        """Count clients that refuse our certificate."""
        self.interception.tls_failed_client()

    def next_layer(self, data: layer.NextLayer) -> None:
        """Leave what is not TLS and not for an AI service alone."""
        self.interception.next_layer(data)

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Default-deny: whatever happens from here on, nothing leaves without a verdict."""
        if flow.response is not None:
            return  # another add-on answers, e.g. with 407 to an unknown proxy user
        flow.metadata[DENIED] = True
        flow.request.stream = False
        flow.response = http.Response.make(
            503, STOPPING if self.stopping else "Not checked.", {"retry-after": "1"}
        )

    async def request(self, flow: http.HTTPFlow) -> None:
        """Judge the whole request; take the refusal off, or put the one on that the client understands."""
        if self.stopping or not flow.metadata.get(DENIED):
            return
        self.open_flows.add(flow.id)
        self.idle.clear()
        flow.request.trailers = None  # trailers would leave unread
        request = self._plain(flow)
        if self.desk and is_for_desk(request):
            flow.response = to_response(await self._at_desk(self.desk, request, client_of(flow)))
            return
        verdict = await self._guarded(lambda: self.pipeline.judge(request, client_of(flow)))
        if verdict is None or (isinstance(verdict, Verdict) and verdict.forwards):
            if isinstance(verdict, Verdict):
                _prepare(flow, verdict)
                self.scans.expect(flow, verdict)
            elif self.pipeline.recogniser is not None:
                flow.metadata[ORDINARY] = request
            self._restrict(flow, request.host)
            flow.response = None
            flow.metadata[DENIED] = False
            return
        flow.response = to_response(self._refusal(request, verdict))

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Pass answers on as they come: buffering would break streaming chats."""
        if flow.response and not flow.metadata.get(DENIED) and flow.response.status_code != 101:  # noqa: PLR2004
            flow.response.stream = self._stream(flow, flow.response) or True

    def response(self, flow: http.HTTPFlow) -> None:
        """The answer is complete, or a WebSocket is open."""
        self.scans.finish(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        """The client or the service left: many clients do as soon as they have the last event of a stream."""
        self.scans.finish(flow)

    async def websocket_message(self, flow: http.HTTPFlow) -> None:
        """Judge each message of the client; what is stopped is swallowed. Restore those of the service."""
        if flow.websocket is None:
            return
        message = flow.websocket.messages[-1]
        if not message.injected:
            if message.from_client:
                await self._judge_message(flow, message)
            else:
                self.scans.message(flow, message.content)
                if messages := _messages(flow, flow.metadata.get(RESTORING)):
                    messages.restore(message)
        del flow.websocket.messages[:-1]  # mitmproxy keeps them for the life of the connection

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        """Forget the values of the connection."""
        self.scans.finish(flow)
        if messages := flow.metadata.pop(MESSAGES, None):
            messages.close()

    def _stream(self, flow: http.HTTPFlow, response: http.Response) -> Callable[[bytes], Any] | None:
        """What the answer passes through; None when nothing looks at it."""
        restoring = flow.metadata.get(RESTORING)
        kept = self.scans.keep(flow, response)
        restorer = restorer_of(flow.request, response, restoring) if restoring else None
        if kept is None:
            return restorer or self._watch(flow, response)
        kept.restorer = restorer
        return kept

    def _restrict(self, flow: http.HTTPFlow, host: str) -> None:
        """Tell the vendor which accounts may be used, in place of what the client said, and no group."""
        for name in group_headers(self.pipeline.policy.policy):
            flow.request.headers.pop(name, None)
        if self.pipeline.recogniser is not None:
            for name, value in self.pipeline.recogniser.tenants.restrictions(host):
                flow.request.headers[name] = value

    def _watch(self, flow: http.HTTPFlow, response: http.Response) -> Callable[[bytes], bytes] | None:
        """What looks at the answer to a request that was not taken for AI."""
        request, recogniser = flow.metadata.pop(ORDINARY, None), self.pipeline.recogniser
        if request is None or recogniser is None:
            return None
        return watch(response, lambda names: recogniser.answered(request, names))

    async def _judge_message(self, flow: http.HTTPFlow, message: websocket.WebSocketMessage) -> None:
        data = message.text if message.is_text else message.content
        request = self._plain(flow)
        verdict = await self._guarded(lambda: self.pipeline.judge_message(request, data, client_of(flow)))
        if verdict is None:
            return
        if not isinstance(verdict, Verdict) or not verdict.forwards:
            message.drop()
            answer = (
                refuse_message(request, data, verdict, self.language)
                if isinstance(verdict, Verdict)
                else None
            )
            if answer is not None:
                inject(flow, answer)
            return
        self.scans.expect(flow, verdict)
        if isinstance(verdict.redacted, bytes | str):
            redacted = verdict.redacted
            message.content = redacted.encode() if isinstance(redacted, str) else redacted
        if verdict.restoring and (messages := _messages(flow, verdict.restoring)):
            messages.know(verdict.restoring)

    def _close(self, flow: http.HTTPFlow) -> None:
        self.open_flows.discard(flow.id)
        if not self.open_flows:
            self.idle.set()

    def _plain(self, flow: http.HTTPFlow) -> Request:
        return plain_request(flow, self.pipeline.catalogue.inspects)

    async def _guarded(self, judge: Callable[[], Awaitable[Verdict | None]]) -> Verdict | Decision | None:
        """The verdict, or `ERROR`: mitmproxy would let the request pass if anything were raised."""
        try:
            return await judge()
        except asyncio.CancelledError:
            self.metrics.unscanned.labels("cancelled").inc()
        except BaseException as error:  # noqa: BLE001 - see the module's first lines
            self.metrics.unscanned.labels("guard-error").inc()
            logger.error("a request was refused since judging it failed: %s", describe(error))  # noqa: TRY400 - a traceback may hold the prompt
        return ERROR

    async def _at_desk(self, desk: Desk, request: Request, client: Client) -> Answer | Refusal:
        """What the coaching page answers; like `_guarded`, it never raises."""
        try:
            answer = await desk.answer(request, client.identity, wanted_language(request, self.language))
        except Exception as error:  # noqa: BLE001 - see the module's first lines
            logger.error("the coaching page failed: %s", describe(error))  # noqa: TRY400 - a traceback may hold text
            return refuse(request, ERROR, "generic", self.language)
        self.metrics.coach.labels(answer.outcome).inc()
        return answer

    def _refusal(self, request: Request, verdict: Verdict | Decision) -> Answer | Refusal:
        if isinstance(verdict, Decision):
            return refuse(request, verdict, "generic", self.language)
        if self.desk and verdict.case and verdict.token:
            self.metrics.coach.labels("shown").inc()
            if is_navigation(request):
                language = wanted_language(request, self.language)
                return self.desk.page(verdict.case, verdict.token, language)
        operation = verdict.recognised.operation
        shape = operation.reply if operation else "generic"
        return refuse(request, verdict.decision, shape, self.language, verdict.token)


def _prepare(flow: http.HTTPFlow, verdict: Verdict) -> None:
    """Put the redacted request in the place of the client's, and remember what its answer needs."""
    if isinstance(verdict.redacted, Request):
        parts = urlsplit(verdict.redacted.url)
        flow.request.path = parts.path + (f"?{parts.query}" if parts.query else "")
        flow.request.headers = to_headers(verdict.redacted.headers)
        flow.request.raw_content = verdict.redacted.body
    if verdict.restoring is not None:
        flow.request.headers = to_headers(ask_plain(tuple(flow.request.headers.items(multi=True))))
        flow.metadata[RESTORING] = verdict.restoring


def _messages(flow: http.HTTPFlow, restoring: Restoring | None) -> Messages | None:
    """What restores the service's messages on this connection; None while nothing of it was redacted."""
    found: Messages | None = flow.metadata.get(MESSAGES)
    if found is None and restoring is not None:
        found = flow.metadata[MESSAGES] = Messages(flow, restoring)
    return found


def __getattr__(name: str) -> object:
    """Mitmproxy's script loader asks this module for `addons`; nobody else needs what that imports."""
    if name != "addons":
        raise AttributeError(name)
    from agent.proxy.standalone import StandaloneGuard  # noqa: PLC0415 - it imports this module

    globals()[name] = [StandaloneGuard()]  # it asks more than once
    return globals()[name]
