"""Trainings are numbers by group; no names, and no small groups."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, decode
from agent.record.store import Store
from agent.register.literacy import (
    add_training,
    list_trainings,
    literacy_by_group,
    people_seen,
    remove_training,
)
from agent.register.systems import Actor

ANN = Actor("ann", "n1")
DAY = date(2026, 11, 20)
SOME = {"day": "2026-11-20", "group": "HR", "people": "12", "subject": "Prompting without personal data"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "record.db") as opened:
        yield opened


def prompts(store: Store, group: str, users: int, action: str) -> None:
    """One request of each of some users of a group."""
    time = datetime(2026, 11, 20, 9, tzinfo=UTC)
    events = [
        Event(
            kind="decision",
            node="n1",
            time=time,
            service="chatgpt",
            group=group,
            pseudonym=f"{group}{n}",
            action=action,
        )
        for n in range(users)
    ]
    with store.write() as connection:
        append(connection, [Entry.of(event) for event in events])


def test_a_training_is_kept_and_taken_back(store: Store) -> None:
    """What was entered is listed until it is removed; the events hold neither group nor subject."""
    training = add_training(store, SOME, ANN)
    (found,) = list_trainings(store, DAY, DAY)
    assert (found.group, found.people, found.entered_by) == ("HR", 12, "ann")
    remove_training(store, training, ANN)
    assert list_trainings(store) == []
    with store.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM events ORDER BY row").scalars().all()
    details = [dict(decode(body).detail) for body in bodies]
    assert details == [
        {"day": "2026-11-20", "people": "12", "training": training},
        {"removed": "yes", "training": training},
    ]
    with pytest.raises(UsageError, match="no such training"):
        remove_training(store, training, ANN)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("people", "", "whole number"),
        ("people", "0", "whole number"),
        ("people", "1e9", "whole number"),
        ("people", "²", "whole number"),
        ("day", "", "write a date"),
        ("day", "2027-01-01", "after it was given"),
        ("group", " ", "in one line"),
        ("subject", "x" * 201, "in one line"),
    ],
)
def test_what_does_not_fit_is_refused(store: Store, field: str, value: str, problem: str) -> None:
    """A training needs a day that has been, a number of people, a group and a subject."""
    with pytest.raises(UsageError, match=problem):
        add_training(store, SOME | {field: value}, ANN, today=date(2026, 11, 23))
    assert list_trainings(store) == []


def test_small_groups_are_merged(store: Store) -> None:
    """A group of four is part of `other`, whether HR entered it or it was seen."""
    prompts(store, "finance", 8, "coach")
    prompts(store, "board", 3, "block")
    prompts(store, "legal", 4, "block")
    add_training(store, SOME | {"group": "finance", "people": "6"}, ANN)
    add_training(store, SOME | {"group": "board", "people": "2"}, ANN)
    found = {row.group: row for row in literacy_by_group(store, DAY, DAY)}
    assert set(found) == {"finance", "other"}
    assert (found["finance"].trained, found["finance"].coached, found["finance"].users) == (6, 8, 8)
    assert (found["other"].trained, found["other"].stopped, found["other"].users) == (2, 7, None)
    assert people_seen(store) == 15


def test_other_days_do_not_count(store: Store) -> None:
    """Only the period asked for is summed."""
    prompts(store, "finance", 8, "coach")
    add_training(store, SOME, ANN)
    assert literacy_by_group(store, date(2026, 1, 1), date(2026, 1, 31)) == []
