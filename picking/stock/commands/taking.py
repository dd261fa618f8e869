"""Taking goods out of their bins into somebody's hands, and putting them back before they are packed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.allocating import locked_allocation
from picking.stock.commands.bin_shares import claim
from picking.stock.commands.ledger import held, shift
from picking.stock.commands.levels import change_level, look_at_shelf, today
from picking.stock.commands.reserving import of_order, settle
from picking.stock.lifecycle import ReservationState, ReservationStep
from picking.stock.model import DIFFERENCE, IN_HAND, Allocation, Lot, OnHand, Reservation

# Made once: putting a statement together takes longer than the database needs to answer it.
_ON_HAND: Any = OnHand.__table__
_LOTS: Any = Lot.__table__
_SHARES = (
    select(_ON_HAND.c.lot_id, _ON_HAND.c.quantity)
    .join(_LOTS, _LOTS.c.id == _ON_HAND.c.lot_id)
    .where(_ON_HAND.c.place == bindparam("at_place"), _ON_HAND.c.sku == bindparam("of_sku"), _ON_HAND.c.quantity > 0)
    .order_by(_LOTS.c.id != bindparam("first_lot"), _LOTS.c.expires_on.is_(None), _LOTS.c.expires_on, _LOTS.c.id)
)


def take(work: UnitOfWork, allocation_id: str, quantity: int, *, lot_id: str | None = None) -> Lot:
    """Take pieces or grams of an allocation out of its bin; gives the lot: `lot_id` when another one was scanned.

    What lies there beats the books: goods that are taken and were not in the books are booked as found. Refuses zero
    (`quantity_zero`), more than planned (`quantity_over`), and an expired lot (`lot_expired`).
    """
    allocation, reservation = locked_allocation(work, allocation_id)
    lot = _fitting_lot(work, allocation, lot_id)
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if quantity > allocation.rest:
        raise Refusal("quantity_over", sku=allocation.sku, asked=quantity, planned=allocation.rest)
    known = _draw(work, allocation, lot, quantity, reservation.order_id)
    _count(work, allocation, reservation, quantity, out_of_bin=known)
    allocation.open = allocation.rest > 0
    settle(work, reservation)
    return lot


def untake(work: UnitOfWork, allocation_id: str, quantity: int) -> None:
    """Put what was taken back into its bin, in hand or staged: the line is open again for so much."""
    allocation, reservation = locked_allocation(work, allocation_id)
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if quantity > allocation.taken:
        raise Refusal("quantity_over", sku=allocation.sku, asked=quantity, planned=allocation.taken)
    _undraw(work, allocation, reservation.order_id, quantity)
    claim(work, allocation.bin_id, allocation.lot_id, quantity)
    _count(work, allocation, reservation, -quantity, out_of_bin=-quantity)
    allocation.open = True
    if reservation.state is ReservationState.CONSUMED:
        work.step(reservation, ReservationStep.ALLOCATE)


def take_all(work: UnitOfWork, order_id: str) -> None:
    """Take everything an order still has to get: the shopper has it in hand already (scan and go)."""
    for reservation in of_order(work, order_id, ReservationState.ALLOCATED):
        rows = select(Allocation.id, Allocation.quantity - Allocation.taken).where(
            Allocation.reservation_id == reservation.id, Allocation.open
        )
        for allocation_id, rest in work.session.execute(rows.order_by(Allocation.id)).all():
            take(work, allocation_id, rest)


def _fitting_lot(work: UnitOfWork, allocation: Allocation, lot_id: str | None) -> Lot:
    lot = work.get(Lot, lot_id or allocation.lot_id)
    if lot.sku != allocation.sku:
        raise invalid("lot_id", f"the lot is of item {lot.sku}")
    if lot.is_expired(today(work, lot.store_id)):
        raise Refusal("lot_expired", sku=lot.sku, lot=lot.code, expires_on=str(lot.expires_on))
    return lot


def _draw(work: UnitOfWork, allocation: Allocation, lot: Lot, quantity: int, order_id: str) -> int:
    """Book goods out of a bin: the lot in hand first, the bin's other lots next, and what no book knew as found.

    Gives how much the books knew; the item's figures are changed once for all of it, by `_count`. What is allocated is
    given back on the way, with the movement of its own lot where there is one.
    """
    left = claimed = quantity
    for lot_id, there in _shares_of_bin(work, allocation.bin_id, lot):
        part = min(left, there)
        if part:
            given_back = claimed if lot_id == allocation.lot_id else 0
            _into_hand(work, allocation, lot_id, part, order_id, given_back)
            left, claimed = left - part, claimed - given_back
    if left:
        shift(work, lot.sku, lot.id, left, DIFFERENCE, allocation.bin_id, "found", order_id=order_id, counted=False)
        _into_hand(work, allocation, lot.id, left, order_id)
    if claimed:
        claim(work, allocation.bin_id, allocation.lot_id, -claimed)
    return quantity - left


def _into_hand(
    work: UnitOfWork, allocation: Allocation, lot_id: str, quantity: int, order_id: str, claimed: int = 0
) -> None:
    place, sku = allocation.bin_id, allocation.sku
    shift(work, sku, lot_id, quantity, place, IN_HAND, "pick", order_id=order_id, counted=False, claimed=claimed)


def _shares_of_bin(work: UnitOfWork, bin_id: str, first: Lot) -> Sequence[tuple[str, int]]:
    rows = work.session.execute(_SHARES, {"at_place": bin_id, "of_sku": first.sku, "first_lot": first.id})
    return [(row.lot_id, row.quantity) for row in rows]


def _undraw(work: UnitOfWork, allocation: Allocation, order_id: str, quantity: int) -> None:
    mine = held(work, order_id, allocation.sku)
    # The planned lot first, and what is in hand before what is staged.
    for (sku, lot_id, place), there in sorted(mine.items(), key=lambda at: (at[0][1] != allocation.lot_id, at[0][2])):
        part = min(quantity, there)
        if part:
            shift(work, sku, lot_id, part, place, allocation.bin_id, "unpick", order_id=order_id, counted=False)
            quantity -= part
    if quantity:
        raise Refusal("not_there", place=IN_HAND, sku=allocation.sku, asked=quantity, there=0)


def _count(
    work: UnitOfWork, allocation: Allocation, reservation: Reservation, quantity: int, *, out_of_bin: int
) -> None:
    """Count so much as taken (or, below zero, as not taken) everywhere it is counted."""
    change_level(work, allocation.store_id, allocation.sku, on_hand=-out_of_bin, committed=-quantity)
    look_at_shelf(work, allocation.store_id, allocation.sku)
    allocation.taken += quantity
    reservation.taken += quantity
