"""Which process tells the store's numbers, when several guard one machine or share one database.

All would tell the same sums, and Prometheus would add them up. So one of them holds a lock and tells, and the
others leave these metrics out; the lock falls with its process, and the next scrape finds another holder.
That one keeps silent for a while first, until Prometheus has noticed that the former is gone: a graph then
has a short gap, where a sum of both would have been a leap.
"""

import fcntl
import logging
import threading
import time
from io import BufferedWriter
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from agent.record.store import Store

LOCK_NAME = "metrics.lock"
ADVISORY = "7223, 9464"
"""The lock in PostgreSQL. Locks of two numbers never meet those of one, which `agent.record` takes."""

SETTLE_SECONDS = 20.0
"""Longer than the usual 15 seconds between two scrapes."""

logger = logging.getLogger(__name__)


class Teller:
    """Tries to hold the lock, at each scrape anew until it does.

    Args:
        store: Whose numbers are told.
        folder: The data directory, where a lock file serves the processes on one SQLite file.
        settle: Seconds of silence after another process told.
    """

    def __init__(self, store: Store, folder: Path, settle: float = SETTLE_SECONDS) -> None:
        self._store = store
        self._settle = settle
        self._silent_until: float | None = None
        self._another = False
        self._path = (store.path.parent if store.path else folder) / LOCK_NAME
        self._file: BufferedWriter | None = None
        self._connection: Connection | None = None
        self._guard = threading.Lock()

    def tells(self) -> bool:
        """Whether this process is the one that tells."""
        with self._guard:
            if not (self._has_file() if self._store.path else self._has_session()):
                self._another, self._silent_until = True, None
                return False
            if self._another and self._silent_until is None:
                self._silent_until = time.monotonic() + self._settle
            return self._silent_until is None or time.monotonic() >= self._silent_until

    def close(self) -> None:
        """Let another tell."""
        with self._guard:
            if self._file:
                self._file.close()
            if self._connection:
                self._connection.close()
            self._file = self._connection = None

    def _has_file(self) -> bool:
        if self._file:
            return True
        file = self._path.open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another holds it
            file.close()
            return False
        self._file = file
        return True

    def _has_session(self) -> bool:
        """A lock of PostgreSQL that lasts as long as its connection."""
        try:
            if self._connection:
                self._connection.exec_driver_sql("SELECT 1")
                return True
            connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            held = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({ADVISORY})").scalar()
        except SQLAlchemyError as error:
            logger.warning("metrics: the database does not answer: %s", type(error).__name__)
            self._connection = None
            return False
        if held:
            self._connection = connection
        else:
            connection.close()
        return bool(held)
