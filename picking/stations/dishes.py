"""The dishes of a stall over all its tickets: what is to be made, in the making, to come, and made today."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Stall, Store
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketItem

DISHES_MAX = 100
WAITING = (TicketState.QUEUED, TicketState.REMAKE)
OPEN = (TicketState.HELD, *WAITING, TicketState.IN_PREP)


def dishes(session: Session, stall_id: str, *, now: datetime, after: str = "", count: int = DISHES_MAX) -> list[Json]:
    """Give one page of a stall's dishes by sku, in pieces or grams; `made` counts since the store's midnight."""
    store = session.get_one(Store, session.get_one(Stall, stall_id).store_id)
    made = and_(TicketItem.done_at >= store.midnight(now), TicketItem.sold_out_at.is_(None))
    to_do = and_(TicketItem.done_at.is_(None), TicketItem.sold_out_at.is_(None))
    sums = (
        _sum(and_(to_do, Ticket.state.in_(WAITING))).label("waiting"),
        _sum(and_(to_do, Ticket.state == TicketState.IN_PREP)).label("begun"),
        _sum(and_(to_do, Ticket.state == TicketState.HELD)).label("later"),
        func.sum(case((made, func.coalesce(TicketItem.weighed_grams, TicketItem.quantity)), else_=0)).label("made"),
    )
    rows = session.execute(
        select(TicketItem.sku, TicketItem.unit, *sums)
        .join(Ticket, Ticket.id == TicketItem.ticket_id)
        .where(Ticket.stall_id == stall_id, TicketItem.sku > after, or_(and_(to_do, Ticket.state.in_(OPEN)), made))
        .group_by(TicketItem.sku, TicketItem.unit)
        .order_by(TicketItem.sku)
        .limit(count)
    ).all()
    names = _names(session, [row.sku for row in rows])
    return [
        {
            "sku": row.sku, "names": names.get(row.sku, {}), "unit": str(Unit(row.unit)),
            "waiting": int(row.waiting), "begun": int(row.begun), "later": int(row.later), "made": int(row.made),
        }
        for row in rows
    ]  # fmt: skip


def _sum(where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((where, TicketItem.quantity), else_=0))


def _names(session: Session, skus: Sequence[str]) -> dict[str, dict[str, str]]:
    return {item.sku: item.names for item in session.scalars(select(Item).where(Item.sku.in_(skus)))}
