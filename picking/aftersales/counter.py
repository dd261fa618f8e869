"""What a customer at the counter may mean: orders of this number or reference, of this store and of its sisters."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from picking.aftersales.model import WorkOrder
from picking.aftersales.queries import BACK_SOON, expected_back
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order

CANDIDATES_MAX = 5
WITH_THE_CUSTOMER = (OrderState.DELIVERED, OrderState.COLLECTED)


def orders_numbered(session: Session, store_id: str, number: str) -> Sequence[Order]:
    """Give the orders of a number that may be brought back here: those expected first, then our own, newest first.

    Numbers begin anew each morning in each store, so that several orders may have the same.
    """
    expected = select(WorkOrder.order_id).where(WorkOrder.return_store_id == store_id, WorkOrder.state.in_(BACK_SOON))
    rank = case((Order.id.in_(expected), 0), (Order.store_id == store_id, 1), else_=2)
    rows = (
        select(Order)
        .where(Order.number == number, Order.state.in_(WITH_THE_CUSTOMER) | Order.id.in_(expected))
        .order_by(rank, Order.id.desc())
        .limit(CANDIDATES_MAX)
    )
    return session.scalars(rows).all()


def order_called(session: Session, store_id: str, reference: str) -> Order | None:
    """Give the order behind what a receipt, an app or a work order says: its id, the channel's number, the work's."""
    wish = select(WorkOrder.order_id).where(WorkOrder.number == reference, WorkOrder.return_store_id == store_id)
    named = (Order.id == reference) | (Order.external_id == reference) | Order.id.in_(wish)
    rank = case((Order.store_id == store_id, 0), else_=1)
    return session.scalars(select(Order).where(named).order_by(rank, Order.id.desc()).limit(1)).first()


def is_for_the_counter(session: Session, store_id: str, order: Order) -> bool:
    """Tell whether an order's goods may be brought to this counter now."""
    return order.state in WITH_THE_CUSTOMER or expected_back(session, store_id, order.id) is not None
