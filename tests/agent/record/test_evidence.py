"""Evidence: the export verifies with the public key alone, and every change of it shows."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.checkpoint import from_row, sign_when_due
from agent.record.errors import StoreError
from agent.record.event import Event, decode
from agent.record.export import export, left_out
from agent.record.keys import Keyring, Signer, load_keyring, load_signer
from agent.record.purge import months_before, purge
from agent.record.schema import checkpoints, events
from agent.record.store import Store
from agent.record.verify import Report, verify
from agent.record.writer import Writer


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    """The node's key."""
    return load_signer(tmp_path / "signing.pem")


@pytest.fixture
def keys(tmp_path: Path, signer: Signer) -> Keyring:
    """Its public half, read from a file as an auditor would."""
    (tmp_path / "public.pem").write_bytes(signer.public_pem())
    return load_keyring([tmp_path / "public.pem"])


def fill(store: Store, signer: Signer, event: Callable[..., Event], segments: list[datetime]) -> None:
    """Three events and a checkpoint at each of these times."""
    for time in segments:
        with store.write() as connection:
            append(connection, [Entry.of(event(time=time)) for _ in range(3)])
            sign_when_due(connection, "n1", signer, now=True)
            newest = sa.select(sa.func.max(checkpoints.c.number)).scalar_subquery()
            connection.execute(checkpoints.update().where(checkpoints.c.number == newest).values(time=time))
    _sign_again(store, signer)


def _sign_again(store: Store, signer: Signer) -> None:
    """The times above were set behind the signer's back."""
    with store.write() as connection:
        for row in connection.execute(sa.select(checkpoints)).all():
            made = signer.sign(from_row(row).message())
            where = (checkpoints.c.node == row.node, checkpoints.c.number == row.number)
            connection.execute(checkpoints.update().where(*where).values(signature=made))


def months_ago(*months: int) -> list[datetime]:
    """That many months before now, and a day more."""
    return [months_before(datetime.now(UTC), n) - timedelta(days=1) for n in months]


def test_export_verifies(store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]) -> None:
    """An untouched export holds, whole; the events in it are the events that were recorded."""
    made = [event(chars=n) for n in range(5)]
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in made])
    lines = list(export(store, signer, "n1"))
    report = verify(lines, keys)
    assert report.holds
    assert report.problem is None
    assert (report.events, report.chains["n1"].signed) == (5, 5)
    found = [decode(line[len(b'{"event":') : line.rindex(b',"hash"')]) for line in lines[:-1]]
    assert found == made


def test_any_flipped_bit_is_named(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """Each bit of each byte of an export, flipped, breaks verification at the line it is in."""
    fill(store, signer, event, months_ago(1))
    whole = b"".join(export(store, signer, "n1"))
    assert verify(whole.splitlines(keepends=True), keys).holds
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            report = verify(BytesIO(changed), keys)
            assert report.problem is not None
            if whole[place : place + 1] != b"\n":
                assert report.problem.line == whole[:place].count(b"\n") + 1


@pytest.fixture
def lines(store: Store, signer: Signer, event: Callable[..., Event]) -> list[bytes]:
    """An export of two segments."""
    fill(store, signer, event, months_ago(2, 1))
    return list(export(store, signer, "n1"))


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda lines: lines[:1] + lines[2:], "line 2, node n1, event 3: event 2 is missing"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "line 1, node n1, event 2: the chain begins"),
        (lambda lines: lines[:2] + lines[1:], "line 3, node n1, event 2: event 3 is missing, or the order"),
        (lambda lines: lines[:-1], "node n1, event 4: no signature stands"),
        (lambda lines: lines[:3] + lines[4:-1], "node n1, event 1: no signature stands"),
        (lambda lines: lines[3:], "record, node n1, event 4: events 1 to 3 are missing, and no purge"),
        (lambda _: [], "nothing to verify"),
        (lambda lines: [*lines, b"[1]\n"], "neither an event nor a checkpoint"),
        (lambda _: [b'{"event":{"node":"n1"},"number":1}\n'], "not an event with its hash"),
        (lambda _: [b'{"checkpoint":{"node":"n1"}}\n'], "not a checkpoint with its signature"),
    ],
)
def test_damage_is_named(
    lines: list[bytes], keys: Keyring, damage: Callable[[list[bytes]], list[bytes]], problem: str
) -> None:
    """Lines taken out, moved, doubled, cut off at either end or made up: the first bad one is named."""
    report = verify(damage(lines), keys)
    assert problem in str(report.problem)


