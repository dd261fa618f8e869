"""The books held against each other: ledger, places, figures and reservations must tell the same story."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Executable, func, select
from sqlalchemy.orm import Session

from picking.stock.lifecycle import ReservationState
from picking.stock.model import (
    MAY_BE_NEGATIVE,
    VIRTUAL_PLACES,
    Allocation,
    Movement,
    OnHand,
    Reservation,
    StockLevel,
)

Figures = Counter[Any]


def conservation_errors(session: Session, store_id: str) -> list[str]:
    """Give every contradiction in a store's books, in words; an empty list when all is well."""
    return [
        *_places_and_ledger(session, store_id),
        *_sums_are_zero(session, store_id),
        *_levels_and_bins(session, store_id),
        *_levels_and_reservations(session, store_id),
        *_allocated_and_allocations(session, store_id),
        *_nothing_is_negative(session, store_id),
    ]


def _places_and_ledger(session: Session, store_id: str) -> Iterator[str]:
    lying = _figures(session, select(OnHand.place, OnHand.lot_id, OnHand.quantity).where(OnHand.store_id == store_id))
    moved: Figures = Counter()
    for place, sign in ((Movement.to_place, 1), (Movement.from_place, -1)):
        rows = select(place, Movement.lot_id, func.sum(Movement.quantity)).where(Movement.store_id == store_id)
        for at, lot_id, quantity in session.execute(rows.group_by(place, Movement.lot_id)):
            moved[at, lot_id] += sign * int(quantity)
    yield from _differences("lying in place and lot, against the ledger,", lying, moved)


def _sums_are_zero(session: Session, store_id: str) -> Iterator[str]:
    rows = select(OnHand.sku, func.sum(OnHand.quantity)).where(OnHand.store_id == store_id).group_by(OnHand.sku)
    yield from _differences("sum over all places", _figures(session, rows), Counter())


def _levels_and_bins(session: Session, store_id: str) -> Iterator[str]:
    levels = _figures(session, select(StockLevel.sku, StockLevel.on_hand).where(StockLevel.store_id == store_id))
    in_bins = (
        select(OnHand.sku, func.sum(OnHand.quantity))
        .where(OnHand.store_id == store_id, OnHand.place.not_in(VIRTUAL_PLACES))
        .group_by(OnHand.sku)
    )
    yield from _differences("on hand, against the bins,", levels, _figures(session, in_bins))


def _levels_and_reservations(session: Session, store_id: str) -> Iterator[str]:
    states = {
        "locked": (StockLevel.locked, (ReservationState.LOCKED,)),
        "committed": (StockLevel.committed, (ReservationState.COMMITTED, ReservationState.ALLOCATED)),
    }
    for name, (column, holding) in states.items():
        levels = _figures(session, select(StockLevel.sku, column).where(StockLevel.store_id == store_id))
        rests = (
            select(Reservation.sku, func.sum(Reservation.quantity - Reservation.taken))
            .where(Reservation.store_id == store_id, Reservation.state.in_(holding))
            .group_by(Reservation.sku)
        )
        yield from _differences(f"{name}, against the reservations,", levels, _figures(session, rests))


def _allocated_and_allocations(session: Session, store_id: str) -> Iterator[str]:
    claimed = select(OnHand.place, OnHand.lot_id, OnHand.allocated).where(OnHand.store_id == store_id)
    rests = (
        select(Allocation.bin_id, Allocation.lot_id, func.sum(Allocation.quantity - Allocation.taken))
        .where(Allocation.store_id == store_id, Allocation.open)
        .group_by(Allocation.bin_id, Allocation.lot_id)
    )
    yield from _differences("allocated, against the allocations,", _figures(session, claimed), _figures(session, rests))


def _nothing_is_negative(session: Session, store_id: str) -> Iterator[str]:
    below = select(OnHand.place, OnHand.sku, OnHand.quantity).where(
        OnHand.store_id == store_id, OnHand.quantity < 0, OnHand.place.not_in(MAY_BE_NEGATIVE)
    )
    for place, sku, quantity in session.execute(below):
        yield f"{quantity} of {sku} in {place}"


def _figures(session: Session, rows: Executable) -> Figures:
    """Read rows whose last column is a figure and whose others name what it counts."""
    return Counter({tuple(names): int(figure) for *names, figure in session.execute(rows)})


def _differences(what: str, said: Figures, should: Figures) -> Iterator[str]:
    for key in sorted(said.keys() | should.keys()):
        if said[key] != should[key]:
            yield f"{what} {'/'.join(key)}: {said[key]}, should be {should[key]}"
