"""Reservations: stock an order holds before anybody has walked, all of its lines or none."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.bin_shares import close_allocations
from picking.stock.commands.ledger import held, shift
from picking.stock.commands.levels import available_of, change_level, lock_some, look_at_shelf
from picking.stock.lifecycle import ReservationState, ReservationStep
from picking.stock.model import OUT, Reservation

Wanted = tuple[str, str, int]  # line id, sku, quantity in pieces or grams
NOT_TAKEN = (ReservationState.LOCKED, ReservationState.COMMITTED, ReservationState.ALLOCATED)


def reserve(work: UnitOfWork, order_id: str, lines: Sequence[Wanted]) -> list[Reservation]:
    """Lock stock of the actor's store for all lines or for none: (line id, sku, pieces or grams) each.

    Refuses with `stock_short` and every short line; a refusal has changed nothing, so a caller may go on after it.
    """
    # Everybody takes items in order of sku: no two orders can wait for each other.
    wanted = sorted(lines, key=lambda line: (line[1], line[0]))
    short = _lock_all(work, wanted)
    if short:
        raise Refusal("stock_short", skus=", ".join(sorted({line["sku"] for line in short})), lines=short)
    reservations = [
        work.add(
            Reservation(
                id=work.ids.new(), store_id=work.by.store_id, order_id=order_id,
                line_id=line_id, sku=sku, quantity=quantity, taken=0,
            )
        )
        for line_id, sku, quantity in wanted
    ]  # fmt: skip
    work.session.flush()
    for sku in {reservation.sku: None for reservation in reservations}:
        look_at_shelf(work, work.by.store_id, sku)
    return reservations


def shortages(work: UnitOfWork, lines: Sequence[Wanted]) -> list[Json]:
    """Give the lines that could not be reserved now, as `reserve` would name them, and change nothing."""
    wanted = sorted(lines, key=lambda line: (line[1], line[0]))
    left = {sku: available_of(work, work.by.store_id, sku) for _, sku, _ in wanted}
    short: list[Json] = []
    for line in wanted:
        if left[line[1]] < line[2]:
            short.append(_shortage(line, left[line[1]]))
        else:
            left[line[1]] -= line[2]
    return short


def extend(work: UnitOfWork, order_id: str) -> None:
    """Note that an order's locked stock is held a little longer: a payment is on its way."""
    for reservation in of_order(work, order_id, ReservationState.LOCKED):
        work.step(reservation, ReservationStep.EXTEND)


def commit(work: UnitOfWork, order_id: str) -> None:
    """Turn an order's locked stock into committed stock: it is paid, or will be at the counter."""
    for reservation in of_order(work, order_id, ReservationState.LOCKED):
        quantity = reservation.quantity
        change_level(work, reservation.store_id, reservation.sku, locked=-quantity, committed=quantity)
        work.step(reservation, ReservationStep.COMMIT)


def release(work: UnitOfWork, order_id: str, *, expired: bool = False) -> None:
    """Free everything an order holds and nobody has taken yet; `expired` says that nobody paid in time."""
    for reservation in of_order(work, order_id, *NOT_TAKEN):
        if reservation.state is ReservationState.LOCKED:
            change_level(work, reservation.store_id, reservation.sku, locked=-reservation.quantity)
            work.step(reservation, ReservationStep.EXPIRE if expired else ReservationStep.RELEASE)
        else:
            _free_the_rest(work, reservation)
        look_at_shelf(work, reservation.store_id, reservation.sku)


def close_out(work: UnitOfWork, order_id: str) -> None:
    """Book everything an order has in hand and staged as gone out of the door."""
    release(work, order_id)
    for (sku, lot_id, place), quantity in held(work, order_id).items():
        shift(work, sku, lot_id, quantity, place, OUT, "hand_over", order_id=order_id)
    for reservation in of_order(work, order_id, ReservationState.CONSUMED):
        work.step(reservation, ReservationStep.HAND_OVER)


def of_order(work: UnitOfWork, order_id: str, *states: ReservationState) -> Sequence[Reservation]:
    """Give an order's reservations in these states, in order of sku."""
    rows = select(Reservation).where(Reservation.order_id == order_id, Reservation.state.in_(states))
    return work.session.scalars(rows.order_by(Reservation.sku, Reservation.id)).all()


def shrink(work: UnitOfWork, reservation: Reservation, missing: int) -> None:
    """Give up a part of a reservation that nobody can take, and end it when that was all that was left."""
    reservation.quantity -= missing
    change_level(work, reservation.store_id, reservation.sku, committed=-missing)
    settle(work, reservation)
    look_at_shelf(work, reservation.store_id, reservation.sku)


def settle(work: UnitOfWork, reservation: Reservation) -> None:
    """Step on a reservation of which nothing is left to take."""
    if reservation.rest:
        return
    if reservation.state is ReservationState.ALLOCATED:
        work.step(reservation, ReservationStep.CONSUME)
    if reservation.quantity == 0:
        work.step(reservation, ReservationStep.RELEASE)


def _lock_all(work: UnitOfWork, wanted: Sequence[Wanted]) -> list[Json]:
    """Lock every line, or give back what was locked and name the lines that are short."""
    locked: list[Wanted] = []
    short: list[Json] = []
    for line in wanted:
        if line[2] <= 0:
            raise Refusal("quantity_zero")
        if lock_some(work, work.by.store_id, line[1], line[2]):
            locked.append(line)
        else:
            short.append(_shortage(line, available_of(work, work.by.store_id, line[1])))
    if short:
        for _, sku, quantity in locked:
            change_level(work, work.by.store_id, sku, locked=-quantity)
    return short


def _shortage(line: Wanted, available: int) -> Json:
    return {"line_id": line[0], "sku": line[1], "asked": line[2], "available": available}


def _free_the_rest(work: UnitOfWork, reservation: Reservation) -> None:
    change_level(work, reservation.store_id, reservation.sku, committed=-reservation.rest)
    close_allocations(work, reservation)
    if reservation.taken:
        reservation.quantity = reservation.taken
        work.step(reservation, ReservationStep.CONSUME)
    else:
        work.step(reservation, ReservationStep.RELEASE)
