"""What can be asked of set-up: a page of a section's rows, searched, and all of them for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import tuple_
from sqlalchemy.orm import Session

from picking.foundation.tables import Json
from picking.imports.setup.plain import plain
from picking.imports.setup.sections import Section
from picking.imports.setup.standing import SHELVES, all_rows, looked_for, rows_by_key

__all__ = ["Page", "page_of", "rows_by_key", "rows_of"]


@dataclass(frozen=True)
class Page:
    """Some rows, and the key of the last of them where there are more."""

    rows: list[Json]
    last: tuple[Any, ...] | None


def page_of(
    session: Session, store_id: str, section: Section, *, limit: int,
    after: Sequence[Any] | None = None, search: str = "", retired: bool = False,
) -> Page:  # fmt: skip
    """Give so many rows in the order of their keys; with `retired` those too that left."""
    shelf = SHELVES[section.name]
    statement = shelf.rows(store_id).order_by(*shelf.keys).limit(limit + 1)
    if search and shelf.searched:
        statement = statement.where(looked_for(shelf, search))
    if not retired:
        statement = statement.where(~shelf.retired)
    if after:
        statement = statement.where(tuple_(*shelf.keys) > tuple_(*after))
    found = [row[0] if len(row) == 1 else tuple(row) for row in session.execute(statement)]
    rows = [plain(section, row) for row in shelf.read(session, store_id, found[:limit])]
    keys = rows and section.key_of(rows[-1])
    last = (("/".join(map(str, keys)),) if section.name == "devices" else tuple(keys)) if len(found) > limit else None
    return Page(rows, last)


def rows_of(session: Session, store_id: str, section: Section) -> list[Json]:
    """Give all rows of a section as its file says them, those too that left; secrets never leave."""
    return [plain(section, row) for row in all_rows(session, store_id, section.name)]
