"""What can be asked of set-up: a page of a section's rows, searched, and all of them for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import Session

from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.imports.setup.given import db_key
from picking.imports.setup.plain import plain
from picking.imports.setup.sections import Section
from picking.imports.setup.standing import SHELVES, all_rows, looked_for


@dataclass(frozen=True)
class Page:
    """Some rows, and the key of the last of them as texts where there are more."""

    rows: list[Json]
    last: list[str] | None


def page_of(
    session: Session, store_id: str, section: Section, *, limit: int,
    after: Sequence[str] | None = None, search: str = "", retired: bool = False,
) -> Page:  # fmt: skip
    """Give so many rows in the order of their keys; with `retired` those too that left."""
    shelf = SHELVES[section.name]
    statement = shelf.rows(store_id).order_by(*shelf.keys).limit(limit + 1)
    if search and shelf.searched:
        statement = statement.where(looked_for(shelf, search))
    if not retired:
        statement = statement.where(~shelf.retired)
    if after:
        statement = statement.where(tuple_(*shelf.keys) > tuple_(*_typed(shelf.keys, after)))
    found = [row[0] if len(row) == 1 else tuple(row) for row in session.execute(statement)]
    rows = [plain(section, row) for row in shelf.read(session, store_id, found[:limit])]
    last = db_key(section, section.key_of(rows[-1])) if len(found) > limit else None
    return Page(rows, [str(each) for each in last] if last else None)


def _typed(keys: Sequence[ColumnElement[Any]], after: Sequence[str]) -> list[Any]:
    """Give a key its types again: in a cursor everything is text."""
    try:
        return [column.type.python_type(value) for column, value in zip(keys, after, strict=True)]
    except ValueError as wrong:
        raise invalid("cursor", "is none of ours") from wrong


def rows_of(session: Session, store_id: str, section: Section) -> list[Json]:
    """Give all rows of a section as its file says them, those too that left; secrets never leave."""
    return [plain(section, row) for row in all_rows(session, store_id, section.name)]
