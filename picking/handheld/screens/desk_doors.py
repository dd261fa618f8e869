"""What a scan at home starts: a rider's or customer's code, a bag that comes back, goods to put back, move or stage."""

from sqlalchemy import select

from picking.aftersales.counter import is_for_the_counter, orders_numbered
from picking.handheld.answer import Said, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens import customer_return, pickup, return_in, scan_out, stage
from picking.handheld.screens.kind import ScanHandler
from picking.handheld.screens.lookups import looked_up
from picking.handheld.standing import Standing
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import BagState
from picking.outbound.model import StagedPart
from picking.stations.lifecycle import TicketState
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import FloorTaskState
from picking.tasks.model import FloorTask, FloorTaskKind
from picking.tasks.queries import put_back_at


def basket_scanned(at: Standing, basket: Meaning) -> Said:
    """Begin to put back what lies in the basket of a cancelled order; any other basket is looked up."""
    return _put_back(at, basket.key) or looked_up(at, basket)


def slot_scanned(at: Standing, slot: Meaning) -> Said:
    """Begin to put back what stands in the slot of a cancelled order; any other slot is looked up."""
    return _put_back(at, slot.key) or looked_up(at, slot)


def _put_back(at: Standing, where: str) -> Said | None:
    put_back = put_back_at(at.work.session, at.store_id, where)
    if put_back is None:
        return None
    tasks.start_put_back(at.work, put_back.id, where)
    at.go("home")
    return right("put_back_begun", order=at.work.get(Order, put_back.order_id).number)


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take in a bag that comes back, take a stall's bag in hand; any other bag is looked up."""
    bag, _ = meaning.thing
    order = at.work.get(Order, bag.order_id)
    if order.state is OrderState.RETURNING and bag.state is BagState.HANDED_OVER:
        return return_in.begin(at, meaning)
    back = _brought_back(at, order)
    if back is not None:
        return back
    is_part = at.work.find(StagedPart, bag.ticket_id) is not None if bag.ticket_id else True
    if not is_part and bag.state in (BagState.SEALED, BagState.LABELLED):
        return stage.bag_scanned(at, meaning)
    return looked_up(at, meaning)


def order_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take back goods of an order the customer has; any other order is looked up."""
    return _brought_back(at, meaning.thing) or looked_up(at, meaning)


def elsewhere_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take back goods of another store's order."""
    at.work.by.require("return_in")
    return customer_return.begin(at, meaning.thing)


def _brought_back(at: Standing, order: Order) -> Said | None:
    """Begin a return with an order of this number the customer may bring back; numbers begin anew each morning."""
    if not at.work.by.may("return_in"):
        return None
    if is_for_the_counter(at.work.session, at.store_id, order):
        return customer_return.begin(at, order)
    if not order.is_final:
        return None
    older = orders_numbered(at.work.session, at.store_id, order.number)
    return customer_return.begin(at, older[0]) if older else None


def ticket_scanned(at: Standing, ticket: Meaning) -> Said:
    """Take a ready ticket's goods in hand; any other ticket is looked up."""
    if ticket.thing.state is TicketState.READY:
        return stage.ticket_scanned(at, ticket)
    return looked_up(at, ticket)


def position_scanned(at: Standing, position: Meaning) -> Said:
    """Begin the move of what stands complete on this position; any other position is looked up."""
    moves = select(FloorTask).where(
        FloorTask.store_id == at.store_id,
        FloorTask.order_id == position.thing.order_id,
        FloorTask.kind == FloorTaskKind.MOVE,
        FloorTask.state == FloorTaskState.NEW,
    )
    move = at.work.session.scalars(moves.limit(1)).first() if position.thing.order_id else None
    if move is None or not at.work.by.may("move"):
        return looked_up(at, position)
    tasks.take_floor_task(at.work, move.id)
    at.go("home", so_far={"position_id": position.key})
    return right("work_taken")


SCANS: dict[Kind, ScanHandler] = {
    Kind.BASKET: basket_scanned,
    Kind.SLOT: slot_scanned,
    Kind.BAG: bag_scanned,
    Kind.ORDER: order_scanned,
    Kind.ELSEWHERE: elsewhere_scanned,
    Kind.TICKET: ticket_scanned,
    Kind.STAGING: position_scanned,
    Kind.RIDER: scan_out.rider_scanned,
    Kind.SHOPPER: pickup.code_scanned,
}
