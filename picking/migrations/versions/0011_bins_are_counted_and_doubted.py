"""Bins are counted, and believed by a score."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bins are counted, and believed by a score."""
    op.create_table(
        "count_plans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("at_clock", sa.String(length=5), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("bins_max", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.String(length=64), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_count_plans_store_id_stores")),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_count_plans_zone_id_zones")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_plans")),
    )
    with op.batch_alter_table("count_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_count_plans_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_count_plans_state"), ["state"], unique=False)
        batch_op.create_index("uq_count_plans_store_id_code", ["store_id", "code"], unique=True)

    op.create_table(
        "stock_counts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=110), nullable=False),
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("difference_minor", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_stock_counts_approved_by_people")),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_stock_counts_bin_id_bins")),
        sa.ForeignKeyConstraint(["counted_by"], ["people.id"], name=op.f("fk_stock_counts_counted_by_people")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_stock_counts_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_stock_counts_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_counts")),
    )
    with op.batch_alter_table("stock_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_counts_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_counts_state"), ["state"], unique=False)
        batch_op.create_index("ix_stock_counts_store_id_state_due_at", ["store_id", "state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_stock_counts_open_key",
            ["store_id", "key"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('BOOKED', 'CANCELED')"),
            postgresql_where=sa.text("state NOT IN ('BOOKED', 'CANCELED')"),
        )

    op.create_table(
        "bin_truths",
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubt", sa.Integer(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("pending_id", sa.String(length=36), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_of", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_bin_truths_bin_id_bins")),
        sa.ForeignKeyConstraint(
            ["pending_id"], ["stock_counts.id"], name=op.f("fk_bin_truths_pending_id_stock_counts")
        ),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_bin_truths_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_bin_truths_store_id_stores")),
        sa.PrimaryKeyConstraint("bin_id", "sku", name=op.f("pk_bin_truths")),
    )
    with op.batch_alter_table("bin_truths", schema=None) as batch_op:
        batch_op.create_index("ix_bin_truths_asked_of_asked_at", ["asked_of", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bin_truths_pending_id"), ["pending_id"], unique=False)
        batch_op.create_index("ix_bin_truths_store_id_sku", ["store_id", "sku"], unique=False)

    op.create_table(
        "count_lines",
        sa.Column("count_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("overtaken", sa.Boolean(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["count_id"], ["stock_counts.id"], name=op.f("fk_count_lines_count_id_stock_counts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_count_lines_person_id_people")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_count_lines_sku_items")),
        sa.PrimaryKeyConstraint("count_id", "round", "sku", name=op.f("pk_count_lines")),
    )
