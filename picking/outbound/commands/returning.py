"""What was not delivered comes back over the counter, and every piece is looked at: sold again, or damaged."""

from sqlalchemy import func, select

from picking.foundation.kinds import WorkType
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order, OrderLine
from picking.outbound.contents import items_in, lots_at
from picking.outbound.lifecycle import BagState, BagStep
from picking.outbound.model import Bag, BagItem, Inspection
from picking.outbound.open import live_bags
from picking.stock import commands as stock
from picking.stock.model import OUT

NOT_RETURNED = "not_returned"


def return_in(work: UnitOfWork, bag_id: str) -> Bag:
    """Note the scan of a bag that comes back; its order must be on its way back."""
    work.by.require("return_in")
    bag, order = _open(work, bag_id)
    work.step(bag, BagStep.RETURN_IN)
    work.push(f"outbound:{order.store_id}", "slot", {"order_id": order.id, "bag_id": bag.id, "state": "RETURNED"})
    return bag


def return_missing(work: UnitOfWork, bag_id: str, reason: str) -> Bag:
    """Note that a bag will not come back: all of it is written off, so that the order's count can close."""
    work.by.require("outbound.override")
    if not reason:
        raise invalid("reason", "say what became of the bag")
    bag, order = _open(work, bag_id)
    work.step(bag, BagStep.RETURN_IN, missing=reason)
    for item in items_in(work.session, bag.id):
        _book(work, order, item, restocked=0, bin_id=None, reason=NOT_RETURNED)
    _close_when_counted(work, order)
    return bag


def inspect(
    work: UnitOfWork, bag_item_id: str, restocked: int, damaged: int, bin_id: str | None, reason: str | None
) -> Inspection:
    """Decide about one item of a returned bag: `restocked` pieces or grams into a bin, `damaged` for a reason.

    Both together must be what was in the bag. What a stall made is never sold again. With the order's last
    item it is RETURNED.
    """
    work.by.require("return_in")
    item = work.get(BagItem, bag_item_id)
    order = work.get(Order, work.get(Bag, item.bag_id).order_id, lock=True)
    bag = work.get(Bag, item.bag_id, lock=True)
    if bag.state is not BagState.RETURNED:
        raise Refusal("bag_not_returned", n=bag.n)
    if work.session.scalar(select(Inspection.id).where(Inspection.bag_item_id == item.id)) is not None:
        raise Refusal("already_done", thing="inspection", state=str(bag.state), step="inspect")
    _check_count(item, restocked, damaged, bin_id, reason)
    if restocked and work.get(OrderLine, item.order_line_id).work_type is not WorkType.STANDARD:
        raise Refusal("prepared_not_restocked", sku=item.sku)
    inspection = _book(work, order, item, restocked=restocked, bin_id=bin_id, reason=reason)
    _close_when_counted(work, order)
    return inspection


def _open(work: UnitOfWork, bag_id: str) -> tuple[Bag, Order]:
    order = work.get(Order, work.get(Bag, bag_id).order_id, lock=True)
    if order.state is not OrderState.RETURNING:
        raise Refusal("order_not_returning", number=order.number, state=str(order.state))
    return work.get(Bag, bag_id, lock=True), order


def _check_count(item: BagItem, restocked: int, damaged: int, bin_id: str | None, reason: str | None) -> None:
    if restocked < 0 or damaged < 0 or restocked + damaged != item.quantity:
        raise Refusal("count_open", sku=item.sku, quantity=item.quantity, counted=restocked + damaged)
    if restocked and not bin_id:
        raise invalid("bin_id", "scan the bin the goods go into")
    if damaged and not reason:
        raise invalid("reason", "say what is wrong with the goods")


def _book(
    work: UnitOfWork, order: Order, item: BagItem, *, restocked: int, bin_id: str | None, reason: str | None
) -> Inspection:
    """Book an item out of the world of riders: so much into the bin, the rest as damaged."""
    back = restocked
    for lot_id, quantity in lots_at(work.session, item, order.id, OUT):
        part = min(back, quantity)
        if part and bin_id:
            stock.put_back(work, item.sku, lot_id, part, OUT, bin_id, order.id)
        if quantity > part:
            stock.write_off(work, item.sku, lot_id, quantity - part, OUT, reason or NOT_RETURNED, order.id)
        back -= part
    inspection = work.add(
        Inspection(
            id=work.ids.new(), store_id=order.store_id, order_id=order.id, bag_item_id=item.id, restocked=restocked,
            damaged=item.quantity - restocked, bin_id=bin_id if restocked else None, reason=reason, at=work.now,
        )
    )  # fmt: skip
    work.note(inspection, "inspect", sku=item.sku, restocked=restocked, damaged=item.quantity - restocked)
    work.session.flush()
    return inspection


def _close_when_counted(work: UnitOfWork, order: Order) -> None:
    """End the return when every bag is back and every item in them was looked at."""
    bags = live_bags(work.session, order.id)
    if any(bag.state is not BagState.RETURNED for bag in bags):
        return
    items = work.session.scalar(select(func.count()).where(BagItem.bag_id.in_([bag.id for bag in bags])))
    seen = work.session.scalar(select(func.count()).where(Inspection.order_id == order.id))
    if items == seen:
        orders.return_in_order(work, order.id)
