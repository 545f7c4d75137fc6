"""The values behind the placeholders: in memory only, each conversation by itself, bounded, gone in time."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cachetools import TLRUCache

from detectors.errors import CannotRewriteError
from policies.model import Language

MOST_CONVERSATIONS = 10_000
MOST_VALUES = 2_000
MOST_BYTES = 64 * 2**20
IDLE_SECONDS = 3600.0
_OVERHEAD = 300  # of two Python strings and a place in a dict


@dataclass(slots=True, eq=False)
class Conversation:
    """The values of one conversation.

    Attributes:
        values: Value by name of its placeholder.
        language: Of the words in its placeholders.
        size: About how much memory the values take.
    """

    language: Language
    values: dict[str, str] = field(default_factory=dict, repr=False)
    size: int = 0

    def add(self, values: Mapping[str, str]) -> None:
        """Put values in it that it has not."""
        self.size += self.growth(values)
        self.values.update(values)

    def growth(self, values: Mapping[str, str]) -> int:
        """How much larger it would be with these values."""
        new = [(name, value) for name, value in values.items() if name not in self.values]
        return sum(len(name) + 4 * len(value) + _OVERHEAD for name, value in new)


class Vault:
    """All conversations of this process. It is for one event loop: no call waits, so none is interrupted.

    Conversations that were longest unused go first when there are too many or they take too much memory.

    Args:
        most_conversations: How many are kept.
        most_values: How many values one may hold.
        most_bytes: About how much memory they may take together; one conversation gets a quarter at most.
        idle: Seconds after its last use that a conversation is forgotten.
        clock: Tells seconds; it must not jump when the clock of the machine is set.
    """

    def __init__(
        self,
        *,
        most_conversations: int = MOST_CONVERSATIONS,
        most_values: int = MOST_VALUES,
        most_bytes: int = MOST_BYTES,
        idle: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        least = most_bytes // most_conversations  # counted for each, so that the number is bounded as well
        self._most_values = most_values
        self._most_bytes = most_bytes // 4
        self._secret = secrets.token_bytes(32)
        self._kept: TLRUCache[bytes, Conversation] = TLRUCache(
            maxsize=most_bytes,
            ttu=lambda _key, _value, now: now + idle,
            timer=clock,
            getsizeof=lambda conversation: max(conversation.size, least),
        )

    def key(self, *told: bytes | str | None) -> bytes:
        """The key of a conversation: a keyed hash of all that tells it from others."""
        state = hashlib.blake2b(key=self._secret, digest_size=16)
        for item in told:
            data = item.encode("utf-8", "replace") if isinstance(item, str) else item or b""
            state.update(len(data).to_bytes(8) + data)
        return state.digest()

    def find(self, key: bytes) -> Conversation | None:
        """The conversation with a key, if it is known; asking counts as use."""
        conversation = self._kept.get(key)
        if conversation is not None:
            self._kept[key] = conversation
        return conversation

    def merge(self, key: bytes, new: Mapping[str, str], language: Language) -> Conversation | None:
        """Add values to a conversation, which begins with them when it is not known.

        Returns:
            The conversation; None when one of the placeholders was given to another value meanwhile.

        Raises:
            CannotRewriteError: It would hold too much.
        """
        conversation = self._kept.get(key) or Conversation(language)
        if any(conversation.values.get(name, value) != value for name, value in new.items()):
            return None
        count = len(conversation.values.keys() | new.keys())
        if count > self._most_values or conversation.size + conversation.growth(new) > self._most_bytes:
            raise CannotRewriteError("vault-full")
        conversation.add(new)
        self._kept[key] = conversation
        return conversation

    def forget(self, key: bytes) -> None:
        """Let a conversation go that is known under a key."""
        self._kept.pop(key, None)

    def alias(self, key: bytes, conversation: Conversation) -> None:
        """Let a conversation be found under one more key, unless it is too large to keep."""
        if conversation.size <= self._most_bytes:
            self._kept[key] = conversation

    def expire(self) -> int:
        """Forget what is due now rather than at the next use; gives how many were."""
        return len(self._kept.expire())

    def __len__(self) -> int:
        return len(self._kept)
