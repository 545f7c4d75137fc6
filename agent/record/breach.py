"""Open and extend incidents: personal data that was forwarded to a service that nobody had allowed for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.engine import Connection

from agent.record.event import Event
from agent.record.schema import incident_counts, incidents
from agent.record.store import insert
from detectors.yaml_file import StrictModel, read_yaml

OPEN_STATES = ("open", "in assessment")
ALLOWED = ("allowed", "allowed with conditions")


class Criteria(StrictModel):
    """Contents of `breach.yaml`.

    Attributes:
        kinds: Entity types that are personal data.
        score: Findings below it do not count.
        gap_hours: How long after the last event of an incident the next may come.
    """

    kinds: frozenset[str]
    score: float = Field(ge=0, le=1)
    gap_hours: float = Field(gt=0)


@cache
def criteria() -> Criteria:
    """The criteria, read once."""
    text = (resources.files("agent.record") / "breach.yaml").read_text("utf-8")
    return read_yaml(Criteria, text, "breach.yaml")


def leaked_kinds(event: Event) -> dict[str, int]:
    """Personal data by type in a forwarded request, when that is a possible breach; else nothing.

    It is none when the data were redacted, or when people had allowed this system and the policy let the
    request pass: then the disclosure was meant. It is one in monitor mode, after an override, or to a system
    that nobody has judged.
    """
    if event.kind != "decision" or event.outcome != "forwarded" or event.action == "redact":
        return {}
    if event.status in ALLOWED and event.would is None and event.action in ("allow", "log"):
        return {}
    found: dict[str, int] = {}
    for item in event.findings:
        if item.type in criteria().kinds and item.max_score >= criteria().score:
            found[item.type] = found.get(item.type, 0) + item.count
    return found


@dataclass(slots=True)
class _Run:
    """Leaks to one system that follow each other closely, ready to become part of one incident."""

    service: str
    tenant: str
    first: Event
    last: Event
    requests: int = 0
    counts: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, event: Event, kinds: dict[str, int]) -> None:
        """Count a request: its kinds, group, rule and how it came to be forwarded."""
        self.last = event
        self.requests += 1
        way = "monitor" if event.would else event.action
        numbers = {("kind", kind): number for kind, number in kinds.items()}
        numbers |= {("way", way): 1, ("group", event.group or ""): 1, ("rule", event.rule or ""): 1}
        for key, number in numbers.items():
            count = self.counts.setdefault(key, [0, 0])
            count[0] += number
            count[1] = max(count[1], number)


def note_incidents(connection: Connection, events: Iterable[Event]) -> None:
    """Put possible breaches into incidents, in the transaction that writes the events."""
    runs = _runs(events)
    if runs and connection.dialect.name == "postgresql":  # two nodes must not open the same incident at once
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7223372)")
    for run in runs:
        incident = _find(connection, run) or _open(connection, run)
        _extend(connection, incident, run)


def _runs(events: Iterable[Event]) -> list[_Run]:
    runs: list[_Run] = []
    newest: dict[tuple[str, str], _Run] = {}
    for event in sorted(events, key=lambda item: item.time):
        kinds = leaked_kinds(event)
        if not kinds or not event.service:
            continue
        key = (event.service, event.tenant or "")
        run = newest.get(key)
        if run is None or event.time - run.last.time > _gap():
            run = newest[key] = _Run(*key, event, event)
            runs.append(run)
        run.add(event, kinds)
    return runs


def _gap() -> timedelta:
    return timedelta(hours=criteria().gap_hours)


def _find(connection: Connection, run: _Run) -> str | None:
    """The undecided incident of the same system that these leaks belong to."""
    query = (
        sa.select(incidents.c.id)
        .where(
            incidents.c.service == run.service,
            incidents.c.tenant == run.tenant,
            incidents.c.state.in_(OPEN_STATES),
            incidents.c.last >= run.first.time - _gap(),
            incidents.c.first <= run.last.time + _gap(),
        )
        .order_by(sa.desc(incidents.c.last))
        .limit(1)
    )
    return connection.execute(query).scalar()


def _open(connection: Connection, run: _Run) -> str:
    year = f"{run.first.time:%Y}"
    query = sa.select(sa.func.max(incidents.c.id)).where(incidents.c.id.like(f"INC-{year}-%"))
    newest = connection.execute(query).scalar()
    number = int(newest.rsplit("-", 1)[1]) + 1 if newest else 1
    name = f"INC-{year}-{number:06d}"
    row = {
        "id": name,
        "service": run.service,
        "tenant": run.tenant,
        "first": run.first.time,
        "last": run.last.time,
        "first_event": run.first.id,
        "last_event": run.last.id,
    }
    connection.execute(incidents.insert(), row)
    return name


def _extend(connection: Connection, incident: str, run: _Run) -> None:
    """Add the requests; those of several nodes may come in any order."""
    own = incidents.c.id == incident
    connection.execute(incidents.update().where(own).values(requests=incidents.c.requests + run.requests))
    later = incidents.update().where(own, incidents.c.last <= run.last.time)
    connection.execute(later.values(last=run.last.time, last_event=run.last.id))
    earlier = incidents.update().where(own, incidents.c.first > run.first.time)
    connection.execute(earlier.values(first=run.first.time, first_event=run.first.id))
    rows = [
        {"incident": incident, "dimension": dimension, "value": value, "count": count, "most": most}
        for (dimension, value), (count, most) in sorted(run.counts.items())
        if value
    ]
    connection.execute(_add_counts(connection.dialect.name), rows)


@cache
def _add_counts(dialect: str) -> Any:  # noqa: ANN401 - the two dialects' Insert share no type
    statement = insert(dialect, incident_counts)
    old, new = incident_counts.c, statement.excluded
    sums = {
        "count": old["count"] + new["count"],
        "most": sa.case((old.most > new.most, old.most), else_=new.most),
    }
    return statement.on_conflict_do_update(index_elements=["incident", "dimension", "value"], set_=sums)
