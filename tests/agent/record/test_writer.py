"""The writer: durable before it answers, whole batches, and errors that reach the one who waits."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from agent.record.chain import genesis, link
from agent.record.errors import RecordError
from agent.record.event import Event
from agent.record.schema import events, nodes
from agent.record.store import Store
from agent.record.writer import Limits, Writer


def _ids(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        found = [row[0].hex() for row in connection.execute("SELECT id FROM events ORDER BY row")]
    connection.close()
    return found


async def test_recorded_means_committed(store: Store, event: Callable[..., Event]) -> None:
    """When `record` returns, another connection to the file sees the event."""
    with Writer(store, "n1") as writer:
        for _ in range(3):
            made = event()
            await writer.record(made)
            assert _ids(store.path)[-1] == made.id.replace("-", "")
    assert writer.pending == 0


async def test_events_form_one_chain(store: Store, event: Callable[..., Event]) -> None:
    """Numbers go up by one and each hash covers the one before, whatever the order of arrival."""
    with Writer(store, "n1") as writer:
        await asyncio.gather(*(writer.record(event(chars=n)) for n in range(700)))
    with store.read() as connection:
        rows = connection.execute(sa.select(events).order_by(events.c.number)).all()
        head = connection.execute(sa.select(nodes)).one()
    digest = genesis("n1")
    for number, row in enumerate(rows, 1):
        digest = link(digest, number, row.body)
        assert (row.number, row.hash) == (number, digest)
    assert len(rows) == 700
    assert (head.number, head.hash) == (700, digest)


async def test_two_writers_share_a_chain(store: Store, event: Callable[..., Event]) -> None:
    """The command line may write beside the guard: nothing is lost and no number is given twice."""
    with Store.open(store.path) as other, Writer(store, "n1") as one, Writer(other, "n1") as two:
        await asyncio.gather(*(w.record(event()) for _ in range(100) for w in (one, two)))
    with store.read() as connection:
        numbers = connection.execute(sa.select(events.c.number).order_by("number")).scalars().all()
    assert numbers == list(range(1, 201))


async def test_full_queue_makes_callers_wait(store: Store, event: Callable[..., Event]) -> None:
    """With room for two, twenty callers all get through, and never more than two wait at the disk."""
    with Writer(store, "n1", limits=Limits(max_pending=2)) as writer:
        most = 0

        async def send() -> None:
            nonlocal most
            await writer.record(event())
            most = max(most, writer.pending)

        await asyncio.gather(*(send() for _ in range(20)))
    assert len(_ids(store.path)) == 20
    assert most <= 2


def _cap(store: Store, pages: list[int]) -> None:
    """Give the file a largest size, as a full disk does."""
    sa.event.listen(
        store.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages[0]}")
    )


async def test_full_disk_is_an_error_and_passes(store: Store, event: Callable[..., Event]) -> None:
    """On a full disk every waiter hears so; with room again, the next event is recorded without help."""
    pages = [0]
    with store.read() as connection:
        pages[0] = connection.exec_driver_sql("PRAGMA page_count").scalar()
    _cap(store, pages)
    with Writer(store, "n1") as writer:
        heard = [await _outcome(writer, event()) for _ in range(60)]
        assert heard[-1] is not None
        assert "full" in str(heard[-1])
        assert "make room" in str(heard[-1])
        pages[0] = 10_000
        await writer.record(event())
    assert len(_ids(store.path)) == heard.count(None) + 1


async def _outcome(writer: Writer, made: Event) -> RecordError | None:
    try:
        await writer.record(made)
    except RecordError as error:
        return error
    return None


async def _taken(writer: Writer) -> None:
    """Until the thread has what waits in hand, and looks for no more."""
    while not writer.pending or writer._queue.qsize():  # noqa: ASYNC110 - the thread has no event for it
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


async def test_locked_database_is_an_error_in_time(store: Store, event: Callable[..., Event]) -> None:
    """A lock that is not released gives a RecordError; once released, recording goes on.

    The event that timed out while it waited in the queue is never written: its caller was told so.
    """
    with Writer(store, "n1", limits=Limits(deadline=0.2)) as writer:
        blocker = sqlite3.connect(store.path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        first = asyncio.ensure_future(_outcome(writer, event()))
        await _taken(writer)
        lost = event()
        assert "waited more than" in str(await _outcome(writer, lost))
        blocker.rollback()
        blocker.close()
        assert await first is None
        while await _outcome(writer, event()) is not None:  # the disk may be slow, too
            continue
    assert len(_ids(store.path)) == 2
    assert lost.id.replace("-", "") not in _ids(store.path)


async def test_deleted_database_is_an_error(
    store: Store, event: Callable[..., Event], tmp_path: Path
) -> None:
    """SQLite would go on writing to a deleted file; here it is an error, until the file is back."""
    with Writer(store, "n1") as writer:
        await writer.record(event())
        store.engine.dispose()
        moved = store.path.rename(tmp_path / "aside.db")
        with pytest.raises(RecordError, match="No such file"):
            await writer.record(event())
        moved.rename(store.path)
        await writer.record(event())
    assert len(_ids(store.path)) == 2


async def test_bad_event_does_not_spoil_its_neighbours(store: Store, event: Callable[..., Event]) -> None:
    """An id that is there already is refused alone; the others of its batch are written."""
    twice = event()
    with Writer(store, "n1") as writer:
        await writer.record(twice)
        others = [event() for _ in range(5)]
        heard = await asyncio.gather(*(_outcome(writer, e) for e in (*others[:2], twice, *others[2:])))
    assert [type(h) for h in heard] == [type(None)] * 2 + [RecordError] + [type(None)] * 3
    assert len(_ids(store.path)) == 6


async def test_cancelled_caller_leaves_its_event(store: Store, event: Callable[..., Event]) -> None:
    """A client that goes away does not undo what happened."""
    with Writer(store, "n1") as writer:
        task = asyncio.ensure_future(writer.record(event()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(_ids(store.path)) == 1


def test_close_writes_what_waits(store: Store, event: Callable[..., Event]) -> None:
    """Closing drains; an event that comes later is an error, and closing twice is harmless."""
    writer = Writer(store, "n1")
    threads = [threading.Thread(target=writer.record_now, args=(event(),)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    writer.close()
    assert len(_ids(store.path)) == 20
    with pytest.raises(RecordError, match="after the last one"):
        writer.record_now(event())
