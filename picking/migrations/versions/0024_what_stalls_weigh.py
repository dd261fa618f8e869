"""What stalls weigh."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What stalls weigh."""
    with op.batch_alter_table("ticket_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weighed_grams", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("refunded", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("at_scale_at", sa.DateTime(timezone=True), nullable=True))
