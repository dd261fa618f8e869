"""A delivery is taken in: channels and tills are told line by line, and the desk sees it."""

from sqlalchemy import select

from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel
from picking.receiving.events import DeliveryReceived, GoodsTakenIn
from picking.receiving.model import Delivery, DeliveryLine
from picking.receiving.queries import lines_of


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
    channels = select(Channel.id).where(Channel.store_id == delivery.store_id).order_by(Channel.id)
    for channel in work.session.scalars(channels):
        work.webhook(channel, "delivery.received", body, store_id=delivery.store_id)
    _push(work, delivery)


def show_taken_in(work: UnitOfWork, event: GoodsTakenIn) -> None:
    """Let the desk see that the bay fills."""
    _push(work, work.get(Delivery, event.delivery_id))


def _line(line: DeliveryLine) -> Json:
    return {
        "sku": line.sku, "expected": line.expected, "received": line.received, "refused": line.refused,
        "difference_reason": line.difference_reason, "refusal_reason": line.refusal_reason,
    }  # fmt: skip


def _push(work: UnitOfWork, delivery: Delivery) -> None:
    body = {"delivery_id": delivery.id, "number": delivery.number, "state": str(delivery.state)}
    work.push(f"store:{delivery.store_id}", "delivery", body)
