"""Prices are planned, and shelf labels prove that they are shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add plans and their prices; what is wished goes on where it stands, and every label is drawn anew once."""
    _plans()
    with op.batch_alter_table("listings") as table:
        table.add_column(sa.Column("feed_version", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("regular_minor", sa.Integer(), nullable=True))
        table.add_column(sa.Column("promotion_id", sa.String(length=36), nullable=True))
        table.create_index(op.f("ix_listings_promotion_id"), ["promotion_id"])
        table.create_foreign_key(op.f("fk_listings_promotion_id_price_plans"), "price_plans", ["promotion_id"], ["id"])
    op.execute("UPDATE listings SET feed_version = price_version")
    _wishes()


def _plans() -> None:
    op.create_table(
        "price_plans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("feed_version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("names", _JSON, nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=True),
        sa.Column("off_permille", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("told_late_at", _TIME, nullable=True),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", _TIME, nullable=False),
        sa.Column("deadline_at", _TIME, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_price_plans_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_plans")),
        sa.UniqueConstraint("store_id", "code", name=op.f("uq_price_plans_store_id_code")),
    )
    op.create_index(op.f("ix_price_plans_deadline_at"), "price_plans", ["deadline_at"])
    op.create_index(op.f("ix_price_plans_state"), "price_plans", ["state"])
    op.create_table(
        "planned_prices",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["price_plans.id"], name=op.f("fk_planned_prices_plan_id_price_plans")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_planned_prices_sku_items")),
        sa.PrimaryKeyConstraint("plan_id", "sku", name=op.f("pk_planned_prices")),
    )
    op.create_index(op.f("ix_planned_prices_sku"), "planned_prices", ["sku"])


def _wishes() -> None:
    with op.batch_alter_table("wishes") as table:
        table.add_column(sa.Column("repeat_seconds", sa.Integer(), nullable=False, server_default="10"))
        for name in ("due_at", "redraw_at", "broken_at", "shown_at"):
            table.add_column(sa.Column(name, _TIME, nullable=True))
        table.add_column(sa.Column("cause", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("overlay", _JSON, nullable=False, server_default="{}"))
        for name in ("sent_hash", "shown_hash", "lit_for"):
            table.add_column(sa.Column(name, sa.String(length=64), nullable=True))
        table.create_index(op.f("ix_wishes_lit_for"), ["lit_for"])
        table.create_index("ix_wishes_store_id_due_at", ["store_id", "due_at"])
        table.create_index("ix_wishes_store_id_redraw_at", ["store_id", "redraw_at"])
    op.execute("UPDATE wishes SET due_at = wished_at WHERE reported_version < version")
    op.execute(
        "UPDATE wishes SET redraw_at = wished_at, repeat_seconds = 90 "
        "WHERE device_id IN (SELECT id FROM devices WHERE device_class = 'shelf_label')"
    )
