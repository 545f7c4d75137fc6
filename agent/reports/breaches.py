"""Possible data breaches of some days, counted by the database: there may be more than anybody reads."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.breach import OPEN_STATES
from agent.record.schema import incident_counts, incidents
from agent.record.store import Store

MOST = 100
"""As many as a report lists; the console has all."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One of them. No groups, and days rather than times: this is not to find out who it was.

    Attributes:
        id: ``INC-2026-000001``.
        system: Service and tenant.
        began: Day of the first request.
        requests: How many.
        kinds: Entity types.
        state: How far it is.
        owner: Who handles it.
        notified: Day on which the authority was notified.
    """

    id: str
    system: tuple[str, str | None]
    began: date
    requests: int
    kinds: tuple[str, ...]
    state: str
    owner: str | None
    notified: date | None


@dataclass(frozen=True, slots=True)
class Breaches:
    """Those that began in some days.

    Attributes:
        states: How many by state.
        notified: How many were notified.
        listed: At most `MOST`: those that wait for people first, then the newest; in order of time.
    """

    states: Mapping[str, int] = field(default_factory=Counter)
    notified: int = 0
    listed: tuple[Breach, ...] = ()

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def undecided(self) -> int:
        """How many people have still to assess."""
        return sum(self.states.get(state, 0) for state in OPEN_STATES)


def read_breaches(store: Store, first: date, last: date) -> Breaches:
    """Those that began in these days, both included."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    table = incidents.c
    within = sa.and_(table.first >= start, table.first < end)
    counts = sa.select(table.state, sa.func.count(), sa.func.count(table.notified)).where(within)
    undecided = sa.case((table.state.in_(OPEN_STATES), 0), else_=1)
    chosen = sa.select(incidents).where(within).order_by(undecided, table.first.desc(), table.id.desc())
    with store.read() as connection:
        found = connection.execute(counts.group_by(table.state)).all()
        rows = connection.execute(chosen.limit(MOST)).all()
        kinds = _kinds(connection, [row.id for row in rows])
    return Breaches(
        Counter({state: int(number) for state, number, _ in found}),
        sum(int(notified) for *_, notified in found),
        tuple(
            Breach(
                row.id,
                (row.service, row.tenant or None),
                row.first.date(),
                row.requests,
                tuple(kinds.get(row.id, ())),
                row.state,
                row.owner,
                row.notified.date() if row.notified else None,
            )
            for row in sorted(rows, key=lambda row: (row.first, row.id))
        ),
    )


def _kinds(connection: Connection, ids: list[str]) -> dict[str, list[str]]:
    """Entity types of each, the most frequent first."""
    table = incident_counts.c
    query = (
        sa.select(table.incident, table.value)
        .where(table.incident.in_(ids), table.dimension == "kind")
        .order_by(sa.desc(incident_counts.c["count"]), table.value)
    )
    found: dict[str, list[str]] = {}
    for incident, kind in connection.execute(query):
        found.setdefault(incident, []).append(kind)
    return found
