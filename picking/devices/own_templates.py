"""A store's own templates where sheets are drawn: each goes before the one that is shipped."""

import logging
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.model import OwnTemplate
from picking.devices.sheets import NOT_DRAWN, Facts, Sheets, Template, parse_template
from picking.foundation.tables import Json

log = logging.getLogger(__name__)


def sheets_of(session: Session, store_id: str, shipped: Sheets) -> Sheets:
    """Give all templates as this store prints them."""
    rows = session.scalars(select(OwnTemplate).where(OwnTemplate.store_id == store_id))
    own = {row.name: template for row in rows if (template := _read(row, shipped)) is not None}
    return replace(shipped, templates={**shipped.templates, **own})


def drawn(session: Session, store_id: str, shipped: Sheets, instruction: Facts) -> Json:
    """Draw what a print instruction says by the store's own template, where it has one that can be drawn.

    Where it cannot, the one that is shipped is printed: a bag that waits for a label is worse than a plain label.
    """
    row = session.get(OwnTemplate, (store_id, instruction["template"]))
    own = _read(row, shipped) if row is not None else None
    if row is None or own is None:
        return shipped.document(instruction)
    try:
        return replace(shipped, templates={row.name: own}).document(instruction)
    except NOT_DRAWN as wrong:
        log.warning("store %s: its own %s cannot be drawn, the shipped one is printed: %s", store_id, row.name, wrong)
        return shipped.document(instruction)


def _read(row: OwnTemplate, shipped: Sheets) -> Template | None:
    try:
        return _parsed(row.name, row.source, shipped.folder)
    except ValueError as wrong:  # another version wants more of templates, or a picture has left the folder
        log.warning("store %s: its own template cannot be read, the shipped one holds: %s", row.store_id, wrong)
        return None


_parsed = lru_cache(maxsize=256)(parse_template)
