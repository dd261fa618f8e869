"""A put-back as its walker sees it: the item at hand, the next two, how many are left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.tables import Json
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.tasks.lifecycle import PUT_BACK_LINE
from picking.tasks.model import PutBackLine
from picking.tasks.queries import SEEN_MAX


@dataclass(frozen=True)
class Left:
    """The first lines still to be put back or written off, and how many there are."""

    lines: Sequence[PutBackLine]
    count: int


def lines_left(session: Session, put_back_id: str, chosen: str | None, *, sku: str | None = None) -> Left:
    """Read what is left of a put-back, a chosen line first; only one item's lines where `sku` is named."""
    conditions = [PutBackLine.put_back_id == put_back_id, PutBackLine.state.not_in(PUT_BACK_LINE.ends)]
    if sku is not None:
        conditions.append(PutBackLine.sku == sku)
    first = case((PutBackLine.id == chosen, 0), else_=1)
    lines = select(PutBackLine).where(*conditions).order_by(first, PutBackLine.rank, PutBackLine.id)
    count = session.scalars(select(func.count()).select_from(PutBackLine).where(*conditions)).one()
    return Left(session.scalars(lines.limit(SEEN_MAX)).all(), count)


def line_shown(at: Standing, line: PutBackLine) -> Json:
    """Show an item on its way back."""
    item = at.work.get(Item, line.sku)
    return {
        "id": line.id,
        "state": str(line.state),
        "sku": line.sku,
        "item": item.name(at.language),
        "picture": item.picture,
        "quantity": line.quantity,
        "unit": str(line.unit),
        "temperature_class": str(line.temperature_class),
        "out_since": line.out_since.isoformat(),
        "bin": bin_shown(at.work.find(Bin, line.bin_id)),
    }
