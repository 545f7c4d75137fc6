"""Find the few events that are no decision among the many that are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    which = sa.text("kind != 'decision'")
    op.create_index("events_kind", "events", ["kind", "row"], sqlite_where=which, postgresql_where=which)
