"""Moves a bag's goods in the books: from hand to slot, out of the door, back, or to waste."""

from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, BagItem
from picking.stock import commands as stock
from picking.stock.model import DAMAGED, IN_HAND, OUT, STAGED, Movement

GONE = (BagState.HANDED_OVER, BagState.DELIVERED, BagState.RETURNED)


def items_in(session: Session, bag_id: str) -> Sequence[BagItem]:
    """List what lies in a bag."""
    return session.scalars(select(BagItem).where(BagItem.bag_id == bag_id).order_by(BagItem.id)).all()


def place_of(bag: Bag) -> str:
    """Give the place in the books where a bag's goods are."""
    if bag.state in GONE:
        return OUT
    return STAGED if bag.state is BagState.IN_SLOT else IN_HAND


def move_contents(work: UnitOfWork, bag: Bag, from_place: str, to_place: str, reason: str) -> None:
    """Book all of a bag's goods from one place to another."""
    for item in items_in(work.session, bag.id):
        for lot_id, quantity in lots_at(work.session, item, bag.order_id, from_place):
            if to_place == DAMAGED:
                stock.write_off(work, item.sku, lot_id, quantity, from_place, reason, bag.order_id)
            else:
                stock.move(work, item.sku, lot_id, quantity, from_place, to_place, reason, order_id=bag.order_id)


def lots_at(session: Session, item: BagItem, order_id: str, place: str) -> list[tuple[str, int]]:
    """Give the lots that make up an item, as (lot, quantity): its own first, then what else its order has there.

    What a picker took may have come from other lots than planned; the ledger knows. Less than the item's
    quantity where a stall made goods that no book had.
    """
    sign = case((Movement.to_place == place, Movement.quantity), else_=-Movement.quantity)
    there = session.execute(
        select(Movement.lot_id, func.sum(sign))
        .where(
            Movement.order_id == order_id,
            Movement.sku == item.sku,
            (Movement.to_place == place) != (Movement.from_place == place),
        )
        .group_by(Movement.lot_id)
        .order_by(Movement.lot_id != (item.lot_id or ""), Movement.lot_id)
    )
    found: list[tuple[str, int]] = []
    wanted = item.quantity
    for lot_id, quantity in there:
        part = min(wanted, int(quantity))
        if part > 0:
            found.append((lot_id, part))
            wanted -= part
    return found
