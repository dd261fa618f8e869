"""Goods come, or have to be bought: channels are told, and the desk sees it."""

from sqlalchemy import select

from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel
from picking.receiving.events import DeliveryReceived, GoodsTakenIn
from picking.receiving.model import Delivery, DeliveryLine
from picking.receiving.queries import lines_of
from picking.replenishing.events import PurchaseWanted
from picking.replenishing.model import PurchaseDemand


def tell_received(work: UnitOfWork, event: DeliveryReceived) -> None:
    """Tell every channel what came of a delivery, what was refused, and why."""
    delivery = work.get(Delivery, event.delivery_id)
    body: Json = {
        "store": delivery.store_id,
        "delivery": delivery.number,
        "supplier": delivery.supplier,
        "expected_at": delivery.expected_at.isoformat(),
        "arrived_at": delivery.arrived_at.isoformat() if delivery.arrived_at else None,
        "lines": [_line(line) for line in lines_of(work.session, delivery.id)],
    }
    for channel in _channels(work, delivery.store_id):
        work.webhook(channel, "delivery.received", body, store_id=delivery.store_id)
    _push(work, delivery)


def tell_purchase(work: UnitOfWork, event: PurchaseWanted) -> None:
    """Tell every channel that an item has to be bought, and show it at the desk."""
    wanted = work.get(PurchaseDemand, event.demand_id)
    body: Json = {
        "store": wanted.store_id, "sku": wanted.sku, "quantity": wanted.quantity, "cause": str(wanted.cause),
        "at": wanted.at.isoformat(),
    }  # fmt: skip
    for channel in _channels(work, wanted.store_id):
        work.webhook(channel, "purchase.demand", body, store_id=wanted.store_id)
    work.push(f"store:{wanted.store_id}", "stock", {"sku": wanted.sku, "to_buy": wanted.quantity})


def show_taken_in(work: UnitOfWork, event: GoodsTakenIn) -> None:
    """Let the desk see that the bay fills."""
    _push(work, work.get(Delivery, event.delivery_id))


def _channels(work: UnitOfWork, store_id: str) -> list[str]:
    return list(work.session.scalars(select(Channel.id).where(Channel.store_id == store_id).order_by(Channel.id)))


def _line(line: DeliveryLine) -> Json:
    return {
        "sku": line.sku, "expected": line.expected, "received": line.received, "refused": line.refused,
        "difference_reason": line.difference_reason, "refusal_reason": line.refusal_reason,
    }  # fmt: skip


def _push(work: UnitOfWork, delivery: Delivery) -> None:
    body = {"delivery_id": delivery.id, "number": delivery.number, "state": str(delivery.state)}
    work.push(f"store:{delivery.store_id}", "delivery", body)
