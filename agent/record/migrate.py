"""Bring a database to this version's tables, keeping its rows."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.errors import StoreError

HEAD = "0009"
"""The newest revision in `migrations/versions`; named here so that opening needs no Alembic."""

_FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection, where: str) -> None:
    """Create or upgrade the tables within the caller's transaction.

    Args:
        connection: In a write transaction, so that two programs do not upgrade at once.
        where: Names the database in errors.

    Raises:
        StoreError: The database was written by a newer version.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7223371)")
    found = _revision(connection)
    if found == HEAD:
        return
    if found is not None and not (found.isdigit() and found < HEAD):
        raise StoreError(
            f"{where}: written by a newer Schaduwwacht (schema {found}, this version knows up to {HEAD}): "
            "install that version, or restore the backup made before it"
        )
    _upgrade(connection)


def needs_migration(connection: Connection) -> bool:
    """Whether the tables are not this version's."""
    return _revision(connection) != HEAD


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
