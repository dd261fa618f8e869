"""Faces are filled from behind, and what is not there is bought."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Faces are filled from behind, and what is not there is bought."""
    op.create_table(
        "fill_plans",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("closing_at", sa.String(length=5), nullable=False),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_fill_plans_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fill_plans")),
        sa.UniqueConstraint("store_id", name=op.f("uq_fill_plans_store_id")),
    )
    with op.batch_alter_table("fill_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fill_plans_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_fill_plans_state"), ["state"], unique=False)

    op.create_table(
        "purchase_demands",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_purchase_demands_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_purchase_demands_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_demands")),
    )
    with op.batch_alter_table("purchase_demands", schema=None) as batch_op:
        batch_op.create_index(
            "uq_purchase_demands_open",
            ["store_id", "sku"],
            unique=True,
            sqlite_where=sa.text("met_at IS NULL"),
            postgresql_where=sa.text("met_at IS NULL"),
        )

    op.create_table(
        "face_limits",
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("least >= 0 AND most > least", name=op.f("ck_face_limits_in_order")),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_face_limits_bin_id_bins")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_face_limits_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_face_limits_store_id_stores")),
        sa.PrimaryKeyConstraint("bin_id", "sku", name=op.f("pk_face_limits")),
    )
    with op.batch_alter_table("face_limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_face_limits_store_id"), ["store_id"], unique=False)

    op.create_table(
        "replenishments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("from_bin", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_replenishments_bin_id_bins")),
        sa.ForeignKeyConstraint(["from_bin"], ["bins.id"], name=op.f("fk_replenishments_from_bin_bins")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_replenishments_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_replenishments_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replenishments")),
    )
    with op.batch_alter_table("replenishments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replenishments_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_replenishments_state"), ["state"], unique=False)
        batch_op.create_index("ix_replenishments_store_id_state_due_at", ["store_id", "state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_replenishments_open",
            ["bin_id", "sku"],
            unique=True,
            sqlite_where=sa.text("state IN ('NEW', 'IN_PROGRESS')"),
            postgresql_where=sa.text("state IN ('NEW', 'IN_PROGRESS')"),
        )
