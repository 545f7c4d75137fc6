"""Small groups: nobody can be told from a number."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.store import Store
from agent.register.privacy import LEAST, OTHER, group_sizes, merge_groups, shown_groups

_sizes = st.dictionaries(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(1, 12))


@given(_sizes)
def test_no_shown_number_is_of_few(sizes: dict[str, int]) -> None:
    """Every name that is shown stands for five people or more, unless there are not five in all."""
    names = shown_groups(sizes)
    totals = merge_groups(sizes, names)
    if sum(sizes.values()) >= LEAST:
        assert all(total >= LEAST for total in totals.values())
    else:
        assert set(totals) <= {OTHER}
    assert sum(totals.values()) == sum(sizes.values())


def test_large_groups_keep_their_name() -> None:
    """Groups of five stay; smaller ones become "other", and take the smallest large one if too few."""
    assert shown_groups({"hr": 5, "it": 9, "board": 3, "legal": 2}) == {
        "hr": "hr",
        "it": "it",
        "board": OTHER,
        "legal": OTHER,
    }
    assert shown_groups({"hr": 5, "it": 9, "board": 1})["hr"] == OTHER
    assert merge_groups({"unheard of": 3}, {}) == {OTHER: 3}


def test_sizes_come_from_pseudonyms(tmp_path: Path) -> None:
    """A group's size is the number of different people of a month, however often they come."""
    with Store.open(tmp_path / "r.db") as store:
        events = [
            Event(
                kind="decision",
                node="n1",
                service="chatgpt",
                action="log",
                group="hr",
                pseudonym=f"{month}-{n % 3}",
                time=datetime(2026, month, 1, tzinfo=UTC),
            )
            for month in (6, 7)
            for n in range(9)
        ]
        with store.write() as connection:
            append(connection, [Entry.of(event) for event in events])
        assert group_sizes(store) == {"hr": 3}
