"""Who may send what for a while: one-time links that wait for a reason, and the passes that reasons give.

All of it is in memory, under the keyed hashes of texts that the scan processes make, and is forgotten with
the process: a restart asks again. Time is that of the monotonic clock, which nobody can set back.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cachetools import TLRUCache

from agent.examination import Examination
from detectors.services import found_service
from policies.coaching import Coach
from policies.decide import Decision
from policies.terms import Language

LINK_SECONDS = 15 * 60.0
"""How long a link waits for a reason: time to read, not to be found later."""
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a pass is for: to whom, by whom, and the texts that were found wanting.

    A chat sends its whole history each turn, so a pass covers the texts with findings and not the request:
    the next turn passes as well, unless its new text holds something new.

    Attributes:
        client: The user or address.
        service: Service id.
        tenant: The tenant, or None.
        texts: Keyed hashes of the texts.
    """

    client: str = field(repr=False)
    service: str
    tenant: str | None
    texts: frozenset[bytes] = field(repr=False)

    @classmethod
    def of(
        cls, client: str, service: str, tenant: str | None, examination: Examination, body: bytes | str
    ) -> "Content":
        """The content of a request or message.

        The texts with findings; all of them where a rule minds none in particular; and the whole body where
        not all of it was read, for nobody knows what else it holds.
        """
        found = {examination.digests[placed.part] for placed in examination.findings}
        texts = found or set(examination.digests)
        if examination.unread or not texts:
            data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
            texts.add(hashlib.blake2b(data, digest_size=16).digest())
        return cls(client, service, tenant, frozenset(texts))


@dataclass(frozen=True, slots=True)
class Case:
    """What a coached user is told about, until a reason is given.

    Attributes:
        content: What was stopped.
        service_name: The catalogue's name of the service.
        decision: Why.
        kinds: Types of what was found, and how many.
        group: Group of the user.
        pseudonym: Pseudonym of the user.
    """

    content: Content
    service_name: str
    decision: Decision
    kinds: tuple[tuple[str, int], ...] = ()
    group: str | None = None
    pseudonym: str | None = None

    @property
    def coach(self) -> Coach:
        """How the policy wants the user to be coached."""
        return self.decision.coach or Coach()

    def name(self, language: Language) -> str:
        """The service as people know it; AI outside the catalogue is described in the language."""
        found = found_service(self.content.service, language)
        return found.name if found else self.service_name

    def message(self, language: Language) -> str:
        """Why the content was stopped."""
        return self.decision.reason(language)


@dataclass(frozen=True, slots=True)
class _Pass:
    reason: str
    ends: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    case: Case
    ends: float


class Passes:
    """Links that wait and passes that hold, both bounded in number and time.

    Args:
        clock: Seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._waiting: TLRUCache[str, _Waiting] = TLRUCache(_MOST, _end_of, timer=clock)
        self._tokens: TLRUCache[Content, str] = TLRUCache(
            _MOST, lambda _key, _value, now: now + LINK_SECONDS / 2, timer=clock
        )
        self._passes: TLRUCache[tuple[str, str, str | None, bytes], _Pass] = TLRUCache(
            _MOST, _end_of, timer=clock
        )
        self._clock = clock

    def admits(self, content: Content) -> str | None:
        """The reason under which the content may pass; None when any of its texts has no pass."""
        found = [self._passes.get(key) for key in _keys(content)]
        held = [item for item in found if item is not None]
        return held[0].reason if held and len(held) == len(found) else None

    def open(self, case: Case) -> str:
        """The token of a link that waits for a reason; the same one while a client tries again and again."""
        token = self._tokens.get(case.content)
        if token is None or token not in self._waiting:
            token = secrets.token_urlsafe(24)
            self._tokens[case.content] = token
            self._waiting[token] = _Waiting(case, self._clock() + LINK_SECONDS)
        return token

    def waiting(self, token: str, client: str) -> Case | None:
        """The case of a link, for the client that got it; None when it was used, is old or another's."""
        found = self._waiting.get(token)
        return found.case if found and found.case.content.client == client else None

    def grant(self, token: str, reason: str) -> bool:
        """Let the content of a link pass for as long as the policy says. A link works once."""
        found = self._waiting.pop(token, None)
        if found is None:
            return False
        self._tokens.pop(found.case.content, None)
        end = self._clock() + found.case.coach.minutes * 60
        for key in _keys(found.case.content):
            self._passes[key] = _Pass(reason, end)
        return True


def _end_of(_key: object, value: _Pass | _Waiting, _now: float) -> float:
    return value.ends


def _keys(content: Content) -> Iterable[tuple[str, str, str | None, bytes]]:
    return ((content.client, content.service, content.tenant, text) for text in content.texts)
