"""What changed in the policy shows from events, over restarts and machines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.policy_history import last_version, policy_changes, policy_event
from agent.record.append import Entry, append
from agent.record.schema import NO_DECISION, events
from agent.record.store import Store
from policies.load import LoadedPolicy, load_policy, parse_policy

ONE = """
name: ours
rules:
  - {id: first-rule, action: block, when: {services: {ids: [a, b, c]}}, message: {nl: nee, en: no}}
  - {id: second-rule, action: log, message: {nl: ja, en: yes please}}
"""
TWO = ONE.replace("action: block", "action: coach").replace("second-rule", "third-rule") + "mode: monitor\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "record.db") as opened:
        yield opened


def keep(store: Store, loaded: LoadedPolicy, node: str = "n1") -> None:
    """Record that a policy takes force."""
    with store.write() as connection:
        append(connection, [Entry.of(policy_event(node, loaded))])


def test_changes_are_told_apart(store: Store) -> None:
    """Added, removed and changed rules, and changed settings, by comparing with the policy before."""
    assert last_version(store, "n1") is None
    keep(store, parse_policy(ONE, "one"))
    keep(store, parse_policy(TWO, "two"))
    assert last_version(store, "n1") == parse_policy(TWO, "two").version
    newest, oldest = policy_changes(store)
    assert oldest.is_first
    assert (oldest.added, oldest.rules) == ((), 2)
    assert (newest.added, newest.removed, newest.changed) == (
        ("third-rule",),
        ("second-rule",),
        ("first-rule",),
    )
    assert newest.settings == ("mode",)


def test_another_order_of_a_set_is_no_change(store: Store) -> None:
    """The same rule with its list in another order has the same fingerprint."""
    keep(store, parse_policy(ONE, "one"))
    keep(store, parse_policy(ONE.replace("[a, b, c]", "[c, a, b]"), "other"))
    assert policy_changes(store)[0].changed == ()


def test_machines_are_compared_with_themselves(store: Store) -> None:
    """Two nodes of a fleet with different policies are not each other's change."""
    for source, node in (("default", "n1"), ("hr-strict", "n2"), ("default", "n1")):
        keep(store, load_policy(source), node)
    changes = policy_changes(store)
    assert [(change.node, change.is_first, change.added) for change in changes] == [
        ("n1", False, ()),
        ("n2", True, ()),
        ("n1", True, ()),
    ]


def test_the_few_are_found_by_their_index(store: Store) -> None:
    """Looking for policies does not read the decisions."""
    query = events.select().where(events.c.kind == "policy", NO_DECISION)
    with store.read() as connection:
        compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    assert "events_kind" in str(plan)
