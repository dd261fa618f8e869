"""What people call the things of an order's journal: lines by item and bin, bags by number, tickets by stall."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Stall, Zone
from picking.foundation.tables import Json
from picking.outbound.model import Bag
from picking.stations.model import Ticket
from picking.tasks.model import PickLine, PickTask


def things_of(session: Session, order_id: str) -> Mapping[str, Json]:
    """Give by id: `names` by language or a `number`, and for a pick line its bin, quantity and unit."""
    return {
        **_lines(session, order_id),
        **_tasks(session, order_id),
        **_tickets(session, order_id),
        **_bags(session, order_id),
    }


def _lines(session: Session, order_id: str) -> Mapping[str, Json]:
    rows = (
        select(PickLine.id, Item.names, PickLine.bin_id, PickLine.quantity, PickLine.unit)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickLine.order_id == order_id)
    )
    return {
        key: {"names": names, "bin": bin_id, "quantity": quantity, "unit": str(unit)}
        for key, names, bin_id, quantity, unit in session.execute(rows)
    }


def _tasks(session: Session, order_id: str) -> Mapping[str, Json]:
    rows = select(PickTask.id, Zone.names).join(Zone, Zone.id == PickTask.zone_id).where(PickTask.order_id == order_id)
    return {key: {"names": names} for key, names in session.execute(rows)}


def _tickets(session: Session, order_id: str) -> Mapping[str, Json]:
    rows = (
        select(Ticket.id, Ticket.number, Stall.names)
        .join(Stall, Stall.id == Ticket.stall_id)
        .where(Ticket.order_id == order_id)
    )
    return {key: {"names": names, "number": number} for key, number, names in session.execute(rows)}


def _bags(session: Session, order_id: str) -> Mapping[str, Json]:
    rows = select(Bag.id, Bag.n, Bag.total).where(Bag.order_id == order_id, Bag.n.is_not(None))
    return {key: {"number": f"{n}/{total}"} for key, n, total in session.execute(rows)}
