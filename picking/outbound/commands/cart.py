"""Scan and go: staff looks into the shopper's own cart, ticks it off against the order, and lets it go."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order, OrderLine
from picking.outbound.model import CartCount, PickupCode
from picking.outbound.open import open_order, require_one


def count_cart_item(work: UnitOfWork, order_id: str, sku: str, quantity: int = 1) -> CartCount:
    """Tick off so many pieces or grams of an item in the cart; refuses what is not paid, or more than is paid."""
    order = _open_cart(work, order_id)
    lines = [line for line in _lines(work, order_id) if line.sku == sku]
    if not lines:
        raise Refusal("cart_item_not_paid", sku=sku, number=order.number)
    if quantity <= 0:
        raise Refusal("quantity_zero")
    for line in lines:
        count = _count(work, line)
        if count.counted + quantity <= line.quantity:
            count.counted += quantity
            return count
    paid = sum(line.quantity for line in lines)
    raise Refusal("cart_more_than_paid", sku=sku, paid=paid)


def uncount_cart_item(work: UnitOfWork, order_line_id: str) -> CartCount:
    """Count a line of the cart anew."""
    line = work.get(OrderLine, order_line_id)
    _open_cart(work, line.order_id)
    count = _count(work, line)
    count.counted = 0
    return count


def verify_cart(work: UnitOfWork, order_id: str) -> Order:
    """Let a cart go in which everything paid was seen: its stock leaves the shelves and the order is collected."""
    order = _open_cart(work, order_id)
    missing = [
        {"line_no": line.line_no, "sku": line.sku, "paid": line.quantity, "counted": _count(work, line).counted}
        for line in _lines(work, order_id)
        if _count(work, line).counted < line.quantity
    ]
    if missing:
        raise Refusal("cart_incomplete", number=order.number, count=len(missing), lines=missing)
    work.note(order, "verify_cart")
    code = work.find(PickupCode, order_id, lock=True)
    if code is not None:
        code.redeemed_at = work.now
    return orders.complete_cart(work, order_id)


def _open_cart(work: UnitOfWork, order_id: str) -> Order:
    require_one(work, "outbound", "pos", "desk")
    order = open_order(work, order_id)
    if order.mode is not Mode.SCAN_AND_GO:
        raise Refusal("not_a_cart", number=order.number)
    return order


def _lines(work: UnitOfWork, order_id: str) -> Sequence[OrderLine]:
    return work.session.scalars(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.line_no)
    ).all()


def _count(work: UnitOfWork, line: OrderLine) -> CartCount:
    known = work.find(CartCount, line.id)
    if known is None:
        known = work.add(CartCount(order_line_id=line.id, order_id=line.order_id, counted=0))
        work.session.flush()
    return known
