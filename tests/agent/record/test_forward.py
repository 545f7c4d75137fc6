"""A node of a fleet and its central store on a real PostgreSQL."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from running import wait_until

from agent.errors import FailureError
from agent.record.append import Entry, append
from agent.record.errors import RecordError
from agent.record.event import Event
from agent.record.export import export
from agent.record.forward import Forwarder, forward
from agent.record.keys import Keyring, Signer, load_signer
from agent.record.schema import daily_requests, events, metadata, nodes, systems
from agent.record.store import Store
from agent.record.verify import verify
from agent.record.writer import Limits, Writer
from agent.register.systems import Actor, get_system, list_systems, set_system


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    """The node's key."""
    return load_signer(tmp_path / "key.pem")


def ids(store: Store) -> list[str]:
    """Ids in the order of the chain."""
    with store.read() as connection:
        found = connection.execute(sa.select(events.c.id).order_by(events.c.node, events.c.number)).scalars()
        return [str(UUID(bytes=item)) for item in found]


def rows(store: Store, table: sa.Table) -> list[tuple]:
    """A table's rows."""
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]


def test_tables_are_the_same_on_both_engines(postgresql: str) -> None:
    """The revisions make on PostgreSQL what the code expects, and opening again finds it."""
    Store.open(postgresql).close()
    with Store.open(postgresql) as store, store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_newer_server_database_is_refused(postgresql: str) -> None:
    """As with a file: the message says what to do."""
    with Store.open(postgresql) as store, store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(FailureError, match="newer Schaduwwacht"):
        Store.open(postgresql)


async def test_server_alone_is_a_store_too(
    postgresql: str, event: Callable[..., Event], signer: Signer
) -> None:
    """The writer, the register and the export work on PostgreSQL as on SQLite."""
    with Store.open(postgresql) as store:
        with Writer(store, "n1", signer) as writer:
            await asyncio.gather(*(writer.record(event(chars=n)) for n in range(300)))
            writer.seen("claude", size=5)
        set_system(store, "chatgpt", None, {"owner": "HR", "documents": ["a"]}, Actor("ann", "n1"))
        assert [system.service for system in list_systems(store)] == ["chatgpt", "claude"]
        system = get_system(store, "chatgpt")
        assert (system.requests, system.owner, system.documents) == (300, "HR", ("a",))
        report = verify(export(store, signer, "n1"), Keyring([signer.key.public_key()]))
        assert (report.holds, report.events) == (True, 301)


async def test_the_signature_of_the_end_is_sent(
    store: Store, postgresql: str, event: Callable[..., Event], signer: Signer
) -> None:
    """A node that stops signs the end of its chain, and the central store has that signature as well."""
    with Forwarder(store, lambda: Store.open(postgresql), "n1") as forwarder:
        with Writer(store, "n1", signer) as writer:
            await asyncio.gather(*(writer.record(event(chars=n)) for n in range(3)))
        assert forwarder.problem is None
    with Store.open(postgresql) as central:
        report = verify(export(central), Keyring([signer.key.public_key()]))
    assert (report.holds, report.events) == (True, 3)


def test_forwarding_again_changes_nothing(
    store: Store, postgresql: str, event: Callable[..., Event], signer: Signer
) -> None:
    """A node that does not know that its events arrived sends them again: one of each stays."""
    with store.write() as connection:
        append(connection, [Entry.of(event(chars=n)) for n in range(30)])
    with Store.open(postgresql) as central:
        assert [forward(store, central, "n1", limit=20) for _ in range(3)] == [20, 10, 0]
        with store.write() as connection:
            connection.execute(nodes.update().values(forwarded=5))
        list(export(store, signer, "n1"))
        assert forward(store, central, "n1") == 25
        assert ids(central) == ids(store)
        assert rows(central, daily_requests) == rows(store, daily_requests)
        assert rows(central, systems) == rows(store, systems)
        assert verify(export(central), Keyring([signer.key.public_key()])).holds


def test_counts_without_events_arrive_too(store: Store, postgresql: str, event: Callable[..., Event]) -> None:
    """Traffic that is only counted reaches the central register, once, with its hosts and bytes."""
    with Writer(store, "n1", limits=Limits(traffic_every=0.01)) as writer, Store.open(postgresql) as central:
        for number in range(4):
            writer.seen("claude", size=10, host="claude.ai", counts=[("group", "hr")])
            writer.record_now(event())
            if number == 1:
                forward(store, central, "n1")
    with Store.open(postgresql) as central:
        forward(store, central, "n1")
        found, there = get_system(central, "claude"), get_system(store, "claude")
        assert found == there
        assert (found.requests, found.bytes, found.hosts) == (4, 40, {"claude.ai": 4})
        assert get_system(central, "chatgpt").requests == 4


def test_two_machines_of_one_name_are_told(
    store: Store, postgresql: str, event: Callable[..., Event], tmp_path: Path
) -> None:
    """A second chain of the same name is refused, whether it is shorter or longer, and nothing is mixed."""
    with store.write() as connection:
        append(connection, [Entry.of(event()) for _ in range(3)])
    with Store.open(postgresql) as central, Store.open(tmp_path / "other.db") as other:
        forward(store, central, "n1")
        for _ in range(2):
            with other.write() as connection:
                append(connection, [Entry.of(event()) for _ in range(2)])
            with pytest.raises(RecordError, match="two machines share that name"):
                forward(other, central, "n1")
        with other.write() as connection:
            connection.execute(nodes.update().values(forwarded=3))
        with pytest.raises(RecordError, match="event 4 of node n1 does not fit"):
            forward(other, central, "n1")
        assert ids(central) == ids(store)


async def test_server_that_is_down_delays_nobody(
    store: Store,
    cluster,  # noqa: ANN001 - Cluster, of the conftest
    postgresql: str,
    event: Callable[..., Event],
) -> None:
    """While PostgreSQL is stopped every event is recorded; the count of waiting ones shows; all arrive after.

    The same holds when it is down from the start.
    """
    made: list[Event] = []

    async def record(writer: Writer, number: int) -> None:
        for _ in range(number):
            made.append(event())
            await writer.record(made[-1])

    cluster.stop()
    try:
        with Writer(store, "n1") as writer, Forwarder(store, lambda: Store.open(postgresql), "n1") as sender:
            await record(writer, 30)
            await asyncio.to_thread(wait_until, lambda: sender.problem is not None)
            assert sender.pending() == 30
            cluster.start()
            await asyncio.to_thread(wait_until, lambda: sender.pending() == 0 and sender.problem is None)
            cluster.stop()
            await record(writer, 50)
            await asyncio.to_thread(wait_until, lambda: sender.problem is not None)
            assert sender.pending() == 50
            cluster.start()
            await asyncio.to_thread(wait_until, lambda: sender.pending() == 0)
    finally:
        if not (cluster.folder / "data" / "postmaster.pid").exists():
            cluster.start()
    with Store.open(postgresql) as central:
        assert sorted(ids(central)) == sorted(item.id for item in made)
