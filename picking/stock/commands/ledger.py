"""The ledger: the only writer of what lies where. Everything that moves leaves one place and comes to another."""

from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, select, update

from picking.floor.model import Bin, BinKind
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.levels import change_level, lock_level, look_at_shelf, today
from picking.stock.events import GoodsMoved, GoodsPutIn
from picking.stock.lifecycle import ReservationState, ReservationStep
from picking.stock.model import (
    DAMAGED,
    DIFFERENCE,
    IN_HAND,
    MAY_BE_NEGATIVE,
    RECEIVED,
    STAGED,
    VIRTUAL_PLACES,
    WORLD,
    Lot,
    Movement,
    OnHand,
    Reservation,
)

# Made once: putting a statement together takes longer than the database needs to answer it.
_ON_HAND: Any = OnHand.__table__
_MOVEMENTS: Any = Movement.__table__
_SHARE = and_(_ON_HAND.c.place == bindparam("at_place"), _ON_HAND.c.lot_id == bindparam("of_lot"))
_LYING = select(_ON_HAND.c.quantity).where(_SHARE)
_ADD = (
    update(_ON_HAND)
    .where(_SHARE)
    .values(
        quantity=_ON_HAND.c.quantity + bindparam("more"),
        allocated=_ON_HAND.c.allocated - bindparam("claimed"),
    )
    .returning(_ON_HAND.c.quantity)
)
_TAKE_AWAY = _ADD.where(_ON_HAND.c.quantity + bindparam("more") >= 0)
_WRITE_DOWN = insert(_MOVEMENTS)


def receive(  # noqa: PLR0913 - a movement has this many facts
    work: UnitOfWork,
    store_id: str,
    sku: str,
    bin_id: str,
    quantity: int,
    *,
    lot_code: str = "",
    expires_on: date | None = None,
    document: str | None = None,
) -> Lot:
    """Take goods of a lot into a bin: pieces or grams. The same code and date again is the same lot."""
    lot = lot_of(work, store_id, sku, lot_code, expires_on)
    move(work, sku, lot.id, quantity, WORLD, bin_id, "receive", document=document)
    return lot


def take_in(
    work: UnitOfWork, store_id: str, sku: str, quantity: int, lot_code: str, expires_on: date | None, document: str
) -> Lot:
    """Take goods of a lot into the bay; they are sold once they are put away."""
    lot = lot_of(work, store_id, sku, lot_code, expires_on)
    move(work, sku, lot.id, quantity, WORLD, RECEIVED, "take_in", document=document)
    return lot


def move(  # noqa: PLR0913 - a movement has this many facts
    work: UnitOfWork,
    sku: str,
    lot_id: str,
    quantity: int,
    from_place: str,
    to_place: str,
    reason: str,
    *,
    order_id: str | None = None,
    document: str | None = None,
) -> None:
    """Book goods from one place to another and tell whoever waits for them, or for their end.

    A place is a bin's id or a virtual place of `stock.model`; quantities are pieces or grams. Refuses zero
    (`quantity_zero`), more than lies there (`not_there`), and expired goods into a bin that sells (`lot_expired`).
    """
    refuse_expired(work, lot_id, from_place, to_place)
    lot = shift(work, sku, lot_id, quantity, from_place, to_place, reason, order_id=order_id, document=document)
    if to_place not in VIRTUAL_PLACES and work.get(Bin, to_place).kind != BinKind.RESERVE:
        work.tell(GoodsPutIn(lot.store_id, sku, to_place))
    look_at_shelf(work, lot.store_id, sku)


def refuse_expired(work: UnitOfWork, lot_id: str, from_place: str, to_place: str) -> None:
    """Keep expired goods out of bins, however they come. What is seen there is booked; a blocked bin may hold them."""
    lot = work.get(Lot, lot_id)
    if to_place in VIRTUAL_PLACES or from_place == DIFFERENCE or not lot.is_expired(today(work, lot.store_id)):
        return
    if not work.get(Bin, to_place).blocked:
        raise Refusal("lot_expired", sku=lot.sku, lot=lot.code, expires_on=str(lot.expires_on))


def put_back(
    work: UnitOfWork, sku: str, lot_id: str, quantity: int, from_place: str, bin_id: str, order_id: str
) -> None:
    """Put picked goods of an order back into a bin; with the last of them its reservation is restocked."""
    move(work, sku, lot_id, quantity, from_place, bin_id, "put_back", order_id=order_id)
    _settle(work, order_id, sku, ReservationStep.RESTOCK)


def write_off(
    work: UnitOfWork,
    sku: str,
    lot_id: str,
    quantity: int,
    from_place: str,
    reason: str,
    order_id: str | None = None,
) -> None:
    """Book goods as damaged, for a reason: they stay in the books and can never be sold."""
    move(work, sku, lot_id, quantity, from_place, DAMAGED, reason, order_id=order_id)
    if order_id is not None:
        _settle(work, order_id, sku, ReservationStep.DAMAGE)


