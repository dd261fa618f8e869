"""What lies in doubtful bins is not offered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the bins' truth scores say is better not offered of an item."""
    with op.batch_alter_table("stock_levels") as levels:
        levels.add_column(sa.Column("withheld", sa.Integer(), server_default="0", nullable=False))
        levels.create_check_constraint(op.f("ck_stock_levels_withheld_not_negative"), "withheld >= 0")
