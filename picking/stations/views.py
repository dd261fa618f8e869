"""How a ticket looks to the screens: the same picture on the wall, in an answer and in a push."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, SubOrder
from picking.people.model import Person
from picking.stations import prep
from picking.stations.lifecycle import TICKET, TicketState
from picking.stations.model import Ticket, TicketItem

NO_PARTS = (SubOrderState.EMPTY, SubOrderState.CANCELLED)


def ticket_view(session: Session, ticket: Ticket, *, now: datetime | None = None, language: str = "en") -> Json:
    """Show one ticket as the wall does."""
    order = session.get_one(Order, ticket.order_id)
    return views(session, [(ticket, order)], now, language)[0]


def views(
    session: Session, tickets: Sequence[tuple[Ticket, Order]], now: datetime | None, language: str = "en"
) -> list[Json]:
    """Show tickets with their items; `names` are in every language, since a room's screens need not share one."""
    items = items_of_tickets(session, [ticket.id for ticket, _ in tickets])
    found = session.scalars(select(Item).where(Item.sku.in_({item.sku for item in items})))
    known = {item.sku: item for item in found}
    holders = {ticket.person_id for ticket, _ in tickets if ticket.person_id}
    people = {one.id: one.name for one in session.scalars(select(Person).where(Person.id.in_(holders)))}
    parts = _parts(session, {order.id for _, order in tickets})
    shown: list[Json] = []
    for ticket, order in tickets:
        view = _view(ticket, order, now) | {
            "person": people.get(ticket.person_id or ""),
            "parts": parts.get(order.id, 1),
        }
        mine = [item for item in items if item.ticket_id == ticket.id]
        shown.append(view | {"items": [item_view(item, known.get(item.sku), language) for item in mine]})
    return shown


def items_of_tickets(session: Session, ticket_ids: Sequence[str]) -> Sequence[TicketItem]:
    """List the items of tickets in their order on the slip."""
    return session.scalars(select(TicketItem).where(TicketItem.ticket_id.in_(ticket_ids)).order_by(TicketItem.id)).all()


def item_view(item: TicketItem, known: Item | None, language: str = "en") -> Json:
    """Show one item of a ticket; `known` is what the catalogue says of it."""
    return {
        "item_id": item.id,
        "sku": item.sku,
        "name": known.name(language) if known else item.sku,
        "names": known.names if known else {},
        "quantity": item.quantity,
        "unit": str(item.unit),
        "options": item.options,
        "note": item.note,
        "done": item.done_at is not None,
        "sold_out": item.sold_out_at is not None,
        "weight": _weight(item, known) if item.unit is Unit.GRAM else None,
    }


def _weight(item: TicketItem, known: Item | None) -> Json:
    """Show what it weighs, from and to which weight it may pass, and whether it is to be weighed yet; all in grams."""
    room = item.quantity * (known.weight_tolerance_permille if known else 0) // 1000
    return {
        "grams": item.weighed_grams, "wanted": item.wants_weight, "from": item.quantity - room,
        "to": item.quantity + room,
    }  # fmt: skip


def _view(ticket: Ticket, order: Order, now: datetime | None) -> Json:
    return {
        "ticket_id": ticket.id,
        "stall_id": ticket.stall_id,
        "number": ticket.number,
        "order_number": order.number,
        "mode": str(order.mode),
        "state": str(ticket.state),
        "place": ticket.place,
        "fire_at": ticket.fire_at.isoformat(),
        "due_at": ticket.due_at.isoformat(),
        "claimed_at": ticket.claimed_at.isoformat() if ticket.claimed_at else None,
        "ready_at": ticket.ready_at.isoformat() if ticket.ready_at else None,
        "prep_seconds": ticket.prep_seconds,
        "pace": str(prep.pace(ticket.fire_at, ticket.prep_seconds, now)) if now else None,
        "person_id": ticket.person_id,
        "hurried": ticket.hurried,
        "remakes": ticket.remakes,
        "stopped": order.state is OrderState.CANCEL_PENDING and ticket.state is not TicketState.VOIDED,
        "struck": ticket.state is TicketState.VOIDED,
        "bumped": ticket.bumped_at is not None,
        "reason": ticket.reason,
        "possible": [str(step) for step in TICKET.possible(ticket.state)],
    }


def _parts(session: Session, order_ids: set[str]) -> Mapping[str, int]:
    """Count the parts an order meets from: "part 1 of 3"."""
    rows = session.execute(
        select(SubOrder.order_id, func.count())
        .where(SubOrder.order_id.in_(order_ids), SubOrder.state.not_in(NO_PARTS))
        .group_by(SubOrder.order_id)
    )
    return {row[0]: row[1] for row in rows}
