"""Allocation: which bin and lot a reservation's goods are to come from, and another one when that is empty."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select

from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.bin_shares import claim, close_allocation, free_shares, open_allocations
from picking.stock.commands.ledger import shift
from picking.stock.commands.levels import change_level, lock_level, look_at_shelf
from picking.stock.commands.reserving import of_order, reserve, shrink
from picking.stock.events import AllocationMoved
from picking.stock.lifecycle import ReservationState, ReservationStep
from picking.stock.model import DIFFERENCE, Allocation, OnHand, Reservation

# Made once: putting a statement together takes longer than the database needs to answer it.
_WITH_RESERVATION = (
    select(Allocation, Reservation)
    .join(Reservation, Reservation.id == Allocation.reservation_id)
    .where(Allocation.id == bindparam("allocation_id"))
)


def allocate(work: UnitOfWork, order_id: str) -> list[Allocation]:
    """Choose bins for everything of a committed order that has none yet; gives the new allocations.

    A line may be split over bins. What lies nowhere gets no allocation: `give_up_unallocated` ends it, or a later
    call finds it when goods have come.
    """
    made: list[Allocation] = []
    for reservation in of_order(work, order_id, ReservationState.COMMITTED, ReservationState.ALLOCATED):
        made += _allocate_one(work, reservation)
    return made


def reallocate(work: UnitOfWork, allocation_id: str, *, not_bins: Collection[str] = ()) -> Allocation | None:
    """Let another bin serve what is not taken yet; None when no bin has any of it.

    A bin that has all of it is preferred; then the allocation itself moves unless some of it was taken. Otherwise a
    new allocation holds what moved, perhaps only a part, and the first keeps the rest.
    """
    allocation, reservation = locked_allocation(work, allocation_id)
    if not allocation.rest:
        return None
    shares = free_shares(work, allocation.store_id, allocation.sku, {allocation.bin_id, *not_bins})
    if not shares:
        return None
    best = _whole_first(shares, allocation.rest)[0]
    part = min(allocation.rest, best.quantity - best.allocated)
    work.step(reservation, ReservationStep.ALLOCATE, not_from=allocation.bin_id)
    if part == allocation.quantity:
        return _move_allocation(work, allocation, best)
    claim(work, allocation.bin_id, allocation.lot_id, -part)
    allocation.quantity -= part
    allocation.open = allocation.rest > 0
    return _new_allocation(work, reservation, best, part)


def give_up(work: UnitOfWork, allocation_id: str) -> int:
    """Let an order go without what is not taken of an allocation; gives that quantity.

    Say `declare_empty` first when the bin is empty, or the missing goods look sellable for a moment.
    """
    allocation, reservation = locked_allocation(work, allocation_id)
    if not allocation.open:
        return 0
    missing = close_allocation(work, allocation)
    shrink(work, reservation, missing)
    return missing


def give_up_unallocated(work: UnitOfWork, line_id: str) -> int:
    """Let a line go without what no bin was found for; gives that quantity, zero when all is allocated."""
    given_up = 0
    for reservation in _of_line(work, line_id):
        lock_level(work, reservation.store_id, reservation.sku)
        missing = _uncovered(work, reservation)
        if missing:
            shrink(work, reservation, missing)
        given_up += missing
    return given_up


def reserve_extra(work: UnitOfWork, order_id: str, line_id: str, sku: str, quantity: int) -> Allocation:
    """Reserve, commit and allocate a substitute at once, all of it from one bin; refuses with `stock_short`."""
    (reservation,) = reserve(work, order_id, [(line_id, sku, quantity)])
    change_level(work, reservation.store_id, sku, locked=-quantity, committed=quantity)
    work.step(reservation, ReservationStep.COMMIT)
    made = _allocate_one(work, reservation, from_one_bin=True)
    if [allocation.quantity for allocation in made] != [quantity]:
        line = {
            "line_id": line_id,
            "sku": sku,
            "asked": quantity,
            "available": max((a.quantity for a in made), default=0),
        }
        raise Refusal("stock_short", skus=sku, lines=[line])
    return made[0]


def declare_empty(work: UnitOfWork, bin_id: str, sku: str, reason: str, *, leave: Collection[str] = ()) -> int:
    """Book away what a bin should hold and does not, until somebody counts; gives that quantity.

    Open allocations on the bin go to other bins where there are any (`AllocationMoved`), except those in `leave`;
    what finds none stays, for its picker to decide.
    """
    lock_level(work, work.by.store_id, sku)
    lying = select(OnHand.lot_id, OnHand.quantity).where(OnHand.place == bin_id, OnHand.sku == sku, OnHand.quantity > 0)
    gone = work.session.execute(lying.order_by(OnHand.lot_id)).all()
    for lot_id, quantity in gone:
        shift(work, sku, lot_id, quantity, bin_id, DIFFERENCE, reason)
    for allocation in allocated_on(work, bin_id, sku):
        if allocation.id not in leave:
            move_elsewhere(work, allocation)
    look_at_shelf(work, work.by.store_id, sku)
    return sum(quantity for _, quantity in gone)


def move_elsewhere(work: UnitOfWork, allocation: Allocation) -> None:
    """Let another bin serve what is not taken yet and tell its picker; it stays where no other bin has any."""
    moved = reallocate(work, allocation.id)
    if moved is not None:
        reservation = work.get(Reservation, allocation.reservation_id)
        work.tell(AllocationMoved(reservation.order_id, reservation.line_id, allocation.id, moved.id))


def locked_allocation(work: UnitOfWork, allocation_id: str) -> tuple[Allocation, Reservation]:
    """Open an allocation and its reservation with their item's lock held, so that no figure can change meanwhile."""
    seen = work.session.execute(_WITH_RESERVATION, {"allocation_id": allocation_id}).first()
    if seen is None:
        raise unknown("Allocation", allocation_id)
    lock_level(work, seen[0].store_id, seen[0].sku)
    return work.get(Allocation, allocation_id, lock=True), work.get(Reservation, seen[1].id, lock=True)


