"""The seven-step AI scan: what the data show of each step, what people answered, and what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources

import sqlalchemy as sa
from pydantic import Field

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.schema import scan_answers
from agent.record.store import Store, insert
from agent.register.duties import State
from agent.register.facts import as_choice, as_text
from agent.register.law import Words
from agent.register.scan_counts import Counted, Facts, count
from agent.register.systems import Actor
from detectors.yaml_file import StrictModel, read_yaml


class Point(StrictModel):
    """One thing to see to.

    Attributes:
        id: Stable name of an answer.
        counted: How it follows from the data; None for what only people can say.
        text: What must hold.
        help: What to do.
    """

    id: str = Field(pattern=r"^[a-z]+-[a-z]+$")
    counted: str | None = None
    text: Words
    help: Words


class Step(StrictModel):
    """One of the seven.

    Attributes:
        id: Stable name.
        title: Short.
        about: What it is about.
        points: What must hold before it is done.
    """

    id: str = Field(pattern=r"^[a-z]+$")
    title: Words
    about: Words
    points: tuple[Point, ...] = Field(min_length=1)


class _Steps(StrictModel):
    """Contents of `seven_steps.yaml`."""

    checked: date
    steps: tuple[Step, ...] = Field(min_length=7, max_length=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """What people said of a point.

    Attributes:
        state: How far it is.
        note: What there is to say, or None.
        changed: When it was said.
        changed_by: By whom.
    """

    state: State
    note: str | None
    changed: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class PointState:
    """A point and how far it is.

    Attributes:
        point: The point.
        state: ``done`` or ``not applicable`` need nothing more.
        counted: What the data show, for a point that follows from them.
        answer: What people said, for one that does not.
    """

    point: Point
    state: State
    counted: Counted | None = None
    answer: Answer | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in (State.DONE, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class StepState:
    """A step and how far its points are.

    Attributes:
        number: 1 to 7.
        step: The step.
        points: Its points, in order.
    """

    number: int
    step: Step
    points: tuple[PointState, ...]

    @property
    def closed(self) -> int:
        """Points with nothing left to do."""
        return sum(point.is_closed for point in self.points)

    @property
    def is_closed(self) -> bool:
        """Whether the step is done."""
        return self.closed == len(self.points)


@cache
def steps() -> tuple[Step, ...]:
    """The seven steps."""
    text = (resources.files("agent.register") / "seven_steps.yaml").read_text("utf-8")
    return read_yaml(_Steps, text, "seven_steps.yaml").steps


def seven_steps(store: Store, facts: Facts) -> list[StepState]:
    """How far each step is.

    Args:
        store: An open store, for people's answers.
        facts: What the data show; see `agent.register.scan_counts.gather`.
    """
    answers = read_answers(store)
    return [
        StepState(number, step, tuple(_state(point, facts, answers) for point in step.points))
        for number, step in enumerate(steps(), 1)
    ]


def read_answers(store: Store) -> dict[str, Answer]:
    """People's answers by point."""
    with store.read() as connection:
        rows = connection.execute(sa.select(scan_answers)).all()
    return {row.point: Answer(State(row.state), row.note, row.changed, row.changed_by) for row in rows}


def answer_point(store: Store, point: str, state: str, note: str, actor: Actor) -> None:
    """Keep what people say of a point; an event keeps who said what.

    Raises:
        UsageError: No such point, one that follows from the data, or "not applicable" without a note.
    """
    known = {item.id: item for step in steps() for item in step.points}
    if point not in known:
        raise UsageError(f"{point}: no such point of the AI scan")
    if known[point].counted:
        raise UsageError(f"{point}: this follows from the register; change it there")
    chosen, text = as_choice("state", state, State), as_text("note", note.strip())
    if chosen == State.NOT_APPLICABLE and not text:
        raise UsageError(f"{point}: not applicable: say why: give a note too")
    values = {
        "state": chosen.value,
        "note": text,
        "changed": datetime.now(UTC),
        "changed_by": actor.name,
    }
    with store.write() as connection:
        statement = insert(connection.dialect.name, scan_answers).values(point=point, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["point"], set_=values))
        detail = (("point", point), ("state", chosen.value))
        append(connection, [Entry.of(Event(kind="scan", node=actor.node, actor=actor.name, detail=detail))])


def _state(point: Point, facts: Facts, answers: Mapping[str, Answer]) -> PointState:
    if point.counted is None:
        answer = answers.get(point.id)
        return PointState(point, answer.state if answer else State.OPEN, answer=answer)
    counted = count(point.counted, facts)
    state = State.OPEN
    if not counted.total:
        state = State.NOT_APPLICABLE if counted.may_be_empty else State.OPEN
    elif counted.done == counted.total:
        state = State.DONE
    elif counted.done:
        state = State.IN_PROGRESS
    return PointState(point, state, counted=counted)
