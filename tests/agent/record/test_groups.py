"""Which groups are named: no number is of fewer than five people, or of a part of `other`."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.groups import LEAST, OTHER, GroupNames, name_groups, read_names, settle_all
from agent.record.store import Store

GROUPS = ["", OTHER, "a", "b", "c", "d", "e"]
JULY = "2026-07"
IN_JULY, AFTER = date(2026, 7, 20), date(2026, 8, 4)
_arrivals = st.lists(st.tuples(st.sampled_from(GROUPS), st.integers(0, 30)), max_size=80)


def people(*sizes: tuple[str, int]) -> dict[str, set[str]]:
    """Groups of so many people, all different."""
    return {group: {f"{group}{n}" for n in range(size)} for group, size in sizes}


def come(store: Store, make: Callable[..., Event], group: str | None, *numbers: int) -> None:
    """People of a group use AI in July."""
    events = [
        make(group=group, pseudonym=None if n < 0 else f"{group}{n}", time=datetime(2026, 7, 1, tzinfo=UTC))
        for n in numbers
    ]
    with store.write() as connection:
        append(connection, [Entry.of(event) for event in events])


def names(store: Store, today: date) -> GroupNames:
    """The names that day."""
    with store.write() as connection:
        settle_all(connection, today)
        return read_names(connection)


@given(_arrivals, st.booleans())
def test_no_name_and_no_rest_is_of_few(arrivals: list[tuple[str, int]], closing: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """At every moment each name stands for five people or more, and so does what is not named."""
    members: dict[str, set[str]] = {}
    named: frozenset[str] = frozenset()
    for number, (group, person) in enumerate(arrivals):
        members.setdefault(group, set()).add(f"p{person}")  # the same person may be in two groups
        found = name_groups(members, named, closing=closing and number == len(arrivals) - 1)
        assert found >= named
        named = found
        assert all(len(members[group]) >= LEAST for group in named)
        rest = [people for name, people in members.items() if name not in named]
        assert not named or not rest or len(set().union(*rest)) >= LEAST
        assert not named & {"", OTHER}


@pytest.mark.parametrize(
    ("members", "running", "closed"),
    [
        (people(("hr", 5), ("it", 9), ("board", 3), ("legal", 2)), {"hr", "it"}, {"hr", "it"}),
        (people(("hr", 5), ("it", 9), ("board", 1)), {"it"}, {"it"}),
        (people(("hr", 5), ("it", 9)), {"it"}, {"hr", "it"}),
        (people(("hr", 6)), set(), {"hr"}),
        (people(("hr", 6), ("", 0)), set(), set()),
        (people(("hr", 4), ("it", 4)), set(), set()),
        (people(("other", 6), ("it", 6)), {"it"}, {"it"}),
    ],
)
def test_the_rules(members: dict[str, set[str]], running: set[str], closed: set[str]) -> None:
    """Five of the group, and five who stay in the rest; at the end of the month the rest may be one group."""
    assert name_groups(members) == running
    assert name_groups(members, closing=True) == closed


def test_one_person_in_two_groups_counts_once_in_the_rest() -> None:
    """Three people who are in two small groups are three people."""
    assert name_groups({"hr": set("abcde"), "x": set("fgh"), "y": set("fgh")}) == frozenset()


def test_a_name_stays_and_the_end_of_the_month_adds_one(store: Store, event: Callable[..., Event]) -> None:
    """A running month keeps one group back; two days after it ends that one is named."""
    come(store, event, "hr", *range(6))
    come(store, event, "it", *range(8))
    assert names(store, IN_JULY).named(JULY) == {"it"}
    assert names(store, date(2026, 8, 2)).named(JULY) == {"it"}
    assert names(store, date(2026, 8, 3)).named(JULY) == {"hr", "it"}


def test_who_comes_late_gets_no_number_of_their_own(store: Store, event: Callable[..., Event]) -> None:
    """A new group in a closed month without `other` joins the smallest group; it is not a rest of one."""
    come(store, event, "hr", *range(6))
    come(store, event, "it", *range(8))
    assert names(store, AFTER).of(JULY, "board") == "hr"
    come(store, event, "board", 1)
    come(store, event, None, 2)
    later = names(store, AFTER)
    assert (later.of(JULY, "board"), later.of(JULY, ""), later.of(JULY, "it")) == ("hr", "hr", "it")


def test_people_who_are_not_known_keep_a_group_back(store: Store, event: Callable[..., Event]) -> None:
    """Requests without a user may be anybody's, so they do not become all there is of `other`."""
    come(store, event, "hr", *range(6))
    come(store, event, "board", -1)
    assert names(store, AFTER).named(JULY) == frozenset()
    assert names(store, AFTER).of(JULY, "board") == OTHER


def test_months_are_divided_apart(store: Store, event: Callable[..., Event]) -> None:
    """A group that grows to five is named in that month, and not in the month before."""
    come(store, event, "hr", *range(4))
    come(store, event, "it", *range(8))
    august = [event(group="hr", pseudonym=f"h{n}", time=datetime(2026, 8, 1, tzinfo=UTC)) for n in range(5)]
    august += [event(group="it", pseudonym=f"i{n}", time=datetime(2026, 8, 1, tzinfo=UTC)) for n in range(5)]
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in august])
    found = names(store, date(2026, 9, 4))
    assert (found.named(JULY), found.named("2026-08")) == (frozenset(), {"hr", "it"})


def test_postgresql_divides_alike(postgresql: str, event: Callable[..., Event]) -> None:
    """The fleet's store names the groups that SQLite names."""
    with Store.open(postgresql) as store:
        come(store, event, "hr", *range(6))
        come(store, event, "it", *range(8))
        come(store, event, "board", 0)
        assert names(store, IN_JULY).named(JULY) == {"it"}
        assert names(store, AFTER).named(JULY) == {"it"}
        assert names(store, AFTER).of(JULY, "hr") == OTHER
