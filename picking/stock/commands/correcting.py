"""Making the books of a bin agree with what somebody saw there, whatever was moved since."""

from sqlalchemy import func, select

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.allocating import allocated_on, move_elsewhere
from picking.stock.commands.ledger import move
from picking.stock.commands.levels import lock_level
from picking.stock.model import DIFFERENCE, Lot, OnHand
from picking.stock.queries import bin_contents

COUNT = "count"
"""The ledger's reason of a correction that somebody saw."""


def correct(work: UnitOfWork, bin_id: str, sku: str, difference: int, *, document: str | None = None) -> int:
    """Book so much more (above zero) or less of an item in a bin; gives what was booked of it.

    More goes to the lot that lasts longest there, else to the one received last; less is taken first expiry first, and
    never more than the books have. Orders that counted on what is not there are sent to other bins.
    """
    lock_level(work, work.by.store_id, sku)
    lying = [(share.lot_id, share.quantity) for share, _ in bin_contents(work.session, bin_id) if share.sku == sku]
    if difference > 0:
        lot_id = lying[-1][0] if lying else _newest_lot(work, sku)
        move(work, sku, lot_id, difference, DIFFERENCE, bin_id, COUNT, document=document)
        return difference
    missing = -difference
    for lot_id, quantity in lying:
        part = min(quantity, missing)
        if part:
            move(work, sku, lot_id, part, bin_id, DIFFERENCE, COUNT, document=document)
            missing -= part
    if missing != -difference:
        send_elsewhere(work, bin_id, sku)
    return difference + missing


def send_elsewhere(work: UnitOfWork, bin_id: str, sku: str) -> None:
    """Let other bins serve what a bin cannot any more, the orders that came last first."""
    figures = select(func.sum(OnHand.allocated - OnHand.quantity)).where(OnHand.place == bin_id, OnHand.sku == sku)
    over = work.session.execute(figures).scalar_one() or 0
    for allocation in reversed(allocated_on(work, bin_id, sku)):
        if over <= 0:
            return
        over -= allocation.rest
        move_elsewhere(work, allocation)


def _newest_lot(work: UnitOfWork, sku: str) -> str:
    rows = select(Lot.id).where(Lot.store_id == work.by.store_id, Lot.sku == sku)
    lot_id = work.session.scalars(rows.order_by(Lot.received_at.desc(), Lot.id).limit(1)).first()
    if lot_id is None:
        raise Refusal("never_received", sku=sku)
    return lot_id
