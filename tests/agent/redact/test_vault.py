"""The vault: each conversation by itself, bounded, and gone in time."""

import pytest

from agent.redact.vault import Vault
from detectors.errors import CannotRewriteError


class Clock:
    """A clock that stands still until it is told to go."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_gone_an_hour_after_its_last_use() -> None:
    """Use keeps it; then it is gone without being asked for."""
    clock = Clock()
    vault = Vault(idle=3600, clock=clock)
    vault.merge(b"a", {"BSN_1": "123456782"}, "nl")
    clock.now = 3000
    assert vault.find(b"a") is not None
    clock.now = 6500
    assert vault.find(b"a") is not None
    clock.now = 10_200
    assert vault.expire() == 1
    assert len(vault) == 0
    assert vault.find(b"a") is None


def test_another_key_sees_nothing() -> None:
    """Keys are told apart by every item they are made of, and differ between two vaults."""
    vault = Vault()
    keys = {vault.key("jan", "chatgpt", None, b"x"), vault.key("jan", "chatgpt", "", b"y")}
    keys |= {vault.key("ja", "nchatgpt", None, b"x"), Vault().key("jan", "chatgpt", None, b"x")}
    assert len(keys) == 4
    vault.merge(min(keys), {"BSN_1": "123456782"}, "nl")
    assert vault.find(max(keys)) is None


def test_a_placeholder_is_never_given_to_two_values() -> None:
    """The second of two requests at once is told to try again, and nothing of it is kept."""
    vault = Vault()
    vault.merge(b"a", {"BSN_1": "123456782"}, "nl")
    assert vault.merge(b"a", {"BSN_1": "111222333", "BSN_2": "999999990"}, "nl") is None
    found = vault.find(b"a")
    assert found is not None
    assert found.values == {"BSN_1": "123456782"}


def test_the_number_of_conversations_is_bounded() -> None:
    """The one that was longest unused goes first."""
    vault = Vault(most_conversations=10, most_bytes=100_000)
    for number in range(10):
        vault.merge(bytes([number]), {"BSN_1": "1"}, "nl")
    vault.find(b"\0")
    vault.merge(b"new", {"BSN_1": "1"}, "nl")
    assert len(vault) == 10
    assert vault.find(b"\0") is not None
    assert vault.find(b"\1") is None


def test_the_values_of_a_conversation_are_bounded() -> None:
    """In number and in size; what was there stays."""
    vault = Vault(most_values=3, most_bytes=40_000)
    vault.merge(b"a", {"A_1": "1", "A_2": "2"}, "nl")
    with pytest.raises(CannotRewriteError, match="vault-full"):
        vault.merge(b"a", {"A_3": "3", "A_4": "4"}, "nl")
    with pytest.raises(CannotRewriteError, match="vault-full"):
        vault.merge(b"a", {"A_3": "x" * 10_000}, "nl")
    found = vault.find(b"a")
    assert found is not None
    assert found.values.keys() == {"A_1", "A_2"}


def test_the_memory_of_all_is_bounded() -> None:
    """Many large conversations push each other out."""
    vault = Vault(most_bytes=1_000_000)
    for number in range(100):
        vault.merge(str(number).encode(), {"A_1": "x" * 20_000}, "nl")
    assert len(vault) <= 13


def test_values_are_in_no_representation() -> None:
    """A log line or a traceback that shows a conversation does not show what is in it."""
    conversation = Vault().merge(b"a", {"BSN_1": "123456782"}, "nl")
    assert "123456782" not in repr(conversation)
