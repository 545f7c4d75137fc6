"""Failed sign-ins, by name and by address: after a few, everybody waits a while, the owner too.

An attempt is counted as failed before its password is looked at, and given back when it was right: checking
a password is slow, and many attempts at once would else all start before the first of them has failed.
Names and addresses are kept as keyed hashes: people type passwords into name fields.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.schema import console_failures as table
from agent.record.store import Store, insert

FREE = {"name": 5, "address": 20}
"""Failures before the first wait. Many people can share an address; a name is one person's."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGET = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted, or that has to wait.

    Attributes:
        wait: How long to wait; zero when it may go on.
        closes: Whether the next one has to wait, should this one fail.
        counted: What it was counted under, with the wait that it made.
    """

    wait: timedelta = timedelta()
    closes: bool = False
    counted: Mapping[bytes, datetime | None] = field(default_factory=dict)


class Throttle:
    """Counts attempts.

    Args:
        store: An open store.
        key: Of the hashes.
    """

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key

    def attempt(self, names: Mapping[str, str], now: datetime) -> Attempt:
        """Count an attempt as failed, unless these still have to wait.

        All in one transaction that holds the write lock: of attempts at the same moment no more go on than
        are free.
        """
        keys = {self._hash(kind, value): FREE[kind] for kind, value in names.items()}
        with self._store.write() as connection:
            connection.execute(table.delete().where(table.c.last < now - FORGET))
            found = connection.execute(sa.select(table).where(table.c.key.in_(keys))).mappings()
            rows = {row["key"]: row for row in found}
            wait = max((row["until"] - now for row in rows.values() if row["until"]), default=timedelta())
            if wait > timedelta():
                return Attempt(wait)
            until = {}
            for key, free in keys.items():
                count = (rows[key]["count"] if key in rows else 0) + 1
                until[key] = _until(count - free, now)
                _keep(connection, key, {"count": count, "last": now, "until": until[key]})
        return Attempt(closes=any(until.values()), counted=until)

    def give_back(self, attempt: Attempt, names: Mapping[str, str] | None = None) -> None:
        """An attempt was right: it does not count.

        Args:
            attempt: It.
            names: Whose earlier failures are forgotten too.
        """
        forgotten = [self._hash(kind, value) for kind, value in (names or {}).items()]
        with self._store.write() as connection:
            for key, until in attempt.counted.items():
                row = table.c.key == key
                connection.execute(table.update().where(row).values(count=table.c.count - 1))
                if until:  # a wait that another failure made since then stays
                    connection.execute(table.update().where(row, table.c.until == until).values(until=None))
            connection.execute(table.delete().where(table.c.key.in_(forgotten) | (table.c.count < 1)))

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"throttle {kind}\0{value}".encode("utf-8", "replace"), "sha256")


def _until(over: int, now: datetime) -> datetime | None:
    """When the next attempt may be made, after so many more failures than are free."""
    return now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None


def _keep(connection: Connection, key: bytes, row: Mapping[str, object]) -> None:
    statement = insert(connection.dialect.name, table).values(key=key, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=dict(row)))
