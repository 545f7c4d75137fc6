"""`Restorer`: an answer with its placeholders turned back into values, chunk by chunk, without buffering."""

import logging
from collections.abc import Callable, Mapping, Sequence

from agent.errors import describe
from agent.redact.restore.bodies import Body, choose, is_restorable, media_type
from agent.redact.restore.channels import Channels
from agent.redact.restore.codings import decoder
from agent.redact.restore.marks import Names

logger = logging.getLogger(__name__)

_MESSAGE_PATIENCE = 4


class Restorer:
    """Turns the placeholders of one answer back into values.

    Call it with each chunk; it gives the chunks to send on, an empty list when there is none yet. Call it
    with empty bytes at the end. That is how mitmproxy calls a function in ``response.stream``.

    It never raises: should it fail, the rest of the answer passes as it is.

    Args:
        values: Value by name of the placeholder, e.g. ``{"PERSOON_1": "Jan"}``.
        content_type: ``Content-Type`` of the answer.
        codings: Values of its ``Content-Encoding``; one that is unknown leaves the answer as it is.
        watch: Is shown every decoded chunk, to learn the id of the conversation from it.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        content_type: str = "",
        codings: Sequence[str] = (),
        watch: Callable[[bytes], None] | None = None,
    ) -> None:
        self._names = Names(values)
        self._kind = media_type(content_type)
        self._decode = decoder(codings) if is_restorable(content_type) else None
        self._watch = watch
        self._start = b""
        self._body: Body | None = None

    @property
    def passes(self) -> bool:
        """Whether the answer goes through as it is, its coding still on."""
        return self._decode is None

    def __call__(self, chunk: bytes) -> list[bytes]:
        """The chunks to send on for one that came in; empty bytes end the answer."""
        if self._decode is None:
            return [chunk] if chunk else []
        try:
            out = self.feed(self._decode(chunk)) if chunk else self.end()
        except Exception as error:  # noqa: BLE001 - an exception in here would hang the client
            logger.error("an answer was not restored: %s", describe(error))  # noqa: TRY400 - a traceback may hold text
            out, self._decode = chunk, None
        return [out] if out else []

    def feed(self, data: bytes) -> bytes:
        """Bytes out for bytes in, codings off."""
        if self._watch is not None:
            self._watch(data)
        if self._body is None:
            self._start += data
            if not self._start.strip():  # a server that sends spaces while it thinks
                data, self._start = self._start, b""
                return data
            self._body = choose(self._kind, self._start, self._names, ended=False)
            if self._body is None:
                return b""
            data, self._start = self._start, b""
        return self._body.feed(data)

    def end(self) -> bytes:
        """What was held back."""
        if self._body is not None:
            return self._body.end()
        start, self._start = self._start, b""
        self._body = choose(self._kind, start, self._names, ended=True)
        return (self._body.feed(start) + self._body.end()) if self._body else start


class MessageRestorer:
    """The same for the text messages of a WebSocket that come from the service.

    Args:
        values: Value by name of the placeholder.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._names = Names(values)
        self._channels = Channels(self._names, _MESSAGE_PATIENCE)

    def add(self, values: Mapping[str, str]) -> None:
        """Know these values from the next message on: a later message of the client held more."""
        self._names = Names(values)
        self._channels.names = self._names

    def take(self, message: str) -> list[str]:
        """The messages to send on for one that came in: none while it may be half a placeholder."""
        if '"' not in message:  # no JSON in it: a text of its own
            return [*self._channels.end(), self._names.restored(message)]
        return self._channels.take(message)

    def end(self) -> list[str]:
        """Nothing follows, or nothing has for a while: the messages that were held back."""
        return self._channels.end()
