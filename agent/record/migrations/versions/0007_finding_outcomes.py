"""What came of requests with findings: a coached user may have sent them all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEYS = ("day", "service", "tenant", "group", "type", "action", "would")


def upgrade() -> None:
    op.rename_table("daily_findings", "daily_findings_0006")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX daily_findings_pkey RENAME TO daily_findings_0006_pkey")
    op.create_table(
        "daily_findings",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _KEYS[1:]),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("requests", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("findings", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint(*_KEYS, "outcome"),
    )
    keys = ", ".join(f'"{name}"' for name in _KEYS)
    op.execute(
        f"INSERT INTO daily_findings ({keys}, outcome, requests, findings) "
        f"SELECT {keys}, CASE WHEN action IN ('block', 'coach') THEN 'stopped' ELSE 'forwarded' END, "
        "requests, findings FROM daily_findings_0006"
    )
    op.drop_table("daily_findings_0006")
