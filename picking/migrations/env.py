"""What Alembic runs: migrate over the connection that was handed in."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

from picking.foundation.tables import EnumText, UtcDateTime
from picking.migrations import metadata


def _render(kind: str, thing: Any, _: object) -> str | Literal[False]:
    """Write plain column types into migrations, so that an old one never depends on today's code."""
    if kind == "type" and isinstance(thing, EnumText):
        return "sa.String(length=24)"
    if kind == "type" and isinstance(thing, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_item=_render,
    render_as_batch=True,
)
context.run_migrations()
