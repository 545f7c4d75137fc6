"""What is done with answers while they stream by: values put back, kept to be scanned, or looked at.

An answer passes as it comes, whatever happens in here; only placeholders in it are changed.
"""

import logging
from collections.abc import Callable, Sequence

from mitmproxy import http

from agent.errors import describe
from agent.proxy.convert import to_headers
from agent.redact import Restoring, plain_answer
from agent.redact.restore import Restorer
from agent.redact.restore.codings import decoder
from detectors.unknown import FIRST, answer_signals, may_stream

logger = logging.getLogger(__name__)

BODILESS = frozenset({204, 304})
MOST_KEPT = 2 * 2**20
RECORD_END = b"\x1e"
OK = 200

type Tell = Callable[[tuple[str, ...]], None]


def watch(response: http.Response, tell: Tell) -> Callable[[bytes], bytes] | None:
    """A function that answers stream through, when their beginning is worth a look.

    Args:
        response: Its headers are there, its body is to come.
        tell: Called once with the names of what shows that a model answers.
    """
    headers = response.headers
    if not may_stream(headers.get("content-type", "")):
        return None
    return _Watch(tuple(headers.items(multi=True)), headers.get("content-encoding", "").split(","), tell)


class Kept:
    """Passes an answer on, and keeps what the service sent of it to be scanned afterwards.

    Args:
        response: Its headers are there as the service sent them, its body is to come.

    Attributes:
        restorer: Changes the answer for the client; None leaves it as it is.
    """

    def __init__(self, response: http.Response) -> None:
        self.codings = tuple(item.strip() for item in response.headers.get("content-encoding", "").split(","))
        self._data = bytearray()
        self.restorer: Restorer | None = None

    @property
    def data(self) -> bytes:
        """The answer, or its beginning."""
        return bytes(self._data)

    def __call__(self, chunk: bytes) -> bytes | list[bytes]:
        """Pass a chunk on."""
        if len(self._data) < MOST_KEPT:
            self._data += chunk[: MOST_KEPT - len(self._data)]
        return self.restorer(chunk) if self.restorer else chunk


class KeptMessages:
    """What a service said over a WebSocket, a line a message, to be scanned afterwards."""

    codings = ()

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def data(self) -> bytes:
        """The messages, or the first of them."""
        return bytes(self._data)

    def add(self, message: bytes) -> None:
        """Keep one more; SignalR puts several records in one."""
        self._data += (message.replace(RECORD_END, b"\n") + b"\n")[: max(0, MOST_KEPT - len(self._data))]


def is_readable(response: http.Response) -> bool:
    """Whether there is text in an answer: not a picture, a sound or a video."""
    kind = response.headers.get("content-type", "text/").lower()
    return response.status_code == OK and any(
        word in kind for word in ("text/", "json", "event-stream", "xml")
    )


def restorer_of(request: http.Request, response: http.Response, restoring: Restoring) -> Restorer | None:
    """What turns placeholders of the answer back as it streams by; None when there is nothing to turn."""
    headers = response.headers
    restorer = restoring.answer(headers.get("content-type", ""), headers.get("content-encoding", ""))
    if restorer.passes:
        return None
    response.headers = to_headers(plain_answer(tuple(headers.items(multi=True))))
    if response.status_code in BODILESS or request.method == "HEAD":
        return restorer
    if not request.is_http2 and "transfer-encoding" not in response.headers:
        response.headers["transfer-encoding"] = "chunked"
    return restorer


class _Watch:
    """Keeps the first bytes of an answer until they have told enough."""

    def __init__(self, headers: tuple[tuple[str, str], ...], codings: Sequence[str], tell: Tell) -> None:
        self._headers = headers
        self._decode = decoder(codings)
        self._tell: Tell | None = tell
        self._first = b""

    def __call__(self, chunk: bytes) -> bytes:
        """Pass a chunk on."""
        if self._tell is not None:
            try:
                self._look(chunk, self._tell)
            except Exception as error:  # noqa: BLE001 - mitmproxy would leave the client hanging
                self._tell = None
                logger.warning("an answer was not looked at: %s", describe(error))
        return chunk

    def _look(self, chunk: bytes, tell: Tell) -> None:
        if self._decode is not None and chunk:
            self._first += self._decode(chunk[:FIRST])
        names = answer_signals(self._headers, self._first)
        if names or not chunk or self._decode is None or len(self._first) >= FIRST:
            self._tell = None  # once is enough
        if names:
            tell(names)
