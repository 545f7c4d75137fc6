"""A real guard records which policy is in force, and sums what it let pass unseen."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from fixtures import through
from running import start, wait_until

from agent.demo.stand_in import StandIn
from agent.policy_history import PolicyChange, policy_changes
from agent.record.coverage import read_coverage
from agent.record.store import Store

OURS = "name: ours\nextends: default\n"
RULE = """\
rules:
  - {id: no-chat, action: block, when: {services: {ids: [chatgpt]}}, message: {nl: nee, en: no}}
"""


def changes(store: Store, number: int) -> list[PolicyChange]:
    """The policies on record, once there are so many."""
    wait_until(lambda: len(policy_changes(store)) >= number)
    return policy_changes(store)


def test_policy_and_coverage_are_recorded(internet: StandIn, tmp_path: Path) -> None:
    """A changed file is an event with its new rule; a restart adds none; passed connections are summed."""
    policy, settings = tmp_path / "policy.yaml", tmp_path / "schaduwwacht.yaml"
    policy.write_text(OURS)
    settings.write_text(f"policy: {policy}\nworkers: 1\n")
    options = [*through(internet), "--config", settings]
    running = start(tmp_path, *options)
    try:
        with Store.open(running.data_dir / "schaduwwacht.db") as store:
            (first,) = changes(store, 1)
            policy.write_text(OURS + RULE)
            newest = changes(store, 2)[0]
        trusted = ssl.create_default_context(cafile=internet.ca_file)
        with httpx.Client(proxy=running.proxy, verify=trusted) as client:
            assert client.get("https://www.example.org/").status_code == 200
    finally:
        running.stop()
    start(tmp_path, *options).stop()
    today = datetime.now(UTC).date()
    with Store.open(running.data_dir / "schaduwwacht.db") as store:
        assert len(policy_changes(store)) == 2
        coverage = read_coverage(store, today - timedelta(days=1), today)
    assert first.is_first
    assert (newest.added, newest.removed, newest.changed) == (("no-chat",), (), ())
    assert coverage.connections["passed"] == 1
