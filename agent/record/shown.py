"""Requests under the labels that Prometheus may see, counted in the transaction that writes the events.

The status of a system changes, and a group grows past five people. Were the labels looked up at the scrape,
old requests would move from one series to another: one counter would fall and another leap, and a graph would
show requests that nobody made. So the labels are chosen once, when the request is counted, and a series only
grows. They are rows of `system_counts`, beside the register's own.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.groups import OTHER
from agent.record.schema import system_counts, systems

SHOWN = "shown"
"""The dimension of these rows in `system_counts`."""


class Shown(NamedTuple):
    """The labels of a request, besides its service.

    Attributes:
        status: Status of the system when the request came.
        group: Group of the user, or ``other`` when it was too small to be shown.
        action: What was done; ``allow`` for traffic without content.
    """

    status: str
    group: str
    action: str


def count_shown(
    connection: Connection,
    requests: Mapping[tuple[str, str, str, str], int],
    seen: Mapping[tuple[str, str], int],
) -> list[dict[str, object]]:
    """Rows for `system_counts`, to be added to the ones that are there.

    Args:
        connection: In the transaction that writes the events, with their people and systems written.
        requests: Judged requests by service, tenant, the name of the group that may be shown, and action.
        seen: All requests by service and tenant; those that were not judged have no content.
    """
    status = _statuses(connection, seen)
    rest = Counter(seen)
    counts: Counter[tuple[str, str, Shown]] = Counter()
    for (service, tenant, group, action), number in requests.items():
        rest[service, tenant] -= number
        labels = Shown(status[service, tenant], group, action)
        counts[service, tenant, labels] += number
    for (service, tenant), number in rest.items():
        counts[service, tenant, Shown(status[service, tenant], OTHER, "allow")] += number
    return [
        {"service": s, "tenant": t, "dimension": SHOWN, "value": json.dumps(labels), "count": number}
        for (s, t, labels), number in sorted(counts.items())
        if number > 0
    ]


def read_shown(connection: Connection) -> Counter[tuple[str, Shown]]:
    """All of them, by service and labels."""
    query = sa.select(system_counts).where(system_counts.c.dimension == SHOWN)
    counts: Counter[tuple[str, Shown]] = Counter()
    for row in connection.execute(query).mappings():
        counts[row["service"], Shown(*json.loads(row["value"]))] += row["count"]
    return counts


def _statuses(connection: Connection, wanted: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    query = sa.select(systems.c.service, systems.c.tenant, systems.c.status).where(
        systems.c.service.in_({service for service, _ in wanted})
    )
    return {(row.service, row.tenant): row.status for row in connection.execute(query)}
