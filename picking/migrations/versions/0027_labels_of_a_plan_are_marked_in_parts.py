"""Labels of a plan are marked in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Labels of a plan are marked in parts."""
    with op.batch_alter_table("price_plans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("marking_from", sa.String(length=130), nullable=True))
