"""A scale weighs for whoever scanned it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who weighs at each scale, and what it said last."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "scale_uses",
        sa.Column("device_id", sa.String(length=130), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=True),
        sa.Column("stable", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("status", json, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_scale_uses_device_id_devices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_scale_uses_person_id_people")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_scale_uses")),
    )
    with op.batch_alter_table("scale_uses") as uses:
        uses.create_index(op.f("ix_scale_uses_person_id"), ["person_id"], unique=False)
