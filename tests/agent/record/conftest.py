"""A store in a temporary directory, and events to put in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.record.event import Event, FindingCount
from agent.record.store import Store

BSN = FindingCount("NL_BSN", "messages[].content", 1, 0.95)


def make_event(**facts: object) -> Event:
    """A blocked prompt, with other facts where given."""
    usual: dict[str, object] = {
        "kind": "decision",
        "node": "n1",
        "service": "chatgpt",
        "operation": "send",
        "method": "POST",
        "host": "chatgpt.com",
        "group": "hr",
        "pseudonym": "p1",
        "action": "block",
        "rule": "bsn-never-leaves",
        "policy_version": "0123456789ab",
        "findings": (BSN,),
        "parts": 1,
        "chars": 120,
        "bytes": 400,
        "scan_ms": 12.5,
        "outcome": "stopped",
    }
    return Event(**(usual | facts))


@pytest.fixture
def event() -> Callable[..., Event]:
    """`make_event`."""
    return make_event


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite."""
    with Store.open(tmp_path / "data" / "record.db") as opened:
        yield opened
