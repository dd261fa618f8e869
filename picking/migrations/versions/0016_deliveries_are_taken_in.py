"""Deliveries are announced, taken in at the door and put away."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Deliveries are announced, taken in at the door and put away."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("supplier", sa.String(length=80), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_deliveries_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("store_id", "number", name=op.f("uq_deliveries_store_id_number")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_state"), ["state"], unique=False)
        batch_op.create_index(
            "ix_deliveries_store_id_state_expected_at", ["store_id", "state", "expected_at"], unique=False
        )

    op.create_table(
        "delivery_lines",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("delivery_id", sa.String(length=36), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("difference_reason", sa.String(length=40), nullable=True),
        sa.Column("refusal_reason", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "expected >= 0 AND received >= 0 AND refused >= 0", name=op.f("ck_delivery_lines_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_lines_delivery_id_deliveries")
        ),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_delivery_lines_sku_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_lines")),
        sa.UniqueConstraint("delivery_id", "sku", name=op.f("uq_delivery_lines_delivery_id_sku")),
    )
    with op.batch_alter_table("delivery_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_lines_sku"), ["sku"], unique=False)

    op.create_table(
        "delivery_lots",
        sa.Column("delivery_id", sa.String(length=36), nullable=False),
        sa.Column("lot_id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("put_away", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("put_away >= 0 AND put_away <= quantity", name=op.f("ck_delivery_lots_no_more_than_came")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_lots_delivery_id_deliveries")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_delivery_lots_lot_id_lots")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_delivery_lots_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_delivery_lots_store_id_stores")),
        sa.PrimaryKeyConstraint("delivery_id", "lot_id", name=op.f("pk_delivery_lots")),
    )
    with op.batch_alter_table("delivery_lots", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_lots_store_id_open", ["store_id", "is_open"], unique=False)
