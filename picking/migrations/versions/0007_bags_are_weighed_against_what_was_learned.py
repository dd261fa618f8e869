"""Bags are weighed against what was learned of their items."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is learned of items' weights, and why a lead took a bag's weight that was off."""
    op.create_table(
        "learned_weights",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("mean_milligrams", sa.BigInteger(), nullable=False),
        sa.Column("doubt", sa.BigInteger(), nullable=False),
        sa.Column("spread", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_learned_weights_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", "sku", name=op.f("pk_learned_weights")),
    )
    with op.batch_alter_table("bags") as bags:
        bags.add_column(sa.Column("weight_reason", sa.String(length=24), nullable=True))
