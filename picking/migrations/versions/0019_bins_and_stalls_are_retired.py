"""Bins and stalls are retired."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bins and stalls are retired."""
    for table in ("bins", "stalls"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False))
