"""What can be asked about deliveries: which are to come, what they hold, and what still lies in the bay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.foundation.refusals import unknown
from picking.receiving.lifecycle import DeliveryState
from picking.receiving.model import Delivery, DeliveryLine, DeliveryLot
from picking.stock.model import Lot

OPEN = (DeliveryState.EXPECTED, DeliveryState.RECEIVING)
SHOWN_MAX = 20


def delivery_of(session: Session, store_id: str, delivery_id: str) -> Delivery:
    """Give a delivery of this store; one of another store is unknown here."""
    found = session.get(Delivery, delivery_id)
    if found is None or found.store_id != store_id:
        raise unknown("Delivery", delivery_id)
    return found


def deliveries(store_id: str) -> Select[Delivery]:
    """Ask for a store's deliveries; the caller orders and pages them."""
    return select(Delivery).where(Delivery.store_id == store_id)


def to_come(session: Session, store_id: str) -> Sequence[Delivery]:
    """Give the deliveries that are awaited or being taken in, the first first; bounded."""
    rows = deliveries(store_id).where(Delivery.state.in_(OPEN)).order_by(Delivery.expected_at, Delivery.id)
    return session.scalars(rows.limit(SHOWN_MAX)).all()


def next_to_take_in(session: Session, store_id: str, until: datetime) -> Delivery | None:
    """Give the first delivery that is expected by then and that nobody has begun with."""
    rows = deliveries(store_id).where(Delivery.state == DeliveryState.EXPECTED, Delivery.expected_at <= until)
    return session.scalars(rows.order_by(Delivery.expected_at, Delivery.id).limit(1)).first()


def count_in_bay(session: Session, store_id: str) -> int:
    """Count the lots that wait in the bay to be put away."""
    rows = select(func.count()).where(DeliveryLot.store_id == store_id, DeliveryLot.is_open)
    return session.scalars(rows).one()


def lines_of(session: Session, delivery_id: str) -> Sequence[DeliveryLine]:
    """Give a delivery's lines in their order."""
    rows = select(DeliveryLine).where(DeliveryLine.delivery_id == delivery_id)
    return session.scalars(rows.order_by(DeliveryLine.line_no)).all()


@dataclass(frozen=True)
class LinesLeft:
    """How many lines a delivery has, how many of them are not complete, and the first of those with their items."""

    all: int
    open: int
    first: Sequence[tuple[DeliveryLine, Item]]


def lines_left(session: Session, delivery_id: str, most: int) -> LinesLeft:
    """Read what is still to come, the first lines first: never more than a screen shows, however long the delivery."""
    mine = DeliveryLine.delivery_id == delivery_id
    figures = (
        select(func.count(), func.count().filter(DeliveryLine.difference < 0)).select_from(DeliveryLine).where(mine)
    )
    total, left = session.execute(figures).one()
    return LinesLeft(total, left, _with_items(session, delivery_id, most, DeliveryLine.difference < 0))


def differing(
    session: Session, delivery_id: str, most: int, *, unexplained: bool = False
) -> Sequence[tuple[DeliveryLine, Item]]:
    """Read lines of which more or less came than was announced; only those without a reason where that is asked."""
    conditions = [DeliveryLine.difference != 0] + ([DeliveryLine.difference_reason.is_(None)] if unexplained else [])
    return _with_items(session, delivery_id, most, *conditions)


def _with_items(
    session: Session, delivery_id: str, most: int, *conditions: ColumnElement[bool]
) -> Sequence[tuple[DeliveryLine, Item]]:
    rows = select(DeliveryLine, Item).join(Item, Item.sku == DeliveryLine.sku)
    rows = rows.where(DeliveryLine.delivery_id == delivery_id, *conditions).order_by(DeliveryLine.line_no).limit(most)
    return [(line, item) for line, item in session.execute(rows)]


def line_of(session: Session, delivery_id: str, sku: str) -> DeliveryLine | None:
    """Give a delivery's line of an item, if it has one."""
    rows = select(DeliveryLine).where(DeliveryLine.delivery_id == delivery_id, DeliveryLine.sku == sku)
    return session.scalars(rows).one_or_none()


def in_bay(
    session: Session, store_id: str, *, sku: str | None = None, lot: tuple[str, str] | None = None
) -> Sequence[tuple[DeliveryLot, Lot, Item]]:
    """Give what waits in the bay to be put away: cold goods first, then what came first; bounded.

    Only of an item, or of one `lot` of a delivery, (delivery's id, lot's id), where that is named.
    """
    rows = (
        select(DeliveryLot, Lot, Item)
        .join(Lot, Lot.id == DeliveryLot.lot_id)
        .join(Item, Item.sku == DeliveryLot.sku)
        .where(DeliveryLot.store_id == store_id, DeliveryLot.is_open)
    )
    if sku is not None:
        rows = rows.where(DeliveryLot.sku == sku)
    if lot is not None:
        rows = rows.where(DeliveryLot.delivery_id == lot[0], DeliveryLot.lot_id == lot[1])
    in_order = rows.order_by(Item.temperature_class.desc(), Lot.received_at, DeliveryLot.lot_id).limit(SHOWN_MAX)
    return [(share, lot, item) for share, lot, item in session.execute(in_order)]
