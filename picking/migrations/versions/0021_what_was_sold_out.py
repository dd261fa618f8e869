"""What was sold out is known to the forecast."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was sold out is known to the forecast."""
    op.create_table(
        "sold_out_spans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_sold_out_spans_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_sold_out_spans_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sold_out_spans")),
    )
    with op.batch_alter_table("sold_out_spans", schema=None) as batch_op:
        batch_op.create_index("ix_sold_out_spans_store_id_ended_at", ["store_id", "ended_at"], unique=False)
    minutes = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("sold_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_minutes", minutes, server_default="[]", nullable=False))
