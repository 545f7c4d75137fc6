"""The database: SQLite in the data directory, or PostgreSQL by URL. One place that makes transactions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from agent.record.errors import RecordError, StoreError, explain
from agent.record.migrate import migrate, needs_migration

BUSY_SECONDS = 5.0
"""How long a transaction waits for another program's before it gives up."""


class Store:
    """An open database with this version's tables.

    Attributes:
        engine: SQLAlchemy's engine.
        where: Path, or URL without its password, for messages.
        path: The file, when it is SQLite.
    """

    def __init__(self, engine: Engine, where: str, path: Path | None) -> None:
        """Use `Store.open`."""
        self.engine = engine
        self.where = where
        self.path = path
        self._writer = engine.execution_options(write=True)
        self._inode = path.stat().st_ino if path else 0

    @classmethod
    def open(cls, location: str | Path) -> Self:
        """Open or create a store, and upgrade it when an older version made it.

        Args:
            location: A file (made for this user alone), or a URL such as ``postgresql://host/name``.

        Raises:
            StoreError: It cannot be opened, or a newer version wrote it.
        """
        if isinstance(location, str) and location.startswith("sqlite:///"):
            location = Path(location.removeprefix("sqlite:///"))
        if isinstance(location, str) and "://" in location:
            store = cls(*_server(location), None)
        else:
            path = Path(location).absolute()
            _make_file(path)
            store = cls(_file_engine(path), str(path), path)
        try:
            with store.engine.connect() as connection:
                outdated = needs_migration(connection)
            if outdated:
                with store._writer.begin() as connection:
                    migrate(connection, store.where)
        except SQLAlchemyError as error:
            store.close()
            raise StoreError(explain(error, store.where)) from error
        except StoreError:
            store.close()
            raise
        return store

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; durable when the block ends.

        Raises:
            RecordError: It cannot be begun or committed; nothing of it is kept.
        """
        self._check_file()
        try:
            with self._writer.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise RecordError(explain(error, self.where)) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database.

        Raises:
            RecordError: It cannot be read.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise RecordError(explain(error, self.where)) from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_file(self) -> None:
        """SQLite goes on writing to a file that is deleted or replaced: those events would be lost."""
        if self.path is None:
            return
        try:
            inode = self.path.stat().st_ino
        except OSError as error:
            self.engine.dispose()
            raise RecordError(f"{self.where}: {error.strerror}: put the database back or restart") from error
        if inode != self._inode:
            self.engine.dispose()
            self._inode = inode


def upsert(connection: Connection, table: sa.Table, rows: list[dict[str, Any]], add: tuple[str, ...]) -> None:
    """Insert rows; where a row with that key exists, add the numbers in the columns `add` to it."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, add), rows)


@cache
def _upsert(dialect: str, table: sa.Table, add: tuple[str, ...]) -> Any:  # noqa: ANN401 - see `insert`
    statement = insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    if not add:
        return statement.on_conflict_do_nothing(index_elements=keys)
    sums = {name: table.c[name] + statement.excluded[name] for name in add}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


def insert(dialect: str, table: sa.Table) -> Any:  # noqa: ANN401 - the two dialects' Insert share no type
    """The INSERT of a dialect, which knows ON CONFLICT. Cache what is made of it: making it is slow."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _server(location: str) -> tuple[Engine, str]:
    """An engine for a database server."""
    try:
        url = sa.make_url(location)
        where = url.render_as_string(hide_password=True)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise StoreError(f"{where}: use a file path (SQLite) or a postgresql:// URL")
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5}), where
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError("database: not a URL that can be used: write postgresql://user@host/name") from error


def _make_file(path: Path) -> None:
    """An empty file that only this user can read, in a directory of which the same holds when we make it."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror}: choose a directory that this user can write with --data-dir"
        ) from error


def _file_engine(path: Path) -> Engine:
    """An engine for one SQLite file; never one that creates the file anew when it has gone."""
    uri = f"file:{quote(str(path))}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    """WAL lets readers go on beside the writer; FULL makes a commit survive a power cut too."""
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own comes too late for DDL
    connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")  # purged events leave the disk, not only the index
    connection.execute("PRAGMA journal_size_limit=67108864")


def _begin(connection: Connection) -> None:
    """IMMEDIATE takes the write lock at once; a later upgrade from a read lock could deadlock."""
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
