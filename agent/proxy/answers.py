"""Looks at the beginning of answers to requests that nobody took for AI: a model may have written them.

The answer passes unchanged and as it comes; a fault in here must not stop it.
"""

import logging
from collections.abc import Callable, Sequence

from mitmproxy import http

from agent.errors import describe
from agent.redact.restore.codings import decoder
from detectors.unknown import FIRST, answer_signals, may_stream

logger = logging.getLogger(__name__)

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
