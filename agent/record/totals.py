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
        keys = (daily_requests.c[name] for name in ("service", "tenant", "group", "action"))
        query = sa.select(*(columns := list(keys)), sa.func.sum(daily_requests.c.requests)).group_by(*columns)
        for service, tenant, group, action, number in connection.execute(query):
            status, left = rest[service, tenant]
            rest[service, tenant] = (status, left - int(number))
            totals[service, status, group, action] += int(number)
    for (service, _), (status, number) in rest.items():
        totals[service, status, "", "allow"] += number  # traffic without content has no row a day
    return [RequestTotal(*key, number) for key, number in sorted(totals.items()) if number > 0]


def finding_totals(store: Store) -> list[FindingTotal]:
    """All findings since the store was made.

    Raises:
        RecordError: The store cannot be read.
    """
    columns = [daily_findings.c[name] for name in ("type", "service", "action")]
    query = sa.select(*columns, sa.func.sum(daily_findings.c.findings)).group_by(*columns).order_by(*columns)
    with store.read() as connection:
        return [
            FindingTotal(kind, service, action, int(n))
            for kind, service, action, n in connection.execute(query)
        ]
