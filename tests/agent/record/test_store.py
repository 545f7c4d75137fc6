"""Opening, upgrading and refusing databases."""

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from agent.errors import FailureError
from agent.record import migrate
from agent.record.append import Entry, append
from agent.record.errors import RecordError, StoreError
from agent.record.event import Event
from agent.record.schema import metadata
from agent.record.store import Store


def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    """The file and SQLite's own beside it are 0600, the directory made for it 0700."""
    path = tmp_path / "new" / "record.db"
    with Store.open(path) as store, store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in path.parent.iterdir()}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert "record.db-wal" in modes


def test_reopening_keeps_rows(tmp_path: Path, event: Callable[..., Event]) -> None:
    """What was written is there when the same file is opened again."""
    with Store.open(tmp_path / "r.db") as store, store.write() as connection:
        append(connection, [Entry.of(event())])
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store, store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == 1


def test_named_head_is_the_newest_revision() -> None:
    """`migrate.HEAD`, which spares opening the import of Alembic, names the last script."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    """Running every revision gives exactly the tables that the code uses."""
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a later version is left alone, and the message says what to do."""
    Store.open(tmp_path / "r.db").close()
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(FailureError, match=r"newer Schaduwwacht \(schema 9999.*install that version"):
        Store.open(tmp_path / "r.db")


@pytest.mark.parametrize("content", [b"not a database at all, but a long enough text" * 9, b"\x00" * 5000])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no database gives one line, and keeps its content."""
    path = tmp_path / "r.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"r\.db: .*database"):
        Store.open(path)
    assert path.read_bytes() == content


def test_unusable_places_are_named(tmp_path: Path) -> None:
    """A path below a file, and a URL of another engine, are errors that say what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--data-dir"):
        Store.open(tmp_path / "file" / "r.db")
    with pytest.raises(StoreError, match="postgresql"):
        Store.open("mysql://host/name")


def test_passwords_of_urls_stay_out_of_messages() -> None:
    """An unreachable server is named without the password of its URL."""
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://user:geheim@127.0.0.1:1/name")
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_failed_write_keeps_nothing(store: Store, event: Callable[..., Event]) -> None:
    """An error inside the block undoes all of it and is told as a RecordError without the values."""

    def write() -> None:
        with store.write() as connection:
            append(connection, [Entry.of(event())])
            connection.execute(sa.text("INSERT INTO nodes VALUES ('geheim', NULL, NULL, 0)"))

    with pytest.raises(RecordError) as caught:
        write()
    assert "geheim" not in str(caught.value)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == 0
