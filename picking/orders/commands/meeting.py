"""When all parts of an order meet at its slot, and when its rider should be called; its channel is told."""

from datetime import datetime

from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order


def set_meeting(work: UnitOfWork, order_id: str, meet_at: datetime, rider_at: datetime | None) -> Order:
    """Write down when an order's parts meet; the channel gets a webhook `order.meeting` with the time of the call."""
    order = work.get(Order, order_id, lock=True)
    order.meet_at, order.rider_at = meet_at, rider_at
    work.webhook(
        order.channel,
        "order.meeting",
        {
            "order_id": order.id,
            "external_id": order.external_id,
            "number": order.number,
            "meet_at": meet_at.isoformat(),
            "call_rider_at": rider_at.isoformat() if rider_at else None,
        },
        order_id=order.id,
    )
    return order
