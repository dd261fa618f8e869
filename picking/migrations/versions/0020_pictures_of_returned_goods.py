"""Pictures of returned goods are known pictures."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pictures of returned goods are known pictures; what was named and never sent is named no more."""
    op.execute("UPDATE return_decisions SET photo = NULL WHERE photo NOT IN (SELECT hash FROM photos)")
    with op.batch_alter_table("return_decisions", schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f("fk_return_decisions_photo_photos"), "photos", ["photo"], ["hash"])
