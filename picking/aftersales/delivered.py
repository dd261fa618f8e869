"""What a customer got for a line: what lay in the bags that were handed over, which may be a substitute."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.orders.model import OrderLine
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, BagItem

GONE = (BagState.HANDED_OVER, BagState.DELIVERED)


def delivered_of(session: Session, line: OrderLine) -> tuple[str, int]:
    """Give the item and how much of it, in pieces or grams.

    A line that was filled with several items counts as the one there was most of. What went without bags (a shopper's
    own cart) was delivered as ordered, less what was missing.
    """
    rows = (
        select(BagItem.sku, func.sum(BagItem.quantity))
        .join(Bag, Bag.id == BagItem.bag_id)
        .where(BagItem.order_line_id == line.id, Bag.state.in_(GONE))
        .group_by(BagItem.sku)
    )
    found = sorted(((int(quantity), sku) for sku, quantity in session.execute(rows)), reverse=True)
    if found:
        return found[0][1], sum(quantity for quantity, _ in found)
    return line.sku, line.quantity if line.delivered_quantity is None else line.delivered_quantity
