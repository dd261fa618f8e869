"""Goods that come back from a customer: into a bin, to the damaged, or held until somebody decides."""

from sqlalchemy import select

from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.ledger import lot_of, move, write_off
from picking.stock.commands.levels import lock_level
from picking.stock.model import HOLD, OUT, VIRTUAL_PLACES, WORLD, Lot
from picking.stock.queries import lots_of_order_at


def take_back(
    work: UnitOfWork, sku: str, quantity: int, to_place: str, reason: str, document: str, *, order_id: str | None
) -> None:
    """Book goods of an order from outside into a bin, the damaged or the held; an expired lot goes into no bin.

    They are of the lots that went out for the order. What this store's books do not know (another store's order, a
    dish) comes from the world.
    """
    lock_level(work, work.by.store_id, sku)
    left = quantity
    for lot_id, there in lots_of_order_at(work.session, order_id, sku, OUT) if order_id else ():
        part = min(left, there)
        if part:
            move(work, sku, lot_id, part, OUT, to_place, reason, order_id=order_id, document=document)
            left -= part
    if left:
        lot = newest_lot(work, work.by.store_id, sku)
        move(work, sku, lot.id, left, WORLD, to_place, reason, order_id=order_id, document=document)


def settle_hold(
    work: UnitOfWork, sku: str, lot_id: str, restocked: int, damaged: int, bin_id: str | None, reason: str | None
) -> None:
    """Decide about goods that were held: so many into a bin, so many damaged for a reason."""
    work.by.require("return_in")
    if restocked < 0 or damaged < 0 or restocked + damaged == 0:
        raise Refusal("quantity_zero")
    lot = work.get(Lot, lot_id)
    if lot.store_id != work.by.store_id:
        raise invalid("lot_id", "the lot is of another store")
    if restocked:
        if not bin_id or bin_id in VIRTUAL_PLACES:
            raise invalid("bin", "scan the bin the goods go into")
        move(work, sku, lot_id, restocked, HOLD, bin_id, "released")
    if damaged:
        if not reason:
            raise invalid("reason", "say what is wrong with the goods")
        write_off(work, sku, lot_id, damaged, HOLD, reason)


def newest_lot(work: UnitOfWork, store_id: str, sku: str) -> Lot:
    """Give the lot that came in last, made without code and date where the store never had any."""
    newest = select(Lot).where(Lot.store_id == store_id, Lot.sku == sku).order_by(Lot.received_at.desc(), Lot.id)
    return work.session.scalars(newest.limit(1)).first() or lot_of(work, store_id, sku, "", None)
