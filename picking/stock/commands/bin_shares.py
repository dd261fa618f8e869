"""Which bins and lots could serve an item, first expiry first, and the books of what is allocated of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, update

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind
from picking.foundation.kinds import WorkType
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.levels import today
from picking.stock.model import Allocation, Lot, OnHand, Reservation

FREE = OnHand.quantity - OnHand.allocated
_ON_HAND: Any = OnHand.__table__
_CLAIM = (
    update(_ON_HAND)
    .where(_ON_HAND.c.place == bindparam("at_place"), _ON_HAND.c.lot_id == bindparam("of_lot"))
    .values(allocated=_ON_HAND.c.allocated + bindparam("more"))
)


def free_shares(work: UnitOfWork, store_id: str, sku: str, not_bins: Collection[str] = ()) -> Sequence[OnHand]:
    """Give what is not allocated of an item, best bin first: the face, then by expiry; the reserve last.

    Goods a stall makes come from the stall's own bin first. Blocked bins and expired lots serve nobody.
    """
    made = work.get(Item, sku).work_type is not WorkType.STANDARD
    first, second = (BinKind.STALL, BinKind.FACE) if made else (BinKind.FACE, BinKind.STALL)
    rank = case((Bin.kind == first, 0), (Bin.kind == second, 1), else_=2)
    day = today(work, store_id)
    shares = (
        select(OnHand)
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.sku == sku, FREE > 0, Bin.blocked.is_(False))
        .where(func.coalesce(Lot.expires_on, day) >= day, Bin.id.not_in(not_bins))
        .order_by(rank, Lot.expires_on.is_(None), Lot.expires_on, Bin.id, Lot.id)
    )
    return work.session.scalars(shares.execution_options(populate_existing=True)).all()


def claim(work: UnitOfWork, bin_id: str, lot_id: str, quantity: int) -> None:
    """Add to what is allocated of a lot in a bin; a negative quantity gives back."""
    work.session.execute(_CLAIM, {"at_place": bin_id, "of_lot": lot_id, "more": quantity})


def close_allocations(work: UnitOfWork, reservation: Reservation) -> None:
    """Give back all that is allocated for a reservation and not taken."""
    for allocation in open_allocations(work, reservation.id):
        close_allocation(work, allocation)


def close_allocation(work: UnitOfWork, allocation: Allocation) -> int:
    """Give back what is not taken of an allocation, and how much that was."""
    missing = allocation.rest
    claim(work, allocation.bin_id, allocation.lot_id, -missing)
    allocation.quantity = allocation.taken
    allocation.open = False
    work.session.flush()
    return missing


def open_allocations(work: UnitOfWork, reservation_id: str) -> Sequence[Allocation]:
    """Give a reservation's open allocations."""
    rows = select(Allocation).where(Allocation.reservation_id == reservation_id, Allocation.open)
    return work.session.scalars(rows.order_by(Allocation.id).execution_options(populate_existing=True)).all()
