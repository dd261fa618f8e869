"""What can be asked of stock: what can be sold, what lies where, where else it lies, and whether the books agree."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.floor.model import Bin, BinKind
from picking.stock.conservation import conservation_errors
from picking.stock.lifecycle import ReservationState
from picking.stock.model import HOLD, Allocation, Lot, Movement, OnHand, Reservation, StockLevel
from picking.stock.sellable import available

__all__ = [
    "allocations_of_line",
    "availability",
    "bin_contents",
    "bins_of",
    "conservation_errors",
    "expired_lots",
    "held_goods",
    "lots_of_order_at",
    "second_bin",
    "unallocated",
]
IN_BINS = OnHand.place.not_like("~%")


def availability(
    session: Session, store_id: str, skus: Collection[str] | None = None, *, today: date | None = None
) -> dict[str, int]:
    """Give what can be sold, as {sku: pieces or grams}, never below zero; of all items when `skus` is None.

    With `today` (the store's date) expired goods do not count, just as when an order reserves.
    """
    rows = select(StockLevel.sku, func.coalesce(available(today), 0)).where(StockLevel.store_id == store_id)
    if skus is not None:
        rows = rows.where(StockLevel.sku.in_(skus))
    found = {sku: max(0, int(left)) for sku, left in session.execute(rows.order_by(StockLevel.sku))}
    return {sku: found.get(sku, 0) for sku in (found if skus is None else skus)}


def bin_contents(session: Session, bin_id: str) -> list[tuple[OnHand, Lot]]:
    """Give what the books say lies in a bin, item by item, the earliest date first."""
    rows = (
        select(OnHand, Lot)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.place == bin_id, OnHand.quantity > 0)
        .order_by(OnHand.sku, Lot.expires_on.is_(None), Lot.expires_on)
    )
    return [(share, lot) for share, lot in session.execute(rows.execution_options(populate_existing=True))]


def bins_of(session: Session, store_id: str, sku: str) -> list[tuple[OnHand, Lot, Bin]]:
    """Give where an item lies: faces, then stalls, then reserves, the earliest date first."""
    rank = case((Bin.kind == BinKind.FACE, 0), (Bin.kind == BinKind.STALL, 1), else_=2)
    rows = (
        select(OnHand, Lot, Bin)
        .join(Lot, Lot.id == OnHand.lot_id)
        .join(Bin, Bin.id == OnHand.place)
        .where(OnHand.store_id == store_id, OnHand.sku == sku, OnHand.quantity > 0)
        .order_by(rank, Lot.expires_on.is_(None), Lot.expires_on, Bin.id)
    )
    found = session.execute(rows.execution_options(populate_existing=True))
    return [(share, lot, place) for share, lot, place in found]


def second_bin(session: Session, allocation: Allocation, *, today: date | None = None) -> Bin | None:
    """Give another bin that has some of what an allocation wants and is nobody else's, the best one first."""
    for share, lot, place in bins_of(session, allocation.store_id, allocation.sku):
        free = share.quantity > share.allocated and not place.blocked
        fresh = today is None or not lot.is_expired(today)
        if free and fresh and place.id != allocation.bin_id:
            return place
    return None


def allocations_of_line(session: Session, line_id: str) -> list[Allocation]:
    """Give a line's open allocations, in the order they were made."""
    rows = (
        select(Allocation)
        .join(Reservation, Reservation.id == Allocation.reservation_id)
        .where(Reservation.line_id == line_id, Allocation.open)
        .order_by(Allocation.id)
    )
    return list(session.scalars(rows))


def unallocated(session: Session, line_id: str) -> int:
    """Give how much of a line is reserved and lies in no bin."""
    waiting = (ReservationState.COMMITTED, ReservationState.ALLOCATED)
    rests = select(func.sum(Reservation.quantity - Reservation.taken)).where(
        Reservation.line_id == line_id, Reservation.state.in_(waiting)
    )
    reserved = session.execute(rests).scalar_one() or 0
    return int(reserved) - sum(allocation.rest for allocation in allocations_of_line(session, line_id))


def expired_lots(session: Session, store_id: str, today: date) -> list[tuple[OnHand, Lot]]:
    """Give what lies in bins and must not be sold any more: the clear-out list."""
    rows = (
        select(OnHand, Lot)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.quantity > 0, IN_BINS, Lot.expires_on < today)
        .order_by(Lot.expires_on, OnHand.place)
    )
    return [(share, lot) for share, lot in session.execute(rows)]


def lots_of_order_at(session: Session, order_id: str, sku: str, place: str) -> list[tuple[str, int]]:
    """Give what an order has of an item in a virtual place by the ledger, as (lot, pieces or grams)."""
    net = func.sum(case((Movement.to_place == place, Movement.quantity), else_=-Movement.quantity))
    rows = (
        select(Movement.lot_id, net)
        .where(Movement.order_id == order_id, Movement.sku == sku)
        .where((Movement.to_place == place) != (Movement.from_place == place))
        .group_by(Movement.lot_id)
        .order_by(Movement.lot_id)
    )
    return [(lot_id, int(quantity)) for lot_id, quantity in session.execute(rows) if quantity > 0]


def held_goods(session: Session, store_id: str, limit: int = 200) -> list[tuple[OnHand, Lot]]:
    """Give what came back and waits for somebody's decision, the earliest date first."""
    rows = (
        select(OnHand, Lot)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.place == HOLD, OnHand.quantity > 0)
        .order_by(Lot.expires_on.is_(None), Lot.expires_on, OnHand.sku, Lot.id)
        .limit(limit)
    )
    return [(share, lot) for share, lot in session.execute(rows)]
