"""Possible data breaches: what the record knows of each, what people decided, and the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.breach import OPEN_STATES
from agent.record.event import Event
from agent.record.schema import UtcTime, incident_counts, incidents
from agent.record.store import Store
from agent.register.facts import as_choice, as_text, for_event
from agent.register.notification import questions
from agent.register.plain import plain
from agent.register.systems import Actor

CLOCK = timedelta(hours=72)
"""GDPR art. 33(1): notify the authority within 72 hours of becoming aware."""


class IncidentState(StrEnum):
    """How far an incident is; the last three are decisions."""

    OPEN = "open"
    ASSESSING = "in assessment"
    NO_BREACH = "no breach"
    NOT_NOTIFIABLE = "not notifiable"
    NOTIFIED = "notified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Personal data that went to one system in one stretch of time.

    Attributes:
        id: ``INC-2026-000001``.
        service: Where the data went.
        tenant: Under which tenant.
        first: First request.
        last: Last request.
        first_event: Id of its event, the start of the evidence.
        last_event: Id of the last one.
        requests: How many requests.
        state: How far it is.
        aware: When the organisation became aware; the first request until people say otherwise.
        deadline: `aware` and 72 hours.
        kinds: Findings by type, over all requests. A chat that repeats its history counts again.
        most: The most findings of a type in one request.
        ways: Requests by how they came to be forwarded: ``monitor``, ``coach``, ``log``, ``allow``.
        groups: Requests by group. Not yet fit for HR's eyes: see `agent.register.privacy`.
        rules: Requests by rule.
        people: How many people, as far as people say; see `people_range` for the estimate.
        country: Where the recipient processes.
        measures: What was done about it.
        owner: Who handles it.
        reason: Why it was decided so.
        answers: Answers to the questions of `breach_notification.yaml`: yes, no or unknown.
        notified: When the authority was notified.
        changed: Last change by people.
        changed_by: By whom.
    """

    id: str
    service: str
    tenant: str | None
    first: datetime
    last: datetime
    first_event: str
    last_event: str
    requests: int
    state: IncidentState
    aware: datetime
    deadline: datetime
    kinds: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    ways: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    people: int | None = None
    country: str | None = None
    measures: str | None = None
    owner: str | None = None
    reason: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    notified: datetime | None = None
    changed: datetime | None = None
    changed_by: str | None = None

    @property
    def undecided(self) -> bool:
        """Whether people have still to decide."""
        return self.state in OPEN_STATES

    @property
    def people_range(self) -> tuple[int, int]:
        """The fewest and the most people it can concern, by the counts of identifying kinds."""
        low = max((n for kind, n in self.most.items() if kind in _IDENTIFYING), default=1)
        high = max((n for kind, n in self.kinds.items() if kind in _IDENTIFYING), default=self.requests)
        return max(low, 1), max(high, low, 1)

    def hours_left(self, now: datetime) -> float:
        """Hours until the clock has run out; negative after."""
        return (self.deadline - now) / timedelta(hours=1)

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        data = {item.name: plain(getattr(self, item.name)) for item in fields(self)}
        return data | {"people_range": list(self.people_range)}


_IDENTIFYING = frozenset(
    {"PERSON", "KNOWN_PERSON", "NL_BSN", "BE_NATIONAL_NUMBER", "EMPLOYEE_NUMBER", "NL_ID_DOCUMENT"}
)
_NEWEST_FIRST = (incidents.c.first.desc(), incidents.c.id.desc())
_DIMENSIONS = {"kind": "kinds", "way": "ways", "group": "groups", "rule": "rules"}


def list_incidents(
    store: Store, *, undecided: bool = False, first: int = 0, most: int | None = None
) -> list[Incident]:
    """Incidents, the newest first.

    Args:
        store: An open store.
        undecided: Only those that people have still to decide.
        first: How many to pass over.
        most: How many to give; None is all.
    """
    which = incidents.c.state.in_(OPEN_STATES) if undecided else sa.true()
    with store.read() as connection:
        if first or most is not None:
            ordered = sa.select(incidents.c.id).where(which).order_by(*_NEWEST_FIRST)
            chosen = connection.execute(ordered.offset(first).limit(most)).scalars().all()
            which = incidents.c.id.in_(chosen)
        return _incidents(connection, which)


def count_undecided(store: Store, now: datetime) -> tuple[int, int]:
    """How many undecided incidents are past their 72 hours, and how many are not yet."""
    began = sa.func.coalesce(incidents.c.aware, incidents.c.first)
    late = sa.func.count().filter(began < sa.literal(now - CLOCK, UtcTime))
    query = sa.select(late, sa.func.count()).where(incidents.c.state.in_(OPEN_STATES))
    with store.read() as connection:
        past, every = connection.execute(query).one()
        return int(past), int(every) - int(past)


def count_incidents(store: Store) -> int:
    """How many there are, decided or not."""
    with store.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(incidents)).scalar() or 0


def get_incident(store: Store, incident: str) -> Incident | None:
    """One incident, or None."""
    with store.read() as connection:
        return _one(connection, incident)


