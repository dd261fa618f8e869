"""The coming days are forecast."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add sold days, special days, forecast days and how far the nightly work has come."""
    op.create_table(
        "forecast_days",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours_milli", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("spread_milli", sa.Integer(), nullable=False),
        sa.Column("face_least", sa.Integer(), nullable=False),
        sa.Column("face_most", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_forecast_days_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_forecast_days_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", "sku", "day", name=op.f("pk_forecast_days")),
    )
    with op.batch_alter_table("forecast_days") as batch_op:
        batch_op.create_index("ix_forecast_days_store_id_day", ["store_id", "day"], unique=False)

    op.create_table(
        "forecast_progress",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("rolled_up_to", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_forecast_progress_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_forecast_progress")),
    )
    op.create_table(
        "sold_days",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("promoted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_sold_days_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_sold_days_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", "sku", "day", name=op.f("pk_sold_days")),
    )
    with op.batch_alter_table("sold_days") as batch_op:
        batch_op.create_index("ix_sold_days_store_id_day", ["store_id", "day"], unique=False)

    op.create_table(
        "special_days",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_special_days_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", "day", name=op.f("pk_special_days")),
    )
