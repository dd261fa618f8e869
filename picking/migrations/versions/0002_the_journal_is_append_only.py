"""The journal is append-only: the database itself refuses to change or delete a row."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_TRIGGER = """
CREATE TRIGGER journal_append_only_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_append_only()
"""
STATEMENTS = {
    "sqlite": [SQLITE_TRIGGER.format(verb=verb) for verb in ("UPDATE", "DELETE")],
    "postgresql": [POSTGRESQL_FUNCTION, POSTGRESQL_TRIGGER],
}


def upgrade() -> None:
    """Set the triggers of this kind of database."""
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
