"""Only open wishes are indexed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_wishes_store_id_due_at": (["store_id", "due_at"], "due_at IS NOT NULL"),
    "ix_wishes_store_id_redraw_at": (["store_id", "redraw_at"], "redraw_at IS NOT NULL"),
    "ix_wishes_lit_for": (["lit_for"], "lit_for IS NOT NULL"),
}


def upgrade() -> None:
    """Only open wishes are indexed."""
    for name, (columns, rows) in INDEXES.items():
        op.drop_index(name, table_name="wishes")
        op.create_index(name, "wishes", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
