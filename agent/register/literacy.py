"""AI literacy (AI Act art. 4): how many people of which group were trained, and in what; never who.

HR enters the numbers. What staff learn on the way (a refusal that explains, a coaching page) comes from the
events. Nobody's name is asked or kept, and groups under five are merged wherever numbers by group are shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, new_id
from agent.record.groups import month_of
from agent.record.schema import people, trainings
from agent.record.store import Store
from agent.register.facts import as_date, as_text
from agent.register.privacy import (
    OTHER,
    GroupNames,
    group_names,
    group_people,
    group_requests,
    months_between,
)
from agent.register.systems import Actor

MOST_PEOPLE = 1_000_000


Lessons = tuple[Counter[str], Counter[str]]
"""Coached and stopped requests by the name of the group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """People trained on one day.

    Attributes:
        id: Its id.
        day: When.
        group: Group or department, as HR calls it.
        people: How many.
        subject: In what.
        entered: When this was entered.
        entered_by: By whom.
    """

    id: str
    day: date
    group: str
    people: int
    subject: str
    entered: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class GroupLiteracy:
    """One group, under a name that may be shown.

    Attributes:
        group: Its name, or ``other``.
        trained: People trained, each training counted.
        coached: Requests that were coached.
        stopped: Requests that were stopped with an explanation.
        users: People seen in the busiest month, or None when that is too few to show.
    """

    group: str
    trained: int
    coached: int
    stopped: int
    users: int | None = None


def add_training(store: Store, facts: Mapping[str, str], actor: Actor, today: date | None = None) -> str:
    """Enter a training; an event keeps who entered how many, and nothing of the words.

    Args:
        store: An open store.
        facts: ``day``, ``group``, ``people`` and ``subject``.
        actor: Who enters it.
        today: To refuse days to come; None is today.

    Returns:
        Its id.

    Raises:
        UsageError: A field is missing or does not fit.
    """
    day = as_date("day", facts.get("day", ""))
    if day > (today or datetime.now(UTC).date()):
        raise UsageError("day: enter a training after it was given")
    texts = {name: as_text(name, facts.get(name, "").strip()) for name in ("group", "subject")}
    for name, text in texts.items():
        if not text or len(text) > 200:  # noqa: PLR2004 - as long as a line
            raise UsageError(f"{name}: say it in one line")
    row = {"id": new_id(), "day": day, "people": _people(facts.get("people", "")), **texts}
    detail = (("day", day.isoformat()), ("people", str(row["people"])), ("training", str(row["id"])))
    with store.write() as connection:
        more = {"entered": datetime.now(UTC), "entered_by": actor.name}
        connection.execute(trainings.insert(), row | more)
        event = Event(kind="training", node=actor.node, actor=actor.name, detail=detail)
        append(connection, [Entry.of(event)])
    return str(row["id"])


def remove_training(store: Store, training: str, actor: Actor) -> None:
    """Take back what was entered by mistake; an event keeps that it was.

    Raises:
        UsageError: There is no such training.
    """
    with store.write() as connection:
        done = connection.execute(trainings.delete().where(trainings.c.id == training))
        if not done.rowcount:
            raise UsageError(f"training {training}: no such training")
        detail = (("removed", "yes"), ("training", training))
        event = Event(kind="training", node=actor.node, actor=actor.name, detail=detail)
        append(connection, [Entry.of(event)])


def list_trainings(store: Store, first: date | None = None, last: date | None = None) -> list[Training]:
    """Trainings given between two days, both included; the newest first."""
    query = sa.select(trainings).order_by(sa.desc("day"), sa.desc("entered"))
    if first:
        query = query.where(trainings.c.day >= first)
    if last:
        query = query.where(trainings.c.day <= last)
    with store.read() as connection:
        return [Training(**row) for row in connection.execute(query).mappings()]


def literacy_by_group(
    store: Store,
    first: date,
    last: date,
    names: GroupNames | None = None,
    lessons: Lessons | None = None,
) -> list[GroupLiteracy]:
    """What each group learned in the months of these days; small groups are merged.

    A group that HR enters and that is not named in the traffic of that month is part of ``other``.

    Args:
        store: An open store.
        first: First day.
        last: Last day.
        names: From `group_names`, when they were read already.
        lessons: From `read_lessons`, when they were read already.
    """
    names = names or group_names(store)
    trained: Counter[str] = Counter()
    for training in list_trainings(store, first, last):
        trained[names.of(month_of(training.day), training.group)] += training.people
    coached, stopped = lessons or read_lessons(store, first, last, names)
    users = group_people(store, names)
    groups = sorted({*trained, *coached, *stopped}, key=lambda name: (name == OTHER, name))
    return [
        GroupLiteracy(group, trained[group], coached[group], stopped[group], users.get(group))
        for group in groups
    ]


def people_seen(store: Store) -> int:
    """How many people used AI in the busiest month that is still known, over all groups."""
    number = sa.func.count(sa.distinct(people.c.pseudonym)).label("number")
    with store.read() as connection:
        found = connection.execute(sa.select(number).group_by(people.c.month).order_by(sa.desc("number")))
        return int(found.scalar() or 0)


def read_lessons(store: Store, first: date, last: date, names: GroupNames) -> Lessons:
    """Coached and stopped requests by the name of the group, in the months of these days."""
    by_action: dict[str, Counter[str]] = {"coach": Counter(), "block": Counter()}
    for number in group_requests(store, months_between(first, last), names):
        if number.action in by_action:
            by_action[number.action][number.group] += number.requests
    return by_action["coach"], by_action["block"]


def _people(value: str) -> int:
    text = value.strip()
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= MOST_PEOPLE:
        raise UsageError(f"people: {text!r}: write a whole number, from 1")
    return int(text)
