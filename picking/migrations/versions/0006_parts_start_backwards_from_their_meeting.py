"""An order's parts start backwards from their meeting, and the store learns how long its work takes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is learned, when parts meet, when a held task begins, and what a ticket had before it."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "learned_durations",
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weights", json, nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_learned_durations_store_id_stores")),
        sa.PrimaryKeyConstraint("store_id", "kind", "key", "hour", "load", name=op.f("pk_learned_durations")),
    )
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("meet_at", moment, nullable=True))
        orders.add_column(sa.Column("rider_at", moment, nullable=True))
    with op.batch_alter_table("pick_tasks") as tasks:
        tasks.add_column(sa.Column("start_at", moment, nullable=True))
    with op.batch_alter_table("tickets") as tickets:
        # Tickets that are there already had nothing before them, as far as anybody wrote down.
        tickets.add_column(sa.Column("load_seconds", sa.Integer(), nullable=False, server_default="0"))
        tickets.add_column(sa.Column("load_tickets", sa.Integer(), nullable=False, server_default="0"))
