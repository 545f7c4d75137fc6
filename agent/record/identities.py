"""Pseudonyms for the pipeline, and the sealed identities behind them for the store."""

import threading
from datetime import datetime

from sqlalchemy.engine import Connection

from agent.record.pseudonym import Pseudonyms
from agent.record.schema import identities
from agent.record.store import upsert

_MOST = 100_000


class Identities:
    """Gives pseudonyms; the writer stores each new identity, sealed, with the events of its user."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        """Start without knowing anybody.

        Args:
            pseudonyms: The key.
        """
        self._pseudonyms = pseudonyms
        self._known: dict[tuple[str, str], str] = {}
        self._new: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    def of(self, identity: str, time: datetime) -> str:
        """The pseudonym of a user at that time."""
        month = f"{time:%Y-%m}"
        known = self._known.get((month, identity))
        if known is not None:
            return known
        pseudonym = self._pseudonyms.of(identity, time)
        with self._lock:
            if len(self._known) >= _MOST:  # made-up names must not fill the memory
                self._known.clear()
            self._known[month, identity] = pseudonym
            self._new[pseudonym] = (month, identity)
        return pseudonym

    def take(self) -> dict[str, tuple[str, str]]:
        """What is new since the last time."""
        with self._lock:
            new, self._new = self._new, {}
        return new

    def give_back(self, new: dict[str, tuple[str, str]]) -> None:
        """What could not be stored is new again."""
        with self._lock:
            self._new = new | self._new

    def store(self, connection: Connection, new: dict[str, tuple[str, str]]) -> None:
        """Seal identities and keep them; those that are kept already stay as they are."""
        rows = [
            {"pseudonym": name, "month": month, "sealed": self._pseudonyms.seal(name, identity)}
            for name, (month, identity) in sorted(new.items())
        ]
        upsert(connection, identities, rows, ())
