"""`Redactor`: placeholders in what leaves, values back in what comes, for one request or WebSocket at a time.

The text is worked on in a worker process; here only the values of the conversations are kept.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from agent.examination import Placed
from agent.redact.restore import MessageRestorer, Restorer
from agent.redact.thread import Thread, credential, names_in_answer, thread_named, thread_of_url
from agent.redact.vault import Conversation, Vault
from agent.redact.worker import (
    Refused,
    Rewritten,
    Task,
    find_message_thread,
    find_thread,
    redact_message,
    redact_request,
)
from detectors.errors import CannotRewriteError
from detectors.prompts import MAX_BODY
from detectors.request import Request
from detectors.services import Recognised
from policies.model import Language

type Run = Callable[..., Awaitable[Any]]
type Headers = tuple[tuple[str, str], ...]

_TRIES = 8
_WATCHED = 64 * 1024
_LONGEST_NAME = 300
# They describe the bytes of the answer as the service sent it.
_DROPPED = frozenset(
    {"content-length", "content-encoding", "content-md5", "digest", "content-digest", "repr-digest", "etag"}
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose request it is, as far as the values of one must never be given to another.

    Attributes:
        client: The user or address.
        recognised: The service and tenant.
        request: The request, or the one that opened the WebSocket.
        connection: Id of the WebSocket, so that its messages share placeholders; None for a request.
    """

    client: str
    recognised: Recognised
    request: Request
    connection: str | None = None

    def told(self) -> tuple[bytes | str | None, ...]:
        """What is in the key of a conversation besides the conversation itself."""
        return (self.client, self.recognised.service.id, self.recognised.tenant, credential(self.request))

    @property
    def thread(self) -> Thread | None:
        """The conversation that the connection is, where nothing else names one."""
        return thread_named(f"connection {self.connection}") if self.connection else None

    @property
    def reader(self) -> str | None:
        """Name of the wire format."""
        return self.recognised.operation.reader if self.recognised.operation else None


@dataclass(slots=True)
class Restoring:
    """What an answer needs to be restored.

    Attributes:
        values: Value by name of its placeholder: of the conversation, or of the request alone when such
            requests hold their whole conversation.
    """

    values: Mapping[str, str] = field(repr=False)
    _learn: Callable[[str], None]

    def answer(self, content_type: str, content_encoding: str = "") -> Restorer:
        """A restorer for an answer, by two of its headers."""
        watch = _Watch(self._learn)
        return Restorer(self.values, content_type, content_encoding.split(","), watch.feed)

    def messages(self) -> MessageRestorer:
        """A restorer for the messages of a WebSocket."""
        return MessageRestorer(self.values)


@dataclass(frozen=True, slots=True)
class Redacted[T: Request | bytes | str]:
    """What may leave, and what its answer needs."""

    content: T
    restoring: Restoring


