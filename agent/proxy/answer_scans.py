"""Scans answers after they have gone by: a request's when it ends, those on a WebSocket when it is silent."""

import asyncio
import logging
from collections.abc import Callable

from mitmproxy import http

from agent.errors import describe
from agent.pipeline import Pipeline
from agent.proxy.answers import Kept, KeptMessages, is_readable
from agent.proxy.convert import client_of, plain_request
from agent.verdict import Verdict

VERDICT = "schaduwwacht-verdict"
KEPT = "schaduwwacht-kept"
TIMER = "schaduwwacht-timer"
SILENCE_SECONDS = 2.0
"""Apps send an answer over a WebSocket in a row of messages; after this silence it is taken for whole."""

logger = logging.getLogger(__name__)


class AnswerScans:
    """Keeps what services answer, and has it scanned once the client has it.

    Args:
        pipeline: Scans and records.
        done: Called with a flow when nothing of it is left to do.
    """

    def __init__(self, pipeline: Pipeline, done: Callable[[http.HTTPFlow], None]) -> None:
        self._pipeline = pipeline
        self._done = done
        self._tasks: set[asyncio.Task[None]] = set()
        self._unfinished: dict[str, http.HTTPFlow] = {}

    def expect(self, flow: http.HTTPFlow, verdict: Verdict) -> None:
        """The request or message was forwarded: keep what comes back, if the policy is about answers."""
        if self._pipeline.policy.policy.scans_answers:
            flow.metadata[VERDICT] = verdict

    def keep(self, flow: http.HTTPFlow, response: http.Response) -> Kept | None:
        """What the answer must pass through to be kept; None when nobody asks for it."""
        if VERDICT not in flow.metadata or not is_readable(response):
            return None
        kept = flow.metadata[KEPT] = Kept(response)
        return kept

    def message(self, flow: http.HTTPFlow, data: bytes) -> None:
        """The service said this over a WebSocket."""
        if VERDICT not in flow.metadata:
            return
        flow.metadata.setdefault(KEPT, KeptMessages()).add(data)
        self._stop_timer(flow)
        self._unfinished[flow.id] = flow
        loop = asyncio.get_running_loop()
        flow.metadata[TIMER] = loop.call_later(SILENCE_SECONDS, self._silent, flow)

    def finish(self, flow: http.HTTPFlow) -> None:
        """Nothing more will come of this answer: scan what was kept of it, if anything was."""
        self._stop_timer(flow)
        verdict, kept = flow.metadata.pop(VERDICT, None), flow.metadata.pop(KEPT, None)
        if verdict is None or kept is None or not kept.data:
            self._done(flow)
        else:
            self._begin(flow, verdict, kept, last=True)

    async def flush(self) -> None:
        """The guard stops: scan what came by on open WebSockets, and wait until all is recorded."""
        for flow in list(self._unfinished.values()):
            self._stop_timer(flow)
            self._silent(flow)
        await asyncio.gather(*self._tasks)

    def _silent(self, flow: http.HTTPFlow) -> None:
        """The service is silent on a WebSocket that stays open."""
        self._unfinished.pop(flow.id, None)
        if kept := flow.metadata.pop(KEPT, None):
            self._begin(flow, flow.metadata[VERDICT], kept, last=False)

    def _begin(self, flow: http.HTTPFlow, verdict: Verdict, kept: Kept | KeptMessages, *, last: bool) -> None:
        task = asyncio.create_task(self._scan(flow, verdict, kept, last=last))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _scan(
        self, flow: http.HTTPFlow, verdict: Verdict, kept: Kept | KeptMessages, *, last: bool
    ) -> None:
        try:
            request = plain_request(flow, self._pipeline.catalogue.inspects)
            await self._pipeline.look(verdict, request, client_of(flow), kept.data, kept.codings)
        except Exception as error:  # noqa: BLE001 - the answer is with the client already
            logger.error("an answer was not scanned: %s", describe(error))  # noqa: TRY400 - a traceback may hold text
        finally:
            if last:
                self._done(flow)

    def _stop_timer(self, flow: http.HTTPFlow) -> None:
        self._unfinished.pop(flow.id, None)
        if timer := flow.metadata.pop(TIMER, None):
            timer.cancel()
