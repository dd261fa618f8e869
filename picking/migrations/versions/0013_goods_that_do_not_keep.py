"""Goods that do not keep are marked down, written off and photographed; shorts are found by their week."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goods that do not keep are marked down, written off and photographed; shorts are found by their week."""
    op.create_table(
        "fresh_days",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("opens_at", sa.String(length=5), nullable=False),
        sa.Column("marks_down_at", sa.String(length=5), nullable=False),
        sa.Column("clears_at", sa.String(length=5), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_fresh_days_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fresh_days")),
        sa.UniqueConstraint("store_id", name=op.f("uq_fresh_days_store_id")),
    )
    with op.batch_alter_table("fresh_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fresh_days_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_fresh_days_state"), ["state"], unique=False)

    op.create_table(
        "photos",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_photos_store_id_stores")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_photos")),
    )
    op.create_table(
        "write_offs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("gone", sa.String(length=24), nullable=False),
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("lot_id", sa.String(length=36), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("worth_minor", sa.Integer(), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_write_offs_something_goes")),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_write_offs_bin_id_bins")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_write_offs_lot_id_lots")),
        sa.ForeignKeyConstraint(["photo"], ["photos.hash"], name=op.f("fk_write_offs_photo_photos")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_write_offs_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_write_offs_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_write_offs")),
    )
    with op.batch_alter_table("write_offs", schema=None) as batch_op:
        batch_op.create_index("ix_write_offs_store_id_at", ["store_id", "at"], unique=False)

    op.create_table(
        "markdowns",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("regular_minor", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("off_permille", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_markdowns_decided_by_people")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_markdowns_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_markdowns_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markdowns")),
    )
    with op.batch_alter_table("markdowns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_markdowns_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_markdowns_sku"), ["sku"], unique=False)
        batch_op.create_index(batch_op.f("ix_markdowns_state"), ["state"], unique=False)
        batch_op.create_index("ix_markdowns_store_id_state", ["store_id", "state"], unique=False)

    with op.batch_alter_table("pick_lines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pick_lines_store_id_state_since", ["store_id", "state_since", "state", "short_reason"], unique=False
        )
