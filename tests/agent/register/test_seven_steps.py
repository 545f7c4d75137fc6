"""The seven steps follow from the data and from people's answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.record.event import decode
from agent.record.store import Store
from agent.register.duties import State, set_duty
from agent.register.law import Organisation
from agent.register.literacy import add_training
from agent.register.scan_counts import COUNTS, gather
from agent.register.seven_steps import PointState, answer_point, seven_steps, steps
from agent.register.systems import Actor, set_system

ANN = Actor("ann", "n1")
TODAY = date(2026, 11, 23)
PRIVATE = Organisation(works_council=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "record.db") as opened:
        yield opened


def points(store: Store, mode: str = "enforce") -> dict[str, PointState]:
    """Every point by its id."""
    facts = gather(store, PRIVATE, {}, mode, TODAY)
    return {item.point.id: item for step in seven_steps(store, facts) for item in step.points}


def test_every_count_is_used_and_known() -> None:
    """Each counted point names a count that exists, each count has its point, and no id comes twice."""
    every = [point for step in steps() for point in step.points]
    assert {point.counted for point in every} - {None} == set(COUNTS)
    assert len({point.id for point in every}) == len(every)
    assert all(point.id.startswith(step.id + "-") for step in steps() for point in step.points)


def test_an_empty_organisation_has_everything_open(store: Store) -> None:
    """Without data nothing is done but what the policy in force shows, and no step is closed."""
    found = points(store, "monitor")
    assert {item.state for item in found.values()} == {State.OPEN, State.NOT_APPLICABLE}
    assert found["risk-judged"].state == State.OPEN
    assert found["law-incidents"].state == State.NOT_APPLICABLE
    assert found["map-seen"].state == State.OPEN
    facts = gather(store, PRIVATE, {}, "monitor", TODAY)
    assert not any(
        step.is_closed for step in seven_steps(store, facts) if step.step.id not in ("roles", "risk")
    )


def test_points_follow_the_register(store: Store) -> None:
    """Open points name the systems that keep them open, and close when people do their part."""
    set_system(store, "chatgpt", None, {"status": "in review"}, ANN)
    set_system(store, "own-chat", None, {"status": "allowed", "owner": "IT", "purpose": "text"}, ANN)
    found = points(store)
    assert [item.service for item in found["map-judged"].counted.open] == ["chatgpt"]
    assert found["map-judged"].state == State.IN_PROGRESS
    assert found["policy-alternative"].state == State.DONE
    assert found["contracts-documents"].state == State.OPEN
    set_system(store, "chatgpt", None, {"status": "refused"}, ANN)
    set_system(store, "own-chat", None, {"documents": ["contract.pdf"], "role": "deployer"}, ANN)
    found = points(store)
    assert found["map-judged"].state == State.DONE
    assert found["map-described"].state == State.DONE
    assert found["contracts-documents"].state == State.DONE
    assert found["roles-ai"].state == State.DONE
    assert found["roles-gdpr"].counted.total == 1


def test_prohibited_systems_must_be_refused_or_excepted(store: Store) -> None:
    """A prohibited system in use keeps its point open until it is refused or its exception is on record."""
    set_system(store, "affect", None, {"risk": "prohibited", "risk_reason": "emotion"}, ANN)
    assert points(store)["stop-prohibited"].state == State.OPEN
    set_duty(store, "ai-act-5", ("affect", None), {"state": "done", "note": "medical"}, ANN)
    assert points(store)["stop-prohibited"].state == State.DONE


def test_training_and_expiry_count_days(store: Store) -> None:
    """A training of longer than a year ago does not count; a decision is open on the day after it expires."""
    day = TODAY - timedelta(days=366)
    facts = {"day": day.isoformat(), "group": "HR", "people": "5", "subject": "AI"}
    add_training(store, facts, ANN)
    assert points(store)["stop-literacy"].state == State.OPEN
    add_training(store, facts | {"day": TODAY.isoformat()}, ANN, today=TODAY)
    assert points(store)["stop-literacy"].state == State.DONE
    set_system(store, "x", None, {"status": "allowed", "expires": TODAY - timedelta(days=1)}, ANN)
    assert points(store)["risk-fresh"].state == State.OPEN


def test_people_answer_what_data_cannot_show(store: Store) -> None:
    """An answer is kept with who gave it; its event tells the state and not the note."""
    answer_point(store, "map-suppliers", "in progress", "asked AFAS", ANN)
    answer_point(store, "map-suppliers", "done", "", ANN)
    found = points(store)["map-suppliers"]
    assert (found.state, found.answer.changed_by, found.answer.note) == (State.DONE, "ann", None)
    with store.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM events ORDER BY row").scalars().all()
    assert [dict(decode(body).detail)["state"] for body in bodies] == ["in progress", "done"]
    assert not any(b"AFAS" in body for body in bodies)


def test_answers_that_do_not_fit_are_refused(store: Store) -> None:
    """Only points that people answer, a state from the list, and a note when it does not apply."""
    with pytest.raises(UsageError, match="no such point"):
        answer_point(store, "map-nothing", "done", "", ANN)
    with pytest.raises(UsageError, match="follows from the register"):
        answer_point(store, "map-judged", "done", "", ANN)
    with pytest.raises(UsageError, match="choose from"):
        answer_point(store, "map-suppliers", "finished", "", ANN)
    with pytest.raises(UsageError, match="say why"):
        answer_point(store, "map-suppliers", "not applicable", " ", ANN)
