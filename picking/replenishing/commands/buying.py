"""What has to be bought: asked for once until it comes."""

from sqlalchemy import select

from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.events import PurchaseWanted
from picking.replenishing.model import Cause, PurchaseDemand
from picking.stock.events import GoodsPutIn


def demand(work: UnitOfWork, sku: str, quantity: int, cause: Cause) -> PurchaseDemand:
    """Say that an item has to be bought; while that is open the same item again only asks for more."""
    known = _open(work, work.by.store_id, sku)
    if known is not None:
        known.quantity = max(known.quantity, quantity)
        return known
    wanted = PurchaseDemand(
        id=work.ids.new(), store_id=work.by.store_id, sku=sku, quantity=quantity, cause=cause, at=work.now
    )
    work.session.add(wanted)
    work.session.flush()
    work.tell(PurchaseWanted(wanted.id))
    return wanted


def demand_met(work: UnitOfWork, event: GoodsPutIn) -> None:
    """React to goods of an item in a bin that sells: it was bought."""
    known = _open(work, event.store_id, event.sku)
    if known is not None:
        known.met_at = work.now


def _open(work: UnitOfWork, store_id: str, sku: str) -> PurchaseDemand | None:
    rows = select(PurchaseDemand).where(
        PurchaseDemand.store_id == store_id, PurchaseDemand.sku == sku, PurchaseDemand.met_at.is_(None)
    )
    return work.session.scalars(rows).one_or_none()