def test_rewritten_history_shows_at_the_signature(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """Whoever changes an event and recomputes all hashes still lacks the key."""
    fill(store, signer, event, months_ago(1))
    with Store.open(store.path.with_name("forged.db")) as forged:
        with forged.write() as connection:
            append(connection, [Entry.of(event(action="allow")) for _ in range(3)])
        forger = load_signer(forged.path.with_name("forger.pem"))
        lines = [*list(export(forged, forger, "n1"))[:-1], *list(export(store))[-1:]]
    assert "another chain" in str(verify(lines, keys).problem)


def test_foreign_key_is_refused(lines: list[bytes], signer: Signer, tmp_path: Path) -> None:
    """A checkpoint signed with a key that the auditor was not given is no evidence."""
    other = load_signer(tmp_path / "other.pem")
    report = verify(lines, Keyring([other.key.public_key()]))
    assert f"signed with key {signer.id}, which was not given" in str(report.problem)


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_input_gets_a_verdict(lines: list[bytes]) -> None:
    """No input makes the verifier fail, and none but a real record holds."""
    assert not verify(lines, Keyring([])).holds


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["event", "hash", "number", "node", "kind", "detail", "checkpoint", "signature"]
                ),
                inner,
            )
        ),
        max_leaves=8,
    )
)
def test_any_json_gets_a_verdict(data: object) -> None:
    """Neither does any JSON of the right words."""
    assert not verify([json.dumps(data).encode()], Keyring([])).holds