class Redactor:
    """Redacts and restores.

    Args:
        vault: Keeps the values.
        run: Calls a function in a worker process: ``await run(function, *arguments)``.
        max_body: Bytes of a body, on the wire and decoded.
    """

    def __init__(self, vault: Vault, run: Run, max_body: int = MAX_BODY) -> None:
        self._vault = vault
        self._run = run
        self._max_body = max_body

    async def request(
        self, origin: Origin, findings: Sequence[Placed], language: Language
    ) -> Redacted[Request]:
        """Redact a request.

        Args:
            origin: The request and whose it is.
            findings: What must not leave, by part, as the examination gave it.
            language: Of the words in placeholders.

        Raises:
            CannotRewriteError: It cannot be done: the request must be stopped.
        """
        run = partial(self._run, redact_request, origin.request)
        return await self._redact(run, origin, findings, language)

    async def message[M: bytes | str](
        self, origin: Origin, data: M, findings: Sequence[Placed], language: Language
    ) -> Redacted[M]:
        """Redact a message of a client over a WebSocket, which `origin` opened.

        Raises:
            CannotRewriteError: It cannot be done: the message must be stopped.
        """
        run = partial(self._run, redact_message, data, origin.request)
        return await self._redact(run, origin, findings, language)

    def restoring(self, origin: Origin, thread: Thread | None = None) -> Restoring | None:
        """What the answer to a request needs in which nothing was redacted.

        The service may remember placeholders of earlier requests. Where the client sends the whole
        conversation each time it does not, and what was not redacted in it is not restored.

        Args:
            origin: The request and whose it is.
            thread: Its conversation; None asks its URL.
        """
        thread = thread or thread_of_url(origin.request)
        if thread is None or thread.resends:
            return None
        conversation = self._vault.find(self._key(origin, thread))
        return self._restoring(origin, conversation) if conversation else None

    async def find_restoring(self, origin: Origin, message: bytes | str | None = None) -> Restoring | None:
        """The same, also for a conversation that only the body or a message names, as ChatGPT's does.

        It is read in a worker, and only when this client has had something redacted at this service.
        """
        if found := self.restoring(origin) or (origin.thread and self.restoring(origin, origin.thread)):
            return found
        content = origin.request.body if message is None else message
        if not content or self._vault.find(self._vault.key(*origin.told())) is None:
            return None
        if message is None:
            thread = await self._run(find_thread, origin.request, origin.reader, self._max_body)
        else:
            thread = await self._run(find_message_thread, message, origin.request, origin.reader)
        return self.restoring(origin, thread)

    async def _redact(
        self, run: Run, origin: Origin, findings: Sequence[Placed], language: Language
    ) -> Redacted[Any]:
        thread = thread_of_url(origin.request) or self._pinned(origin)
        for _ in range(_TRIES):
            conversation = self._vault.find(self._key(origin, thread)) if thread else None
            known = dict(conversation.values) if conversation else {}
            language = conversation.language if conversation else language
            done: Rewritten[Any] | Refused = await run(
                Task(origin.reader, tuple(findings), known, language, self._max_body)
            )
            if isinstance(done, Refused):
                raise CannotRewriteError(done.reason)
            if thread is None:  # only the body tells the conversation: most requests with findings begin one
                thread = (done.thread.resends and origin.thread) or done.thread
                if self._vault.find(self._key(origin, thread)):
                    continue
            key = self._key(origin, thread)
            # The conversation may have been forgotten meanwhile, so what it knew is told again.
            values = {name: known[name] for name in done.used & known.keys()} | done.new
            settled = self._settle(key, values, language, thread)
            if settled is not None:
                self._vault.merge(self._vault.key(*origin.told()), {}, language)  # see `find_restoring`
                if origin.thread:
                    self._vault.alias(self._key(origin, origin.thread), settled)
                return Redacted(done.content, self._restoring(origin, settled))
            # Another request of the conversation gave the same placeholder to another value: once more.
        raise CannotRewriteError("busy")

    def _pinned(self, origin: Origin) -> Thread | None:
        """The conversation of the first message on a connection is that of all.

        Its answers are restored by one list of values, in which no placeholder may stand for two.
        """
        thread = origin.thread
        return thread if thread and self._vault.find(self._key(origin, thread)) else None

    def _settle(
        self, key: bytes, values: Mapping[str, str], language: Language, thread: Thread
    ) -> Conversation | None:
        """Keep the values of a request; gives those that its answer may need, or None to try again.

        A request that holds its whole conversation needs its own values only. Many of them begin alike, as
        those of a program do, so what is kept of the others is for the sake of equal numbers alone.
        """
        if not thread.resends:
            return self._vault.merge(key, values, language)
        try:
            self._vault.merge(key, values, language)
        except CannotRewriteError:
            self._vault.forget(key)
        own = Conversation(language)
        own.add(values)
        return own

    def _restoring(self, origin: Origin, conversation: Conversation) -> Restoring:
        def learn(name: str) -> None:
            self._vault.alias(self._key(origin, thread_named(name)), conversation)

        return Restoring(dict(conversation.values), learn)

    def _key(self, origin: Origin, thread: Thread) -> bytes:
        return self._vault.key(*origin.told(), thread.digest)


class _Watch:
    """Looks in the beginning of an answer for the id that the next request will name."""

    def __init__(self, learn: Callable[[str], None]) -> None:
        self._learn = learn
        self._left = _WATCHED
        self._tail = b""
        self._known: set[str] = set()

    def feed(self, data: bytes) -> None:
        """Look at the next bytes."""
        if self._left <= 0:
            return
        self._left -= len(data)
        window = self._tail + data
        self._tail = window[-_LONGEST_NAME:]
        for name in names_in_answer(window):
            if name not in self._known:
                self._known.add(name)
                self._learn(name)


def ask_plain(headers: Headers) -> Headers:
    """The headers of a request whose answer is to be restored: in no content coding, please."""
    kept = tuple((name, value) for name, value in headers if name.lower() != "accept-encoding")
    return (*kept, ("accept-encoding", "identity"))


def plain_answer(headers: Headers) -> Headers:
    """The headers of an answer that is restored: without what describes the bytes as they were."""
    return tuple((name, value) for name, value in headers if name.lower() not in _DROPPED)
