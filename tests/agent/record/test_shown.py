"""What Prometheus may see of requests: small groups merged, and no count that ever falls."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.observe import Tally, apply
from agent.record.schema import systems
from agent.record.store import Store
from agent.record.totals import last_event, request_totals, rule_totals, would_totals

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def write(store: Store, *events: Event) -> None:
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in events])


def shown(store: Store) -> dict[tuple[str, str, str, str], int]:
    """Requests by service, status, group and action."""
    return {(row.service, row.status, row.group, row.action): row.requests for row in request_totals(store)}


def test_a_group_of_four_is_not_named(store: Store, event: Callable[..., Event]) -> None:
    """Four people of a group are `other`; from the fifth on the group has a series of its own."""
    write(store, *(event(time=NOON, pseudonym=f"p{n}", group=None) for n in range(5)))
    write(store, *(event(time=NOON, group="hr", pseudonym=f"h{n}") for n in range(4)))
    assert shown(store) == {("chatgpt", "discovered", "other", "block"): 9}
    write(store, event(time=NOON, group="hr", pseudonym="h4"))
    write(store, event(time=NOON, group="hr", pseudonym="h0"))
    assert shown(store) == {
        ("chatgpt", "discovered", "other", "block"): 9,
        ("chatgpt", "discovered", "hr", "block"): 2,
    }


def test_a_group_alone_is_not_named_while_newcomers_may_come(
    store: Store, event: Callable[..., Event]
) -> None:
    """Else the first one of a small group would be all there is of `other`."""
    write(store, *(event(time=NOON, group="it", pseudonym=f"i{n}") for n in range(6)))
    write(store, event(time=NOON, group="board", pseudonym="b"), event(time=NOON, group="it", pseudonym="i0"))
    assert shown(store) == {("chatgpt", "discovered", "other", "block"): 8}


def test_a_decision_about_a_system_moves_no_old_request(store: Store, event: Callable[..., Event]) -> None:
    """Requests keep the status under which they came."""
    write(store, event(time=NOON), event(time=NOON))
    with store.write() as connection:
        connection.execute(systems.update().values(status="allowed"))
    write(store, event(time=NOON))
    assert shown(store) == {
        ("chatgpt", "discovered", "other", "block"): 2,
        ("chatgpt", "allowed", "other", "block"): 1,
    }


def test_traffic_without_content_is_allowed_traffic(store: Store, event: Callable[..., Event]) -> None:
    """It has no event of its own, and is counted all the same."""
    write(store, event(time=NOON))
    tally = Tally()
    tally.see(("chatgpt", ""), NOON, 3, 100)
    with store.write() as connection:
        apply(connection, tally)
    assert shown(store) == {
        ("chatgpt", "discovered", "other", "block"): 1,
        ("chatgpt", "discovered", "other", "allow"): 3,
    }


def test_rules_and_monitor_mode_are_counted(store: Store, event: Callable[..., Event]) -> None:
    """By rule and action, and by what enforcing would have done; the newest event is known."""
    write(store, event(time=NOON, rule="bsn"), event(time=NOON, rule="bsn", tenant="acme"))
    write(store, event(time=NOON.replace(hour=13), rule="bsn", action="log", would="block"))
    assert rule_totals(store) == {("bsn", "block"): 2, ("bsn", "log"): 1}
    assert would_totals(store) == {"block": 1}
    assert last_event(store) == NOON.replace(hour=13)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["hr", "it", "", "Ünï\u202e✓"]), st.integers(0, 9)),
        st.sampled_from(["allowed", "refused", "discovered"]),
    ),
    max_size=40,
)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_no_series_ever_falls(
    steps: list[tuple[str, int] | str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever people decide and whoever joins, each series grows only, and their sum is the requests."""
    made, before = 0, dict[tuple[str, str, str, str], int]()
    with Store.open(tmp_path_factory.mktemp("shown") / "r.db") as store:
        for step in steps:
            if isinstance(step, str):
                with store.write() as connection:
                    connection.execute(systems.update().values(status=step))
                continue
            group, person = step
            write(
                store,
                Event(
                    kind="decision",
                    node="n1",
                    service="s",
                    action="log",
                    group=group or None,
                    pseudonym=f"{group}{person}",
                ),
            )
            made += 1
            now = shown(store)
            assert all(now[key] >= number for key, number in before.items())
            assert sum(now.values()) == made
            before = now
