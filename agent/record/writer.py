"""One thread writes events, many in a transaction; whoever waits goes on when its event is on disk."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from sqlalchemy.exc import IntegrityError

from agent.record.append import Entry, append
from agent.record.checkpoint import EVERY, EVERY_EVENTS, sign_when_due
from agent.record.errors import RecordError
from agent.record.event import Event
from agent.record.identities import Identities
from agent.record.keys import Signer
from agent.record.observe import System, Tally, apply, traffic_events
from agent.record.store import Store

MAX_BATCH = 512
IDLE_SECONDS = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long.

    Attributes:
        max_pending: Events that may wait; more wait for room.
        deadline: Seconds after which an event that is not on disk is an error.
        traffic_every: Seconds between events that tell a central store the counts of `seen`; None on a node
            that does not forward.
    """

    max_pending: int = 4096
    deadline: float = 10.0
    traffic_every: float | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An event on its way to disk."""

    entry: Entry
    done: Future[None] = field(default_factory=Future)


class Writer:
    """Writes events of one node to a store.

    Every batch is one transaction, so the cost of a durable commit is shared by all that wait (group
    commit). After an error the next batch simply tries again: nothing is kept in memory but what waits.
    """

    def __init__(
        self,
        store: Store,
        node: str,
        signer: Signer | None = None,
        limits: Limits | None = None,
        identities: Identities | None = None,
    ) -> None:
        """Start the thread.

        Args:
            store: Where to write; the writer does not close it.
            node: Name of this machine, the chain's name.
            signer: Signs a checkpoint every hour, every thousand events, and at the end.
            limits: How much may wait, and how long.
            identities: Whose new identities are stored with the events.
        """
        self.store = store
        self.node = node
        self._signer = signer
        self._identities = identities
        limits = limits or Limits()
        self._deadline = limits.deadline
        self._unsigned_since: float | None = time.monotonic()
        self._unsigned = EVERY_EVENTS  # not known yet: the first batch asks
        self._room = threading.BoundedSemaphore(limits.max_pending)
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._seen = Tally()
        self._told = Tally()
        self._traffic_every = limits.traffic_every
        self._next_traffic = time.monotonic()
        self._lock = threading.Lock()
        self._closed = False
        self._pending = 0
        self._thread = threading.Thread(target=self._run, name="record-writer", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """Events that wait for the disk."""
        return self._pending

    async def record(self, event: Event) -> None:
        """Return when the event is on disk, safe from a kill or a power cut.

        A caller that is cancelled leaves its event in the queue: what happened, happened.

        Raises:
            RecordError: It was not written, and will not be: the disk is full, the database is locked or
                gone, or too much waits.
        """
        waiting = await self._put(event)
        done = asyncio.wrap_future(waiting.done)
        try:
            await asyncio.wait_for(asyncio.shield(done), self._deadline)
        except TimeoutError:
            if waiting.done.cancel():  # not yet in a transaction: it never will be
                raise RecordError(
                    f"{self.store.where}: an event waited more than {self._deadline:g} s: the disk is slow"
                ) from None
            await done

    def record_now(self, event: Event) -> None:
        """The same for callers without an event loop.

        Raises:
            RecordError: It was not written.
        """
        if not self._room.acquire(timeout=self._deadline):
            raise self._too_many()
        self._submit(event).done.result()

    def seen(
        self,
        service: str,
        tenant: str | None = None,
        *,
        size: int = 0,
        host: str | None = None,
        counts: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Count traffic of which the content was not looked at. On disk within a second or so.

        Args:
            service: Service id.
            tenant: Its tenant, or None.
            size: Bytes sent.
            host: Host name.
            counts: More facts to count about the system: dimension and value.
        """
        system: System = (service, tenant or "")
        with self._lock:
            self._seen.see(system, datetime.now(UTC), 1, size)
            self._seen.count(system, "host", host)
            for dimension, value in counts:
                self._seen.count(system, dimension, value)

    def close(self) -> None:
        """Write what waits, then stop."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _put(self, event: Event) -> _Waiting:
        """Queue the event as soon as there is room."""
        until = asyncio.get_running_loop().time() + self._deadline
        while not self._room.acquire(blocking=False):
            if asyncio.get_running_loop().time() > until:
                raise self._too_many()
            await asyncio.sleep(0.005)
        return self._submit(event)

    def _submit(self, event: Event) -> _Waiting:
        """Queue the event; the caller has taken room for it, which its end gives back."""
        waiting = _Waiting(Entry.of(event))
        waiting.done.add_done_callback(self._settled)
        with self._lock:
            self._pending += 1
            if not self._closed:
                self._queue.put(waiting)
                return waiting
        waiting.done.set_exception(RecordError(f"{self.store.where}: an event came after the last one"))
        return waiting

    def _settled(self, _: Future[None]) -> None:
        with self._lock:
            self._pending -= 1
        self._room.release()

    def _too_many(self) -> RecordError:
        return RecordError(f"{self.store.where}: too many events wait for the disk")

    def _run(self) -> None:
        """The thread: take what waits, write it, tell the waiters."""
        open_ = True
        while open_:
            batch, open_ = self._take()
            self._write(batch)
            self._tell_traffic(last=not open_)
            self._sign(last=not open_)

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Everything that waits, at most a batch; and whether to go on after it."""
        batch: list[_Waiting] = []
        try:
            item = self._queue.get(timeout=IDLE_SECONDS)
            while item is not None:
                if item.done.set_running_or_notify_cancel():
                    batch.append(item)
                if len(batch) >= MAX_BATCH:
                    break
                item = self._queue.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, item is not None

    def _write(self, batch: list[_Waiting]) -> None:
        with self._lock:
            seen, self._seen = self._seen, Tally()
        if not batch and not seen.systems:
            return
        try:
            self._commit(batch, seen)
        except Exception as error:  # noqa: BLE001 - whatever it is, the waiters must hear it and the thread live
            self._failed(batch, seen, error)
        else:
            if self._traffic_every is not None:
                self._told.merge(seen)
            for waiting in batch:
                waiting.done.set_result(None)

    def _commit(self, batch: list[_Waiting], seen: Tally) -> None:
        new = self._identities.take() if self._identities else {}
        unsigned = self._unsigned + len(batch)
        try:
            with self.store.write() as connection:
                append(connection, [waiting.entry for waiting in batch])
                apply(connection, seen)
                if self._identities:
                    self._identities.store(connection, new)
                if self._signer and batch and unsigned >= EVERY_EVENTS:
                    unsigned = sign_when_due(connection, self.node, self._signer)
        except BaseException:
            if self._identities:
                self._identities.give_back(new)
            raise
        self._unsigned = unsigned
        if not unsigned:
            self._unsigned_since = None
        elif batch and self._unsigned_since is None:
            self._unsigned_since = time.monotonic()

    def _tell_traffic(self, *, last: bool) -> None:
        """Now and then, make events of the counts, which a node's forwarder sends on."""
        if not self._told.systems or not (last or time.monotonic() >= self._next_traffic):
            return
        entries = [Entry.of(event) for event in traffic_events(self.node, self._told)]
        try:
            with self.store.write() as connection:
                append(connection, entries)
        except RecordError as error:
            _log.error("record: traffic counts wait in memory: %s", error)
        else:
            self._told = Tally()
        self._next_traffic = time.monotonic() + (self._traffic_every or 0)

    def _sign(self, *, last: bool) -> None:
        """Sign the end of the chain when it has stood unsigned for long, or nothing comes any more."""
        waited = time.monotonic() - self._unsigned_since if self._unsigned_since is not None else 0
        if self._signer is None or not (last or waited >= EVERY.total_seconds()):
            return
        try:
            with self.store.write() as connection:
                self._unsigned = sign_when_due(connection, self.node, self._signer, now=True)
        except RecordError as error:
            _log.error("record: no checkpoint: %s", error)
            self._unsigned_since = time.monotonic()
        else:
            self._unsigned_since = None

    def _failed(self, batch: list[_Waiting], seen: Tally, error: Exception) -> None:
        """Keep the counts for the next batch; tell the waiters. One bad event does not spoil the others."""
        with self._lock:
            self._seen.merge(seen)
        if isinstance(error.__cause__, IntegrityError) and len(batch) > 1:
            for waiting in batch:
                self._write([waiting])
            return
        if not isinstance(error, RecordError):
            _log.error("record: %s: %s", type(error).__name__, self.store.where)
            wrapped = RecordError(
                f"{self.store.where}: the event could not be written: {type(error).__name__}"
            )
            wrapped.__cause__ = error
            error = wrapped
        elif not batch:
            _log.warning("traffic counts wait in memory: %s", error)
        for waiting in batch:
            waiting.done.set_exception(error)