def test_purge_takes_whole_old_segments(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """After seven months segments go, the rest verifies, and the purge is on record."""
    fill(store, signer, event, months_ago(10, 8, 7, 6, 1))
    done = purge(store, "n1")
    assert (done.events, done.through) == (9, {"n1": 9})
    lines = list(export(store, signer, "n1"))
    report = verify(lines, keys)
    assert report.holds
    assert (report.chains["n1"].first, report.events) == (10, 7)
    last = decode(lines[-2][len(b'{"event":') : lines[-2].rindex(b',"hash"')])
    assert (last.kind, dict(last.detail)["through"]) == ("purge", "9")
    assert purge(store, "n1").events == 0
    assert verify(export(store, signer, "n1"), keys).holds


def test_purged_events_leave_the_file(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """What was purged cannot be found in the file any more, nor beside it."""
    with store.write() as connection:
        old = months_ago(9)[0]
        append(connection, [Entry.of(event(time=old, tenant="tenant-to-forget")) for _ in range(500)])
        sign_when_due(connection, "n1", signer, now=True)
        connection.execute(checkpoints.update().values(time=old))
    _sign_again(store, signer)
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM systems")
        connection.exec_driver_sql("DELETE FROM system_counts")
        connection.exec_driver_sql("DELETE FROM daily_requests")
        connection.exec_driver_sql("DELETE FROM daily_findings")
    assert b"tenant-to-forget" in _on_disk(store)
    assert purge(store, "n1").events == 500
    store.close()
    assert b"tenant-to-forget" not in _on_disk(store)
    assert verify(export(store, signer, "n1"), keys).holds


def _on_disk(store: Store) -> bytes:
    return b"".join(item.read_bytes() for item in store.path.parent.iterdir())


def test_purge_that_breaks_off_still_verifies(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """A kill between two segments leaves a record that verifies, and the next purge finishes."""
    fill(store, signer, event, months_ago(12, 11, 10, 9, 1))
    with sqlite3.connect(store.path) as raw:
        raw.execute(
            "CREATE TRIGGER broken BEFORE DELETE ON events WHEN old.number = 7 "
            "BEGIN SELECT raise(ABORT, 'cut'); END"
        )
    raw.close()
    with pytest.raises(Exception, match="cut"):
        purge(store, "n1")
    report = verify(export(store, signer, "n1"), keys)
    assert report.holds
    assert report.chains["n1"].first == 7
    with store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER broken")
    assert purge(store, "n1").events == 6
    assert verify(export(store, signer, "n1"), keys).holds


def test_removal_without_a_purge_shows(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """Deleting old events by hand, even a whole signed segment, is not a purge."""
    fill(store, signer, event, months_ago(10, 9, 1))
    with store.write() as connection:
        connection.execute(events.delete().where(events.c.number <= 3))
    lines = list(export(store, signer, "n1"))
    assert "no purge of them is on record" in str(verify(lines, keys).problem)
    assert verify(lines, keys, partial=True).holds


def test_retention_has_a_floor(store: Store, event: Callable[..., Event]) -> None:
    """Less than six months is refused, and accepted with a reason, which goes on record."""
    with pytest.raises(UsageError, match="at least 6"):
        purge(store, "n1", months=5)
    with pytest.raises(UsageError):
        purge(store, "n1", months=0, reason="no")
    assert purge(store, "n1", months=5, reason="request of the works council").events == 0


def test_range_gives_whole_segments(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]
) -> None:
    """An export of some weeks holds the segments that touch them, and verifies as a part."""
    fill(store, signer, event, months_ago(5, 4, 3, 2, 1))
    hour = timedelta(hours=1)
    lines = list(export(store, since=months_ago(4)[0] - hour, until=months_ago(2)[0] - hour))
    report = verify(lines, keys, partial=True)
    assert report.holds
    assert (report.chains["n1"].first, report.chains["n1"].number) == (4, 9)
    assert list(export(store, since=datetime(2100, 1, 1, tzinfo=UTC))) == []


async def test_writer_signs(store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event]) -> None:
    """A checkpoint comes with the first events, at every thousand, and at the end."""
    with Writer(store, "n1", signer) as writer:
        await writer.record(event())
        await asyncio.gather(*(writer.record(event()) for _ in range(2300)))
    with store.read() as connection:
        signed = connection.execute(sa.select(checkpoints.c.number).order_by("number")).scalars().all()
    assert signed[0] == 1
    assert signed[-1] == 2301
    assert all(later - earlier <= 1000 + 512 for earlier, later in pairwise(signed))
    assert verify(export(store), keys).holds


def test_an_export_ends_with_a_signature(
    store: Store, signer: Signer, keys: Keyring, event: Callable[..., Event], tmp_path: Path
) -> None:
    """What another machine has not signed yet is counted and left out; all own chains are signed."""
    other = load_signer(tmp_path / "other.pem")
    for node, key in (("n1", signer), ("before", signer), ("n2", other)):
        with store.write() as connection:
            append(connection, [Entry.of(event(node=node)) for _ in range(3)])
            sign_when_due(connection, node, key, now=True)
            append(connection, [Entry.of(event(node=node)) for _ in range(2)])
    assert left_out(store) == {"n1": 2, "before": 2, "n2": 2}
    lines = list(export(store, signer, "n1"))
    assert left_out(store) == {"n2": 2}
    assert left_out(store, until=datetime.now(UTC) - timedelta(days=1)) == {}
    both = Keyring([signer.key.public_key(), other.key.public_key()])
    report = verify(lines, both)
    assert report.holds
    assert {node: chain.number for node, chain in report.chains.items()} == {"n1": 5, "before": 5, "n2": 3}
    assert "no signature stands" in str(
        verify([line for line in lines if b'"number":5,"time"' not in line], both).problem
    )


def test_key_is_made_once(tmp_path: Path) -> None:
    """The key file is made for this user alone and read the next time; another kind of file is refused."""
    path = tmp_path / "keys" / "signing.pem"
    assert load_signer(path).id == load_signer(path).id
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    path.write_text("no key")
    with pytest.raises(StoreError, match="restore it from a backup"):
        load_signer(path)
    with pytest.raises(StoreError, match="not a public key"):
        load_keyring([path])


def test_report_counts_chains() -> None:
    """An empty report holds nothing."""
    assert Report().events == 0