def set_incident(store: Store, incident: str, facts: Mapping[str, Any], actor: Actor) -> None:
    """Set what people know or decide; an event keeps who changed what.

    Args:
        store: An open store.
        incident: Its id.
        facts: Any of state, owner, people, country, measures, reason, answers, aware, notified.
        actor: Who decides.

    Raises:
        UsageError: An unknown incident, field or value, or a decision without a reason.
    """
    changes = {name: _checked(name, value) for name, value in facts.items()}
    if not changes:
        raise UsageError(f"{incident}: nothing to set")
    with store.write() as connection:
        before = _one(connection, incident)
        if before is None:
            raise UsageError(f"{incident}: no such incident; `incident list` shows them")
        if "answers" in changes:
            changes["answers"] = {**before.answers, **changes["answers"]}
        if changes.get("state") == IncidentState.NOTIFIED and not (before.notified or "notified" in changes):
            changes["notified"] = datetime.now(UTC)
        values = changes | {"changed": datetime.now(UTC), "changed_by": actor.name}
        connection.execute(incidents.update().where(incidents.c.id == incident).values(**values))
        after = _one(connection, incident)
        if after and not after.undecided and not after.reason:
            raise UsageError(f"{incident}: {after.state}: say why: give a reason too")
        detail = (("incident", incident), *sorted((n, _word(v)) for n, v in changes.items()))
        event = Event(
            kind="incident",
            node=actor.node,
            service=before.service,
            tenant=before.tenant,
            actor=actor.name,
            detail=detail,
        )
        append(connection, [Entry.of(event)])


def open_by_age(store: Store, now: datetime | None = None) -> dict[str, int]:
    """Undecided incidents by the age of their clock, for the metric: ``48h`` is from 24 to 48 hours."""
    ages = {"24h": 0, "48h": 0, "72h": 0, "overdue": 0}
    moment = now or datetime.now(UTC)
    query = sa.select(incidents.c.aware, incidents.c.first).where(incidents.c.state.in_(OPEN_STATES))
    with store.read() as connection:
        for aware, first in connection.execute(query):
            passed = moment - (aware or first)
            hours = next((limit for limit in (24, 48, 72) if passed < timedelta(hours=limit)), None)
            ages[f"{hours}h" if hours else "overdue"] += 1
    return ages


def _one(connection: Connection, incident: str) -> Incident | None:
    found = _incidents(connection, incidents.c.id == incident)
    return found[0] if found else None


def _incidents(connection: Connection, which: sa.ColumnElement[bool]) -> list[Incident]:
    query = sa.select(incidents).where(which).order_by(*_NEWEST_FIRST)
    rows = connection.execute(query).mappings().all()
    counts: dict[str, dict[str, dict[str, int]]] = {}
    chosen = sa.select(incidents.c.id).where(which)
    sums = sa.select(incident_counts).where(incident_counts.c.incident.in_(chosen))
    for name, dimension, value, count, most in connection.execute(sums.order_by(sa.desc("count"), "value")):
        by_name = counts.setdefault(name, {})
        by_name.setdefault(_DIMENSIONS[dimension], {})[value] = count
        if dimension == "kind":
            by_name.setdefault("most", {})[value] = most
    return [_from_row(row, counts.get(row["id"], {})) for row in rows]


def _from_row(row: sa.RowMapping, counts: dict[str, dict[str, int]]) -> Incident:
    aware = row["aware"] or row["first"]
    facts: dict[str, Any] = dict(row) | counts
    facts |= {
        "tenant": row["tenant"] or None,
        "state": IncidentState(row["state"]),
        "aware": aware,
        "deadline": aware + CLOCK,
    }
    return Incident(**facts)


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 - a value from outside
    if name == "state":
        return as_choice(name, value, IncidentState)
    if name in ("owner", "country", "measures", "reason"):
        return as_text(name, value)
    if name in ("aware", "notified"):
        return _moment(name, value)
    if name == "people":
        return _number(name, value)
    if name == "answers":
        return _answers(value)
    known = "aware, answers, country, measures, notified, owner, people, reason, state"
    raise UsageError(f"{name}: no such field; choose from {known}")


def _moment(name: str, value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise UsageError(f"{name}: {value!r}: write a time as 2027-12-31T14:00+01:00") from error
    if moment.tzinfo is None:
        raise UsageError(f"{name}: {value!r}: say the time zone, as in 2027-12-31T14:00+01:00")
    return moment.astimezone(UTC)


def _number(name: str, value: object) -> int:
    try:
        number = int(str(value))
    except ValueError as error:
        raise UsageError(f"{name}: {value!r}: write a whole number") from error
    if not 0 <= number < 10**9:
        raise UsageError(f"{name}: {value!r}: not a likely number")
    return number


def _answers(value: object) -> dict[str, str]:
    """Answers by question id; ``yes``, ``no`` or ``unknown``."""
    if not isinstance(value, Mapping):
        raise UsageError("answers: give question and answer, as in personal=yes")
    for question, answer in value.items():
        if question not in questions():
            raise UsageError(f"answers: {question}: choose from {', '.join(questions())}")
        if answer not in ("yes", "no", "unknown"):
            raise UsageError(f"answers: {question}: {answer!r}: choose from yes, no, unknown")
    return {str(question): str(answer) for question, answer in value.items()}


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={answer}" for name, answer in sorted(value.items()))
    if isinstance(value, int):
        return str(value)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else for_event(value)
