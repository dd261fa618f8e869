"""The whole store as its file, out of the books: what another install can be set up with; no stock and no secrets."""

from typing import Any

from sqlalchemy.orm import Session

from picking.foundation.tables import Json
from picking.imports.document import FORMAT
from picking.imports.setup.plain import as_said
from picking.imports.setup.sections import SECTIONS
from picking.imports.setup.standing import all_rows
from picking.imports.setup.whole import file_of

_APART = ("store", "walk", "nodes", "edges")  # the file has them in `store` and `floor`
_ONE = ("fill_plan", "fresh_day")  # of which a store has one or none


def store_file(session: Session, store_id: str) -> Json:
    """Write a store's file: every list that is set up, the store itself and its walking graph.

    Staff is known by id and has neither badge nor PIN. Deliveries that are expected are not in it.
    """
    rows: dict[str, list[Any]] = {name: all_rows(session, store_id, name) for name in SECTIONS}
    file = file_of(session, store_id, {name: rows[name] for name in ("nodes", "edges")})
    lists = {name: [as_said(row) for row in found] for name, found in rows.items() if name not in _APART + _ONE}
    single = {name: as_said(rows[name][0]) for name in _ONE if rows[name]}
    return {"format": FORMAT, "store": as_said(file.store), "floor": as_said(file.floor), **lists, **single}
