"""Failed sign-ins, by name and by address: after a few, everybody waits a while, the owner too.

Names and addresses are kept as keyed hashes: people type passwords into name fields.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from agent.record.schema import console_failures as table
from agent.record.store import Store, insert

FREE = {"name": 5, "address": 20}
"""Failures before the first wait. Many people can share an address; a name is one person's."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGET = timedelta(hours=24)


class Throttle:
    """Counts failures.

    Args:
        store: An open store.
        key: Of the hashes.
    """

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key

    def wait(self, names: dict[str, str], now: datetime) -> timedelta:
        """How long these still have to wait; zero when they may try."""
        keys = [self._hash(kind, value) for kind, value in names.items()]
        with self._store.read() as connection:
            ends = connection.execute(sa.select(table.c.until).where(table.c.key.in_(keys))).scalars().all()
        return max((end - now for end in ends if end and end > now), default=timedelta())

    def failed(self, names: dict[str, str], now: datetime) -> bool:
        """Count a failure.

        Returns:
            Whether the next try has to wait from now on.
        """
        closed = False
        with self._store.write() as connection:
            connection.execute(table.delete().where(table.c.last < now - FORGET))
            for kind, value in names.items():
                key = self._hash(kind, value)
                count = (
                    connection.execute(sa.select(table.c.count).where(table.c.key == key)).scalar() or 0
                ) + 1
                over = count - FREE[kind]
                until = now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
                closed = closed or until is not None
                row = {"count": count, "last": now, "until": until}
                statement = insert(connection.dialect.name, table).values(key=key, **row)
                connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))
        return closed

    def succeeded(self, names: Iterable[tuple[str, str]]) -> None:
        """Forget the failures of a name that has signed in."""
        keys = [self._hash(kind, value) for kind, value in names]
        with self._store.write() as connection:
            connection.execute(table.delete().where(table.c.key.in_(keys)))

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"throttle {kind}\0{value}".encode("utf-8", "replace"), "sha256")
