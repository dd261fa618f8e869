"""What can be asked about the stalls: the wall, what a ticket used, whether an answer is missing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.stations.goods import goods_in_use
from picking.stations.lifecycle import TICKET, TicketState
from picking.stations.model import Ticket
from picking.stations.views import items_of_tickets, views

WALL_MAX = 24
ON_WALL = (
    TicketState.HELD, TicketState.QUEUED, TicketState.IN_PREP, TicketState.READY, TicketState.REMAKE,
    TicketState.VOID_PENDING,
)  # fmt: skip


@dataclass(frozen=True)
class MadeGoods:
    """So much of an order's line that a stall made; without a lot where the books knew none."""

    order_line_id: str
    sku: str
    lot_id: str | None
    unit: Unit
    quantity: int


def wall(
    session: Session,
    stall_id: str,
    *,
    after_place: int = 0,
    now: datetime | None = None,
    language: str = "en",
    count: int = WALL_MAX,
) -> list[Json]:
    """Give one page of a stall's wall in the order of places, which never changes by itself.

    Tickets that are held stand in it with their start (`fire_at`), voided ones until they are bumped. `now` adds the
    pace of each.
    """
    voided = and_(Ticket.state == TicketState.VOIDED, Ticket.bumped_at.is_(None))
    on_it = (Ticket.stall_id == stall_id, Ticket.place > after_place, or_(Ticket.state.in_(ON_WALL), voided))
    rows = session.execute(
        select(Ticket, Order).join(Order, Order.id == Ticket.order_id).where(*on_it).order_by(Ticket.place).limit(count)
    ).all()
    return views(session, [(ticket, order) for ticket, order in rows], now, language)


def counts(session: Session, stall_id: str) -> dict[TicketState, int]:
    """Count a stall's open tickets by state."""
    rows = session.execute(
        select(Ticket.state, func.count())
        .where(Ticket.stall_id == stall_id, Ticket.state.in_(TICKET.open_states()))
        .group_by(Ticket.state)
    )
    return {row[0]: row[1] for row in rows}


def has_pending_voids(session: Session, order_id: str) -> bool:
    """Tell whether a stall still has to answer a stop of this order."""
    waiting = select(Ticket.id).where(Ticket.order_id == order_id, Ticket.state == TicketState.VOID_PENDING)
    return session.scalar(waiting.limit(1)) is not None


def made_goods(session: Session, ticket_id: str) -> list[MadeGoods]:
    """List what a ticket's bag holds: by lot what was taken from stock, and without lot what the books did not have."""
    used: dict[str, list[tuple[str, int]]] = {}
    for goods in goods_in_use(session, ticket_id):
        used.setdefault(goods.ticket_item_id, []).append((goods.lot_id, goods.quantity))
    made: list[MadeGoods] = []
    for item in items_of_tickets(session, [ticket_id]):
        if item.done_at is None:
            continue
        lots = used.get(item.id, [])
        rest = item.made - sum(quantity for _, quantity in lots)
        parts: list[tuple[str | None, int]] = [*lots, (None, rest)] if rest > 0 else [*lots]
        made += [MadeGoods(item.order_line_id, item.sku, lot, item.unit, quantity) for lot, quantity in parts]
    return made
