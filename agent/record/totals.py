"""What Prometheus counts, from the store: so a restart loses nothing, and a count is never without its event.

The sums a day are kept when events are purged, so these totals never go down.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from agent.record.schema import daily_findings, events, system_counts
from agent.record.shown import read_shown
from agent.record.store import Store


class RequestTotal(NamedTuple):
    """How many requests of one kind there were.

    Attributes:
        service: Service id.
        status: Status of the system in the register when they came.
        group: Group of the user, or ``other`` when it was too small to be shown.
        action: What was done; ``allow`` for traffic without content.
        requests: How many.
    """

    service: str
    status: str
    group: str
    action: str
    requests: int


class FindingTotal(NamedTuple):
    """How many findings of one kind there were.

    Attributes:
        type: Entity type.
        service: Service id.
        action: What was done with the request.
        findings: How many.
    """

    type: str
    service: str
    action: str
    findings: int


def request_totals(store: Store) -> list[RequestTotal]:
    """All requests since the store was made.

    Raises:
        RecordError: The store cannot be read.
    """
    with store.read() as connection:
        counts = read_shown(connection)
    return [RequestTotal(service, *labels, number) for (service, labels), number in sorted(counts.items())]


def rule_totals(store: Store) -> Counter[tuple[str, str]]:
    """How often each rule decided, by rule and action.

    Raises:
        RecordError: The store cannot be read.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for value, number in _sums(store, "rule").items():
        action, _, rule = value.partition(" ")
        totals[rule, action] += number
    return totals


def would_totals(store: Store) -> Mapping[str, int]:
    """Requests that monitor mode let through, by what enforcing would have done.

    Raises:
        RecordError: The store cannot be read.
    """
    return _sums(store, "would")


def last_event(store: Store) -> datetime | None:
    """When the newest event happened.

    Raises:
        RecordError: The store cannot be read.
    """
    with store.read() as connection:
        newest = sa.select(events.c.time).order_by(sa.desc(events.c.time)).limit(1)
        found: datetime | None = connection.execute(newest).scalar()
    return found


def _sums(store: Store, dimension: str) -> dict[str, int]:
    number = sa.func.sum(system_counts.c["count"])
    query = sa.select(system_counts.c.value, number).where(system_counts.c.dimension == dimension)
    with store.read() as connection:
        rows = connection.execute(query.group_by(system_counts.c.value)).all()
    return {value: int(total) for value, total in rows}


def finding_totals(store: Store) -> list[FindingTotal]:
    """All findings since the store was made.

    Raises:
        RecordError: The store cannot be read.
    """
    table = daily_findings.c
    key = (table.type, table.service, table.action)
    query = sa.select(*key, sa.func.sum(table.findings).label("number")).group_by(*key).order_by(*key)
    with store.read() as connection:
        rows = connection.execute(query).all()
    return [FindingTotal(row.type, row.service, row.action, int(row.number)) for row in rows]
