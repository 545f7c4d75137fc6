"""What the guard looked into and what it did not, summed by day; kept over restarts and purges.

The proxy counts connections and what could not be scanned in its metrics, which begin at nought with every
start. What they grew by is added to the database every few seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from agent.record.schema import daily_coverage
from agent.record.store import Store, upsert

CONNECTION = "connection"
UNSCANNED = "unscanned"

type Counts = Mapping[tuple[str, str], int]
"""What was counted (`CONNECTION` or `UNSCANNED`), its handling or reason, and how often."""


class CoverageKeeper:
    """Adds to the sums what the counters grew by.

    Args:
        store: Where the sums are.
        node: Name of this machine.
        counts: What was counted since this process began.
    """

    def __init__(self, store: Store, node: str, counts: Callable[[], Counts]) -> None:
        self._store = store
        self._node = node
        self._counts = counts
        self._kept: dict[tuple[str, str], int] = {}

    def keep(self, now: datetime | None = None) -> None:
        """Write what is new; after an error the next call writes it.

        Raises:
            RecordError: The store cannot be written.
        """
        counts = dict(self._counts())
        grown = {key: number - self._kept.get(key, 0) for key, number in counts.items()}
        day = (now or datetime.now(UTC)).date()
        rows = [
            {"day": day, "node": self._node, "what": what, "value": value, "count": number}
            for (what, value), number in sorted(grown.items())
            if number > 0
        ]
        if rows:
            with self._store.write() as connection:
                upsert(connection, daily_coverage, rows, ("count",))
        self._kept = counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked into, and what was not, over some days.

    Attributes:
        connections: Connections by handling: ``inspected``, ``passed``, ``pinned``, ``refused``.
        unscanned: Requests or parts of them that could not be scanned, by reason.
        days: Connections to AI services by day and handling.
    """

    connections: Mapping[str, int]
    unscanned: Mapping[str, int]
    days: Mapping[date, Mapping[str, int]]


def read_coverage(store: Store, first: date, last: date) -> Coverage:
    """The sums of these days, both included, over all nodes.

    Raises:
        RecordError: The store cannot be read.
    """
    table = daily_coverage.c
    query = (
        sa.select(table.day, table.what, table.value, sa.func.sum(table.count).label("number"))
        .where(table.day.between(first, last))
        .group_by(table.day, table.what, table.value)
        .order_by(table.day, table.value)
    )
    sums: dict[str, dict[str, int]] = {CONNECTION: {}, UNSCANNED: {}}
    days: dict[date, dict[str, int]] = {}
    with store.read() as connection:
        for day, what, value, number in connection.execute(query):
            by_value = sums.setdefault(what, {})
            by_value[value] = by_value.get(value, 0) + int(number)
            if what == CONNECTION:
                days.setdefault(day, {})[value] = int(number)
    return Coverage(sums[CONNECTION], sums[UNSCANNED], days)
