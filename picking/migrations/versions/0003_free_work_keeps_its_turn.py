"""Free work keeps its turn by due time: nobody puts a task last any more, so tasks have no rank."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the rank."""
    op.drop_column("pick_tasks", "rank")