def held(work: UnitOfWork, order_id: str, sku: str | None = None) -> dict[tuple[str, str, str], int]:
    """Give what an order has in hand and staged, as {(sku, lot, place): quantity}, from the ledger."""
    found: dict[tuple[str, str, str], int] = {}
    for place in (IN_HAND, STAGED):
        net = func.sum(case((Movement.to_place == place, Movement.quantity), else_=-Movement.quantity))
        rows = select(Movement.sku, Movement.lot_id, net).where(
            Movement.order_id == order_id, (Movement.to_place == place) != (Movement.from_place == place)
        )
        if sku is not None:
            rows = rows.where(Movement.sku == sku)
        for of_sku, lot_id, quantity in work.session.execute(rows.group_by(Movement.sku, Movement.lot_id)):
            if quantity > 0:
                found[of_sku, lot_id, place] = int(quantity)
    return dict(sorted(found.items()))


def shift(  # noqa: PLR0913 - a movement has this many facts
    work: UnitOfWork,
    sku: str,
    lot_id: str,
    quantity: int,
    from_place: str,
    to_place: str,
    reason: str,
    *,
    order_id: str | None = None,
    document: str | None = None,
    counted: bool = True,
    claimed: int = 0,
) -> Lot:
    """Book goods from place to place and nothing more; gives their lot.

    Who says that they are not `counted` changes the item's figures itself. So much as is `claimed` was allocated of the
    lot where they come from, and is not any more.
    """
    lot = work.get(Lot, lot_id)
    if lot.sku != sku:
        raise invalid("lot_id", f"the lot is of item {lot.sku}")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    lock_level(work, lot.store_id, sku)
    left = _add(work, lot, from_place, -quantity, claimed)
    _add(work, lot, to_place, quantity)
    bins = (to_place not in VIRTUAL_PLACES) - (from_place not in VIRTUAL_PLACES)
    if bins and counted:
        change_level(work, lot.store_id, sku, on_hand=bins * quantity)
    moved = {
        "store_id": lot.store_id, "sku": sku, "lot_id": lot_id, "quantity": quantity, "from_place": from_place,
        "to_place": to_place, "reason": reason, "document": document, "order_id": order_id,
        "person_id": work.by.person_id, "device_id": work.by.device_id, "at": work.now,
    }  # fmt: skip
    work.session.execute(_WRITE_DOWN, moved)
    if {from_place, to_place} - set(VIRTUAL_PLACES):
        work.tell(GoodsMoved(lot.store_id, sku, lot_id, quantity, from_place, to_place, reason, left))
    return lot


def _add(work: UnitOfWork, lot: Lot, place: str, quantity: int, claimed: int = 0) -> int:
    """Add to what lies of a lot in a place, and give what lies there then."""
    only_if_there = quantity < 0 and place not in MAY_BE_NEGATIVE
    share = {"at_place": place, "of_lot": lot.id}
    more = {"more": quantity, "claimed": claimed}
    changed = work.session.execute(_TAKE_AWAY if only_if_there else _ADD, {**share, **more}).first()
    if changed is not None:
        return int(changed.quantity)
    if place not in VIRTUAL_PLACES:
        work.get(Bin, place)
    if only_if_there:
        there = work.session.execute(_LYING, share).scalar_one_or_none() or 0
        raise Refusal("not_there", place=place, sku=lot.sku, asked=-quantity, there=there)
    first = {"store_id": lot.store_id, "sku": lot.sku, "quantity": quantity, "allocated": 0}
    work.session.execute(insert(_ON_HAND), {"place": place, "lot_id": lot.id, **first})
    return quantity


def lot_of(work: UnitOfWork, store_id: str, sku: str, code: str, expires_on: date | None) -> Lot:
    """Give the lot of this code and date, made when nobody has seen it yet."""
    same = select(Lot).where(Lot.store_id == store_id, Lot.sku == sku, Lot.code == code)
    lock_level(work, store_id, sku)
    known = work.session.scalars(same.where(Lot.expires_on.is_not_distinct_from(expires_on))).first()
    if known is not None:
        return known
    lot = work.add(
        Lot(id=work.ids.new(), store_id=store_id, sku=sku, code=code, expires_on=expires_on, received_at=work.now)
    )
    work.session.flush()
    return lot


def _settle(work: UnitOfWork, order_id: str, sku: str, step: ReservationStep) -> None:
    """End a cancelled order's reservations of an item when nothing of it is in anybody's hands any more."""
    if held(work, order_id, sku):
        return
    consumed = select(Reservation).where(
        Reservation.order_id == order_id,
        Reservation.sku == sku,
        Reservation.state == ReservationState.CONSUMED,
    )
    for reservation in work.session.scalars(consumed).all():
        work.step(reservation, step)
