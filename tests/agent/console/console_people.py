"""What people did, for the tests of the pages: events of a week, and a training."""

from datetime import UTC, datetime, timedelta

from agent.record.event import Event, FindingCount
from agent.record.identities import Identities
from agent.record.pseudonym import Pseudonyms
from agent.record.store import Store
from agent.record.writer import Writer

BSN = FindingCount("NL_BSN", "messages[].content", 1, 0.95)
NAME = FindingCount("PERSON", "messages[].content", 2, 0.9)


def prompt(**facts: object) -> Event:
    """A stopped prompt with a BSN, with other facts where given."""
    usual: dict[str, object] = {
        "kind": "decision",
        "node": "n1",
        "time": datetime.now(UTC) - timedelta(minutes=5),
        "service": "chatgpt",
        "operation": "send",
        "method": "POST",
        "host": "chatgpt.com",
        "group": "finance",
        "pseudonym": "p1",
        "action": "block",
        "rule": "bsn-never-leaves",
        "policy_version": "0123456789ab",
        "findings": (BSN,),
        "parts": 1,
        "chars": 120,
        "outcome": "stopped",
    }
    return Event(**(usual | facts))


def keep(store: Store, *events: Event, key: Pseudonyms | None = None, user: str = "") -> None:
    """Write events; with a key and a user, the identity behind them too."""
    identities = Identities(key) if key else None
    with Writer(store, "n1", identities=identities) as writer:
        for event in events:
            if identities and user:
                identities.of(user, event.time)
            writer.record_now(event)
