"""Items stand at a second place for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Items stand at a second place for a while."""
    op.create_table(
        "displays",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("bin_id", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_displays_bin_id_bins")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_displays_sku_items")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_displays_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_displays")),
    )
    with op.batch_alter_table("displays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_displays_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_displays_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_displays_store_id"), ["store_id"], unique=False)
        batch_op.create_index(
            "uq_displays_open",
            ["bin_id", "sku"],
            unique=True,
            sqlite_where=sa.text("state IN ('PLANNED', 'UP')"),
            postgresql_where=sa.text("state IN ('PLANNED', 'UP')"),
        )
