"""Older databases open, upgrade and keep their rows."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from agent.record import migrate
from agent.record.event import Event, decode, encode
from agent.record.schema import events
from agent.record.store import Store


def alembic(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings for our scripts."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


OLDER = [
    script.revision
    for script in ScriptDirectory.from_config(alembic()).walk_revisions()
    if script.revision != migrate.HEAD
]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("revision", OLDER)
def test_older_database_keeps_its_rows(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str, revision: str
) -> None:
    """A database of each earlier version, with an event in it, opens and still has the event."""
    location = request.getfixturevalue("postgresql") if engine == "postgresql" else tmp_path / "old.db"
    url = str(location).replace("postgresql:", "postgresql+psycopg:")
    old = sa.create_engine(url if engine == "postgresql" else f"sqlite:///{location}")
    event = Event(kind="decision", node="n1", service="chatgpt", action="block")
    with old.begin() as connection:
        command.upgrade(alembic(connection), revision)
        row = {"id": b"1" * 16, "node": "n1", "number": 1, "time": event.time, "kind": "decision"}
        row |= {"service": "chatgpt", "action": "block", "body": encode(event), "hash": b"h" * 32}
        connection.execute(events.insert(), row)
    old.dispose()
    with Store.open(location) as store, store.read() as connection:
        found = connection.execute(sa.select(events)).one()
        assert decode(found.body) == event
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == migrate.HEAD
