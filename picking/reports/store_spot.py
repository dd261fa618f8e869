"""One point of the store plan: the goods in its bins and who waits for them, its stall's tickets, what stands there."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, Stall
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.reports.store_plan import ON_THE_WALL
from picking.stations.model import Ticket
from picking.stock.model import Lot, OnHand
from picking.tasks.lifecycle import PICK_LINE
from picking.tasks.model import PickLine

ROWS_MAX = 60
"""So many of anything are shown of one point."""


def spot_now(session: Session, store_id: str, node: int, today: date) -> Json:
    """Give what stands at a point: bins with goods and open lines, stalls with tickets, slots and positions."""
    bins = select(Bin).where(Bin.store_id == store_id, Bin.node == node).order_by(Bin.id)
    stalls = select(Stall).where(Stall.store_id == store_id, Stall.node == node).order_by(Stall.id)
    return {
        "node": node,
        "bins": [_bin(session, each, today) for each in session.scalars(bins.limit(ROWS_MAX))],
        "stalls": [_stall(session, each) for each in session.scalars(stalls)],
        "places": [*_holding(session, store_id, node, "slot"), *_holding(session, store_id, node, "staging")],
    }


def _bin(session: Session, found: Bin, today: date) -> Json:
    goods = (
        select(Item.sku, Item.names, Item.unit, OnHand.quantity, Lot.expires_on)
        .join(Item, Item.sku == OnHand.sku)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.place == found.id, OnHand.quantity > 0)
        .order_by(Lot.expires_on, Item.sku)
    )
    return {
        "id": found.id,
        "kind": str(found.kind),
        "blocked": found.blocked,
        "goods": [
            {
                "sku": sku, "names": names, "unit": str(unit), "quantity": quantity,
                "expires_on": expires_on.isoformat() if expires_on else None,
                "expired": expires_on is not None and expires_on < today,
            }
            for sku, names, unit, quantity, expires_on in session.execute(goods.limit(ROWS_MAX))
        ],
        "lines": _lines(session, found),
    }  # fmt: skip


def _lines(session: Session, found: Bin) -> list[Json]:
    rows = (
        select(Order.id, Order.number, PickLine.state, PickLine.sku, PickLine.quantity, PickLine.unit)
        .join(PickLine, PickLine.order_id == Order.id)
        .where(PickLine.bin_id == found.id, PickLine.state.in_(PICK_LINE.open_states()))
        .order_by(Order.due_at, PickLine.id)
    )
    return [
        {
            "order_id": order_id, "number": number, "state": str(state), "sku": sku, "quantity": quantity,
            "unit": str(unit),
        }
        for order_id, number, state, sku, quantity, unit in session.execute(rows.limit(ROWS_MAX))
    ]  # fmt: skip


def _stall(session: Session, stall: Stall) -> Json:
    rows = (
        select(Order.id, Order.number, Ticket.state, Ticket.due_at)
        .join(Ticket, Ticket.order_id == Order.id)
        .where(Ticket.stall_id == stall.id, Ticket.state.in_(ON_THE_WALL))
        .order_by(Ticket.due_at, Ticket.id)
    )
    tickets = [
        {"order_id": order_id, "number": number, "state": str(state), "due_at": due_at.isoformat()}
        for order_id, number, state, due_at in session.execute(rows.limit(ROWS_MAX))
    ]
    return {"id": stall.id, "names": stall.names, "tickets": tickets}


def _holding(session: Session, store_id: str, node: int, kind: str) -> Sequence[Json]:
    """Give slots or staging positions with the order in each."""
    model = OutboundSlot if kind == "slot" else StagingPosition
    rows = (
        select(model.id, model.state, Order.id, Order.number)
        .join(Order, Order.id == model.order_id, isouter=True)
        .where(model.store_id == store_id, model.node == node)
        .order_by(model.id)
    )
    return [
        {"kind": kind, "id": key, "state": str(state), "order_id": order_id, "number": number}
        for key, state, order_id, number in session.execute(rows.limit(ROWS_MAX))
    ]
