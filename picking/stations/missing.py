"""What is missing for which order: all parts of the orders that stalls work for, for whoever brings them together."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, SubOrder
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketItem
from picking.stations.views import NO_PARTS, item_view, items_of_tickets

ORDERS_MAX = 24
ON_THE_FLOOR = (OrderState.PAID, OrderState.IN_FULFILMENT, OrderState.CANCEL_PENDING)
THERE = (SubOrderState.STAGED, SubOrderState.AT_OUTBOUND, SubOrderState.HANDED_OVER)
MADE = (TicketState.READY, TicketState.STAGED, TicketState.HANDED_OVER)


def orders_in_parts(
    session: Session, store_id: str, *, after: str = "", language: str = "en", count: int = ORDERS_MAX
) -> list[Json]:
    """Give one page of the orders that still miss a stall's part, by due time; `after` is the last row's `cursor`."""
    missing = select(SubOrder.order_id).where(
        SubOrder.store_id == store_id, SubOrder.stall_id.is_not(None), SubOrder.state.not_in((*NO_PARTS, *THERE))
    )
    rows = select(Order).where(Order.store_id == store_id, Order.state.in_(ON_THE_FLOOR), Order.id.in_(missing))
    due_at, _, order_id = after.partition("/")
    if order_id:
        due = datetime.fromisoformat(due_at)
        rows = rows.where((Order.due_at > due) | ((Order.due_at == due) & (Order.id > order_id)))
    orders = session.scalars(rows.order_by(Order.due_at, Order.id).limit(count)).all()
    return _rows(session, orders, language)


def _rows(session: Session, orders: Sequence[Order], language: str) -> list[Json]:
    ids = [order.id for order in orders]
    parts = session.scalars(
        select(SubOrder).where(SubOrder.order_id.in_(ids), SubOrder.state.not_in(NO_PARTS)).order_by(SubOrder.number)
    ).all()
    tickets = session.scalars(
        select(Ticket).where(Ticket.order_id.in_(ids), Ticket.state != TicketState.VOIDED).order_by(Ticket.id)
    ).all()
    items = items_of_tickets(session, [ticket.id for ticket in tickets])
    known = {one.sku: one for one in session.scalars(select(Item).where(Item.sku.in_({item.sku for item in items})))}
    ticket_of = {ticket.sub_order_id: ticket for ticket in tickets}
    shown: list[Json] = []
    for order in orders:
        mine = [
            _part(part, ticket_of.get(part.id), items, known, language) for part in parts if part.order_id == order.id
        ]
        shown.append(_row(order, mine))
    return shown


def _row(order: Order, parts: Sequence[Json]) -> Json:
    return {
        "order_id": order.id, "number": order.number, "mode": str(order.mode), "due_at": order.due_at.isoformat(),
        "meet_at": order.meet_at.isoformat() if order.meet_at else None,
        "stopped": order.state is OrderState.CANCEL_PENDING,
        "missing": sum(not part["there"] for part in parts), "parts": list(parts),
        "cursor": f"{order.due_at.isoformat()}/{order.id}",
    }  # fmt: skip


def _part(
    part: SubOrder, ticket: Ticket | None, items: Sequence[TicketItem], known: dict[str, Item], language: str
) -> Json:
    """Show one part; only of what is still to be made its items are listed."""
    to_make = ticket is not None and ticket.state not in MADE
    mine = [item for item in items if ticket is not None and item.ticket_id == ticket.id and not item.is_decided]
    return {
        "number": part.number, "work_type": str(part.work_type), "stall_id": part.stall_id,
        "state": str(ticket.state) if ticket else str(part.state), "there": part.state in THERE,
        "ticket_id": ticket.id if ticket else None, "fire_at": ticket.fire_at.isoformat() if ticket else None,
        "items": [item_view(item, known.get(item.sku), language) for item in mine] if to_make else [],
    }  # fmt: skip
