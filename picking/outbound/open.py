"""Opens an order and its bags for a command: the order's row is locked first, the gate that cancels share."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import ORDER, OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, OutboundSlot


def open_order(work: UnitOfWork, order_id: str) -> Order:
    """Lock an order that is neither cancelled nor about to be; refuses the others with that reason."""
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.CANCEL_PENDING:
        raise Refusal("cancel_pending", number=order.number)
    if order.state in (OrderState.CANCELLED, OrderState.CANCELLED_UNPAID):
        raise Refusal("order_cancelled", Kind.TOO_LATE, number=order.number)
    if order.state in ORDER.ends:
        raise Refusal("order_closed", Kind.TOO_LATE, number=order.number)
    return order


def open_bag(work: UnitOfWork, bag_id: str) -> tuple[Bag, Order]:
    """Lock a bag's order, then the bag; refuses as `open_order`."""
    order = open_order(work, work.get(Bag, bag_id).order_id)
    return work.get(Bag, bag_id, lock=True), order


def live_bags(session: Session, order_id: str) -> Sequence[Bag]:
    """List an order's bags that are not void, by number."""
    return session.scalars(
        select(Bag).where(Bag.order_id == order_id, Bag.state != BagState.VOID).order_by(Bag.n, Bag.id)
    ).all()


def slots_of(session: Session, order_id: str) -> Sequence[OutboundSlot]:
    """List the slots an order holds."""
    return session.scalars(
        select(OutboundSlot).where(OutboundSlot.order_id == order_id).order_by(OutboundSlot.id)
    ).all()


def push_slot(work: UnitOfWork, slot: OutboundSlot, **facts: object) -> None:
    """Tell the outbound screens that a slot has changed."""
    body = {"slot_id": slot.id, "state": str(slot.state), "order_id": slot.order_id, **facts}
    work.push(f"outbound:{slot.store_id}", "slot", body)


def alert(work: UnitOfWork, store_id: str, code: str, **facts: object) -> None:
    """Call the outbound desk and whoever leads the store."""
    for room in (f"outbound:{store_id}", f"store:{store_id}"):
        work.push(room, "alert", {"code": code, "facts": facts})


def require_one(work: UnitOfWork, *rights: str) -> None:
    """Refuse who holds none of these rights, naming the last."""
    if not any(work.by.may(right) for right in rights):
        work.by.require(rights[-1])