def _allocate_one(work: UnitOfWork, reservation: Reservation, *, from_one_bin: bool = False) -> list[Allocation]:
    lock_level(work, reservation.store_id, reservation.sku)
    wanted = _uncovered(work, reservation)
    shares = free_shares(work, reservation.store_id, reservation.sku)
    made: list[Allocation] = []
    for share in _whole_first(shares, wanted) if from_one_bin else shares:
        part = min(wanted, share.quantity - share.allocated)
        if part:
            made.append(_new_allocation(work, reservation, share, part))
            wanted -= part
    if made:
        work.step(reservation, ReservationStep.ALLOCATE)
    return made


def _whole_first(shares: Sequence[OnHand], wanted: int) -> list[OnHand]:
    """Put the best share that has all of it first: one stop more is better than two."""
    return sorted(shares, key=lambda share: share.quantity - share.allocated < wanted)


def _uncovered(work: UnitOfWork, reservation: Reservation) -> int:
    return reservation.rest - sum(a.rest for a in open_allocations(work, reservation.id))


def _new_allocation(work: UnitOfWork, reservation: Reservation, share: OnHand, quantity: int) -> Allocation:
    claim(work, share.place, share.lot_id, quantity)
    allocation = work.add(
        Allocation(
            id=work.ids.new(), reservation_id=reservation.id, store_id=reservation.store_id, sku=reservation.sku,
            bin_id=share.place, lot_id=share.lot_id, quantity=quantity, taken=0, open=True,
        )
    )  # fmt: skip
    work.session.flush()
    return allocation


def _move_allocation(work: UnitOfWork, allocation: Allocation, share: OnHand) -> Allocation:
    claim(work, allocation.bin_id, allocation.lot_id, -allocation.quantity)
    claim(work, share.place, share.lot_id, allocation.quantity)
    allocation.bin_id, allocation.lot_id = share.place, share.lot_id
    work.session.flush()
    return allocation


def allocated_on(work: UnitOfWork, bin_id: str, sku: str) -> Sequence[Allocation]:
    """Give the open allocations of an item on a bin, in the order they were made."""
    rows = select(Allocation).where(Allocation.bin_id == bin_id, Allocation.sku == sku, Allocation.open)
    return work.session.scalars(rows.order_by(Allocation.id).execution_options(populate_existing=True)).all()


def _of_line(work: UnitOfWork, line_id: str) -> Sequence[Reservation]:
    waiting = (ReservationState.COMMITTED, ReservationState.ALLOCATED)
    rows = select(Reservation).where(Reservation.line_id == line_id, Reservation.state.in_(waiting))
    return work.session.scalars(rows.order_by(Reservation.id)).all()
