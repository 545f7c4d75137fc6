"""Who declined a request to name somebody, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reveals", sa.Column("declined_by", sa.Text(), nullable=True))
    op.add_column("reveals", sa.Column("declined", sa.BigInteger(), nullable=True))
    op.add_column("reveals", sa.Column("declined_why", sa.Text(), nullable=True))
