"""The packing slip: what the customer reads, printed when the last basket of the order is picked."""

from functools import partial

from sqlalchemy import select

from picking.catalogue.barcodes import OwnKind, own_code
from picking.catalogue.model import Item
from picking.devices import commands as devices
from picking.floor.model import Store
from picking.foundation.money import written
from picking.foundation.quantity import amount
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, RefundReason
from picking.orders.queries import order_lines, refunds
from picking.outbound.open import live_bags, slots_of
from picking.tasks.events import PickTaskPicked
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask

PICKED = (PickTaskState.PICKED, PickTaskState.PACKING, PickTaskState.PUT_AWAY, PickTaskState.EMPTY)
CHANGES = (RefundReason.SHORT, RefundReason.SUBSTITUTE)


def print_packing_slip(work: UnitOfWork, event: PickTaskPicked) -> None:
    """Print the slip of an order once nothing of it is left to pick; it tells shorts and weights with their money."""
    tasks = select(PickTask.state).where(PickTask.order_id == event.order_id)
    if any(state not in PICKED for state in work.session.scalars(tasks)):
        return
    order = work.get(Order, event.order_id)
    facts = _facts(work, order)
    devices.print_sheet(work, key=f"slip:{order.id}", template="packing_slip", facts=facts, order_id=order.id)


def _facts(work: UnitOfWork, order: Order) -> Json:
    return {
        "channel": order.channel,
        "serial": order.number,
        "number": order.number,
        "store": work.get(Store, order.store_id).names,
        "code": own_code(OwnKind.ORDER, order.number),
        "ordered_at": order.placed_at.isoformat(),
        "due_at": order.due_at.isoformat(),
        "paid": _money(work, order, order.paid_minor),
        "customer": order.masked_customer,
        "phone_tail": order.phone_tail,
        "slots": [slot.id for slot in slots_of(work.session, order.id)],
        "bags": [
            {"temperature_class": str(bag.temperature_class), "count": 1} for bag in live_bags(work.session, order.id)
        ],
        **_goods(work, order),
    }


def _goods(work: UnitOfWork, order: Order) -> Json:
    """Tell what was ordered, what weighed less than ordered, and what is missing, each with its money."""
    lines = order_lines(work.session, order.id)
    names = {line.id: work.get(Item, line.sku).names for line in lines}
    back = [(refund, names[refund.line_id]) for refund in refunds(work.session, order.id) if refund.line_id]
    money = partial(_money, work, order)
    grams = {line.id: line.delivered_quantity or 0 for line in lines}
    return {
        "lines": [
            {
                "name": names[line.id],
                "quantity": amount(line.quantity, line.unit),
                "amount": money(line.amount_minor),
            }
            for line in lines
        ],
        "weighed": [
            {
                "name": name,
                "actual": f"{grams[refund.line_id or '']} g",
                "refund": money(refund.amount_minor),
            }
            for refund, name in back
            if refund.reason is RefundReason.WEIGHT
        ],
        "changes": [
            {
                "name": name,
                "what": f"-{refund.quantity or ''}",
                "amount": f"-{money(refund.amount_minor)}",
            }
            for refund, name in back
            if refund.reason in CHANGES
        ],
    }


def _money(work: UnitOfWork, order: Order, minor: int) -> str:
    return written(minor, order.currency, work.get(Store, order.store_id).language)
