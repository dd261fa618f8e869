"""Replacement orders: goods that are sent again; they are picked like a sale, tagged, and no money flows."""

from collections.abc import Sequence

from picking.foundation.kinds import Mode
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step
from picking.orders.commands.intake import check_lines, new_order, reserve_lines
from picking.orders.commands.serials import issue_stock
from picking.orders.drafts import LineDraft, OrderDraft
from picking.orders.events import OrderPaid
from picking.orders.lifecycle import OrderStep
from picking.orders.model import Order

TAG = "R"  # in front of the number, wherever people see it: slip, bag, slot, handheld


def submit_replacement(work: UnitOfWork, original: Order, wanted: Sequence[tuple[str, int]], external_id: str) -> Order:
    """Send (sku, pieces or grams) for an order once more; all of it is reserved, or it is refused as `stock_short`."""
    draft = OrderDraft(
        channel=original.channel,
        external_id=external_id,
        mode=Mode.PICKUP if original.mode is Mode.SCAN_AND_GO else original.mode,
        placed_at=work.now,
        lines=tuple(LineDraft(number, sku, quantity, 0) for number, (sku, quantity) in enumerate(wanted, start=1)),
        customer={key: fact for key, fact in original.customer.items() if key != "risk"},
        priority=original.priority,
    )
    order = new_order(work, draft, check_lines(work, draft))
    order.number, order.replaces_id = f"{TAG}{order.number}", original.id
    reserve_lines(work, order)
    order.paid_at, order.payment_reference = work.now, external_id
    take_step(work, order, OrderStep.PAY, amount_minor=0)
    issue_stock(work, order)
    work.tell(OrderPaid(order.id))
    return order
