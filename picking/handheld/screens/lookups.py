"""Looking things up: any bin or item scanned at home shows what the books say, and changes nothing."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Basket, Bin
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.freshness import freshness_shown
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import Option
from picking.handheld.screens.kind import ScanHandler
from picking.handheld.standing import Standing
from picking.handheld.walk import basket_shown, bin_shown
from picking.orders.model import Order
from picking.outbound.model import Bag, OutboundSlot, StagingPosition
from picking.people.model import Person
from picking.stations.model import Ticket
from picking.stock.model import Lot, OnHand, StockLevel
from picking.tasks.queries import IN_HAND, task_of_basket

ROWS_MAX = 10


def show(at: Standing) -> Json:
    """Show the thing that was scanned last, as it is now."""
    kind, key = at.facts["kind"], at.facts["key"]
    return {"kind": kind, "about": SHOWN[Kind(kind)](at, key), "scan_now": []}


def looked_up(at: Standing, meaning: Meaning) -> Said:
    """Show what was scanned."""
    at.go("info", kind=str(meaning.kind), key=meaning.key)
    return right(f"this_is_{meaning.kind}", name=meaning.name)


def leave(at: Standing, _: Json) -> Said:
    """Go home."""
    at.go("home")
    return right("wants_home")


def _bin(at: Standing, bin_id: str) -> Json:
    lots = _lots(at.work.session, OnHand.place == bin_id)
    return {"bin": bin_shown(at.work.get(Bin, bin_id)), "lots": [_lot_shown(at, *row) for row in lots]}


def _item(at: Standing, sku: str) -> Json:
    item = at.work.get(Item, sku)
    level = at.work.find(StockLevel, (at.store_id, sku))
    lots = _lots(at.work.session, OnHand.store_id == at.store_id, OnHand.sku == sku, ~OnHand.place.startswith("~"))
    return {
        "sku": sku,
        "item": item.name(at.language),
        "unit": str(item.unit),
        "on_hand": level.on_hand if level else 0,
        "reserved": level.locked + level.committed if level else 0,
        "lots": [_lot_shown(at, *row) for row in lots],
    }


def _lots(session: Session, *conditions: ColumnElement[bool]) -> list[tuple[OnHand, Lot, Item]]:
    rows = (
        select(OnHand, Lot, Item).join(Lot, Lot.id == OnHand.lot_id).join(Item, Item.sku == OnHand.sku)
        .where(OnHand.quantity > 0, *conditions).order_by(Lot.expires_on, OnHand.place).limit(ROWS_MAX)
    )  # fmt: skip
    return [(on_hand, lot, item) for on_hand, lot, item in session.execute(rows)]


def _lot_shown(at: Standing, on_hand: OnHand, lot: Lot, item: Item) -> Json:
    return {
        "bin": place_name(on_hand.place),
        "sku": item.sku,
        "item": item.name(at.language),
        "lot": lot.code,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
        "quantity": on_hand.quantity,
        "unit": str(item.unit),
        "freshness": freshness_shown(item, lot, at.today),
    }


def _order(at: Standing, order_id: str) -> Json:
    order = at.work.get(Order, order_id)
    bags = at.work.session.scalars(select(func.count()).where(Bag.order_id == order_id)).one()
    return {"order": order.number, "state": str(order.state), "due_at": order.due_at.isoformat(), "bags": bags}


def _bag(at: Standing, bag_id: str) -> Json:
    bag = at.work.get(Bag, bag_id)
    slot = place_name(bag.slot_id) if bag.slot_id else None
    return {**_order(at, bag.order_id), "n": bag.n, "bag_state": str(bag.state), "slot": slot}


def _slot(at: Standing, slot_id: str) -> Json:
    slot = at.work.get(OutboundSlot, slot_id)
    inside = at.work.session.scalars(select(func.count()).where(Bag.slot_id == slot_id, Bag.state == "IN_SLOT")).one()
    order = at.work.find(Order, slot.order_id) if slot.order_id else None
    return {
        "slot": place_name(slot.id),
        "state": str(slot.state),
        "order": order.number if order else None,
        "bags": inside,
    }


def _staging(at: Standing, position_id: str) -> Json:
    position = at.work.get(StagingPosition, position_id)
    order = at.work.find(Order, position.order_id) if position.order_id else None
    return {
        "position": place_name(position.id),
        "state": str(position.state),
        "order": order.number if order else None,
    }


def _basket(at: Standing, basket_id: str) -> Json:
    task = task_of_basket(at.work.session, at.store_id, basket_id)
    order = at.work.find(Order, task.order_id) if task else None
    holder = at.work.find(Person, task.person_id) if task and task.person_id else None
    return {
        "basket": basket_shown(at.work.get(Basket, basket_id)),
        "order": order.number if order else None,
        "task_id": task.id if task else None,
        "state": str(task.state) if task else None,
        "holder": holder.name if holder else None,
    }


def is_basket_in_hand(at: Standing) -> bool:
    """Tell whether the basket that was looked up is in somebody's hands, so that it could be taken over."""
    if at.facts["kind"] != Kind.BASKET:
        return False
    task = task_of_basket(at.work.session, at.store_id, at.facts["key"])
    return task is not None and task.state in IN_HAND and task.person_id != at.person_id


def task_looked_up(at: Standing) -> list[Option]:
    """Offer the task whose basket was looked up."""
    task = task_of_basket(at.work.session, at.store_id, at.facts["key"])
    return [Option(task.id, at.work.get(Order, task.order_id).number)] if task else []


def _ticket(at: Standing, ticket_id: str) -> Json:
    ticket = at.work.get(Ticket, ticket_id)
    return {"ticket": ticket.number, "state": str(ticket.state), "due_at": ticket.due_at.isoformat()}


SHOWN: Mapping[Kind, Callable[[Standing, str], Json]] = {
    Kind.BIN: _bin,
    Kind.ITEM: _item,
    Kind.BASKET: _basket,
    Kind.BAG: _bag,
    Kind.SLOT: _slot,
    Kind.STAGING: _staging,
    Kind.ORDER: _order,
    Kind.TICKET: _ticket,
}
SCANS: dict[Kind, ScanHandler] = dict.fromkeys(SHOWN, looked_up)
