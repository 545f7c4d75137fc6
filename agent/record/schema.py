"""The tables. `migrations/` makes them; a test compares the two.

Times are whole microseconds since 1970, UTC: exact, small and the same in both engines. An absent tenant or
group is an empty string, since it is part of a key.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as microseconds."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Microseconds of a moment."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The moment of microseconds."""
        return None if value is None else EPOCH + value * _MICROSECOND


def microseconds(time: datetime) -> int:
    """Microseconds since 1970."""
    return (time - EPOCH) // _MICROSECOND


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


metadata = sa.MetaData()
_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NO_DECISION = sa.text("kind != 'decision'")
"""In the WHERE of a query, beside the kind it wants, so that the database uses the index on these events."""

events = sa.Table(
    "events",
    metadata,
    sa.Column("row", _ROW, primary_key=True, autoincrement=True),
    sa.Column("id", sa.LargeBinary(16), nullable=False, unique=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("time", UtcTime, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("service", sa.Text),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.UniqueConstraint("node", "number", name="events_node_number"),
    sa.Index("events_kind", "kind", "row", sqlite_where=NO_DECISION, postgresql_where=NO_DECISION),
)

nodes = sa.Table(
    "nodes",
    metadata,
    sa.Column("node", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    _count("forwarded"),
)

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("node", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.Column("time", UtcTime, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
)

systems = sa.Table(
    "systems",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("first_seen", UtcTime),
    sa.Column("last_seen", UtcTime),
    _count("requests"),
    _count("bytes"),
    sa.Column("name", sa.Text),
    sa.Column("category", sa.Text),
    sa.Column("owner", sa.Text),
    sa.Column("purpose", sa.Text),
    sa.Column("status", sa.Text, nullable=False, server_default="discovered"),
    sa.Column("conditions", sa.Text),
    sa.Column("role", sa.Text),
    sa.Column("gdpr_role", sa.Text),
    sa.Column("risk", sa.Text),
    sa.Column("risk_reason", sa.Text),
    sa.Column("expires", sa.Date),
    sa.Column("documents", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("changed", UtcTime),
    sa.Column("changed_by", sa.Text),
)

system_counts = sa.Table(
    "system_counts",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("dimension", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    _count("count"),
)

daily_requests = sa.Table(
    "daily_requests",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("action", sa.Text, primary_key=True),
    sa.Column("would", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    _count("requests"),
    _count("chars"),
    _count("bytes"),
)

daily_findings = sa.Table(
    "daily_findings",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("type", sa.Text, primary_key=True),
    sa.Column("action", sa.Text, primary_key=True),
    sa.Column("would", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    _count("requests"),
    _count("findings"),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("pseudonym", sa.Text, primary_key=True),
)

group_names = sa.Table(
    "group_names",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

obligations = sa.Table(
    "obligations",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("obligation", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("evidence", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("changed", UtcTime, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("first", UtcTime, nullable=False),
    sa.Column("last", UtcTime, nullable=False),
    sa.Column("first_event", sa.Text, nullable=False),
    sa.Column("last_event", sa.Text, nullable=False),
    _count("requests"),
    sa.Column("state", sa.Text, nullable=False, server_default="open"),
    sa.Column("aware", UtcTime),
    sa.Column("notified", UtcTime),
    sa.Column("owner", sa.Text),
    sa.Column("people", sa.BigInteger),
    sa.Column("country", sa.Text),
    sa.Column("measures", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("answers", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("changed", UtcTime),
    sa.Column("changed_by", sa.Text),
    sa.Index("incidents_system", "service", "tenant", "last"),
)

incident_counts = sa.Table(
    "incident_counts",
    metadata,
    sa.Column("incident", sa.Text, primary_key=True),
    sa.Column("dimension", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    _count("count"),
    _count("most"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("pseudonym", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, nullable=False, index=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

reveals = sa.Table(
    "reveals",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("pseudonym", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked", UtcTime, nullable=False),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved", UtcTime),
    sa.Column("ends", UtcTime),
    sa.Column("declined_by", sa.Text),
    sa.Column("declined", UtcTime),
    sa.Column("declined_why", sa.Text),
)

streams = sa.Table(
    "streams",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("node", sa.Text, primary_key=True),
    _count("number"),
)

scan_answers = sa.Table(
    "scan_answers",
    metadata,
    sa.Column("point", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("changed", UtcTime, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
)

trainings = sa.Table(
    "trainings",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("group", sa.Text, nullable=False),
    sa.Column("people", sa.BigInteger, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("entered", UtcTime, nullable=False),
    sa.Column("entered_by", sa.Text, nullable=False),
)

daily_coverage = sa.Table(
    "daily_coverage",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("node", sa.Text, primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    _count("count"),
)

console_users = sa.Table(
    "console_users",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("roles", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("language", sa.Text),
    sa.Column("password", sa.Text),
    sa.Column("totp", sa.LargeBinary),
    _count("totp_used"),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created", UtcTime, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
)

console_sessions = sa.Table(
    "console_sessions",
    metadata,
    sa.Column("id", sa.LargeBinary(32), primary_key=True),
    sa.Column("user", sa.Text, nullable=False, index=True),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("created", UtcTime, nullable=False),
    sa.Column("seen", UtcTime, nullable=False),
    sa.Column("kept", sa.JSON, nullable=False, server_default="{}"),
)

console_links = sa.Table(
    "console_links",
    metadata,
    sa.Column("token", sa.LargeBinary(32), primary_key=True),
    sa.Column("user", sa.Text, nullable=False),
    sa.Column("ends", UtcTime, nullable=False),
)

console_failures = sa.Table(
    "console_failures",
    metadata,
    sa.Column("key", sa.LargeBinary(32), primary_key=True),
    _count("count"),
    sa.Column("last", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
)
