"""What Prometheus counts, from the store: so a restart loses nothing, and a count is never without its event.

The sums a day are kept when events are purged, so these totals never go down.
"""

from collections import Counter
from typing import NamedTuple

import sqlalchemy as sa

from agent.record.schema import daily_findings, daily_requests, systems
from agent.record.store import Store


class RequestTotal(NamedTuple):
    """How many requests of one kind there were.

    Attributes:
        service: Service id.
        status: Status of the system in the register now.
        group: Group of the user, or an empty string.
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
    totals: Counter[tuple[str, str, str, str]] = Counter()
    with store.read() as connection:
        rest = {
            (row.service, row.tenant): (row.status, row.requests)
            for row in connection.execute(sa.select(systems))
        }
        table = daily_requests.c
        key = (table.service, table.tenant, table.group, table.action)
        query = sa.select(*key, sa.func.sum(table.requests).label("number")).group_by(*key)
        for row in connection.execute(query):
            status, left = rest[row.service, row.tenant]
            rest[row.service, row.tenant] = (status, left - int(row.number))
            totals[row.service, status, row.group, row.action] += int(row.number)
    for (service, _), (status, number) in rest.items():
        totals[service, status, "", "allow"] += number  # traffic without content has no row a day
    return [RequestTotal(*key, number) for key, number in sorted(totals.items()) if number > 0]


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
