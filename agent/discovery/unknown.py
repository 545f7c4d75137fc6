"""Unknown AI in live traffic: requests, WebSocket messages and answers that look like a model's.

Only traffic that is plain or decrypted anyway is looked at: plain HTTP, and the hosts that the organisation
opted in for. What cannot be opened (too large, a broken coding, a worker that died) passes and is counted:
the host is no AI service as far as anybody knows, and ordinary traffic must not stand still.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from cachetools import LRUCache

from agent.metrics import Metrics
from agent.workers import ScanFailure
from detectors.request import Request
from detectors.services import Catalogue, Recognised, embedded_service, unknown_service
from detectors.unknown import Score, asks_in_query, is_whole_answer, judge, outside_signals

MOST_ENDPOINTS = 10_000
MOST_HOSTS = 1_000
"""Hosts that get a name of their own; a client that makes up names fills neither memory nor register."""

REST = "elsewhere"
"""The host of what comes after those."""

_READABLE = re.compile(r"json|text/plain|multipart/form-data|x-www-form-urlencoded|^$", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9][a-z0-9.:_-]{0,252}")
_VARIABLE = re.compile(r"[0-9a-f-]{8,}|\d+|.{40,}", re.IGNORECASE)
_NO_BODY = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})

type Work = Callable[..., Awaitable[Any]]
type Endpoint = tuple[str, str]


class Finder:
    """Finds unknown AI, and remembers where it was.

    Args:
        work: Runs a function in a worker.
        metrics: Counts what could not be looked at.
        max_body: Bytes of a body, on the wire and decoded.
    """

    def __init__(self, work: Work, metrics: Metrics, max_body: int) -> None:
        self._work = work
        self._metrics = metrics
        self._max_body = max_body
        self._learned: LRUCache[Endpoint, Recognised] = LRUCache(MOST_ENDPOINTS)
        self._hosts: set[str] = set()
        self._catalogue: Catalogue | None = None

    async def request(self, request: Request, catalogue: Catalogue) -> Recognised | None:
        """The unknown AI service that a request goes to; None for ordinary traffic."""
        self._catalogue = catalogue
        if catalogue.only_restricts(request.host) or not may_ask(request):
            return None
        if learned := self._learned.get(_endpoint(request)):
            return learned
        names = outside_signals(request)
        if request.body and _READABLE.search(request.header("content-type")):
            names += await self._inside(_body_signals, request, self._max_body)
        return self._judged(request, judge(names))

    async def message(self, handshake: Request, data: bytes | str, catalogue: Catalogue) -> Recognised | None:
        """The same for a message over a WebSocket; what one message showed holds for the next ones."""
        if catalogue.only_restricts(handshake.host):
            return None
        if learned := self._learned.get(_endpoint(handshake)):
            return learned
        names = outside_signals(handshake)
        if len(data) <= self._max_body:
            names += await self._inside(_message_signals, data)
        return self._learn(handshake, self._judged(handshake, judge(names)))

    def answered(self, request: Request, names: tuple[str, ...]) -> Recognised | None:
        """A model answered, though the request did not show it: the next one is judged before it leaves.

        What a page tells of models (a list of their costs) is no answer of one; a stream is one.
        """
        if self._catalogue is not None and self._catalogue.only_restricts(request.host):
            return None
        if not may_ask(request):
            names = tuple(name for name in names if not is_whole_answer(name))
        if not names or _endpoint(request) in self._learned:
            return None
        score = judge((*outside_signals(request), *names))
        return self._learn(request, self._judged(request, score))

    def knows(self, host: str) -> bool:
        """Whether AI was found at a host since the start."""
        return host in self._hosts

    async def _inside(self, shape: Callable[..., tuple[str, ...]], *what: object) -> tuple[str, ...]:
        try:
            found: tuple[str, ...] = await self._work(shape, *what)
        except ScanFailure as error:
            self._metrics.unscanned.labels(f"shape-{error.reason}").inc()
            return ()
        return found

    def _judged(self, request: Request, score: Score) -> Recognised | None:
        return found_at(self._named(request.host), score) if score.is_ai else None

    def _named(self, host: str) -> str:
        if host in self._hosts:
            return host
        if len(self._hosts) >= MOST_HOSTS or not _HOST.fullmatch(host):
            return REST
        self._hosts.add(host)
        return host

    def _learn(self, request: Request, found: Recognised | None) -> Recognised | None:
        if found is not None:
            self._learned[_endpoint(request)] = found
        return found


def may_ask(request: Request) -> bool:
    """Whether a request may ask something: by its method, by a body all the same, or by its query."""
    return request.method not in _NO_BODY or bool(request.body) or asks_in_query(request)


def found_at(host: str, score: Score) -> Recognised | None:
    """The AI at a host, when the signals make it AI."""
    if not score.is_ai:
        return None
    service = embedded_service(host) if score.embedded else unknown_service(host)
    return Recognised(service, score.operation, evidence=score.evidence)


def _endpoint(request: Request) -> Endpoint:
    """Host and path, without what differs from one conversation to the next."""
    steps = ("*" if _VARIABLE.fullmatch(step) else step for step in request.path[:1024].split("/"))
    return request.host, "/".join(steps)


# These run in the workers, which have the decoders loaded; this process never needs them.


def _body_signals(request: Request, max_body: int) -> tuple[str, ...]:
    from detectors.unknown.body import body_signals  # noqa: PLC0415 - see above

    return body_signals(request, max_body)


def _message_signals(data: bytes | str) -> tuple[str, ...]:
    from detectors.unknown.body import message_signals  # noqa: PLC0415 - see above

    return message_signals(data)
