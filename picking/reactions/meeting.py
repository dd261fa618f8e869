"""The parts of an order meet: bags are packed, stall goods are staged and moved, the last bag makes it ready."""

from sqlalchemy import select

from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import Order, SubOrder
from picking.outbound import commands as outbound
from picking.outbound.events import BagInSlot, BagReopened, PartStaged, StagingComplete
from picking.outbound.model import StagedPart
from picking.outbound.packing import Goods
from picking.outbound.queries import task_bags_away
from picking.stations import commands as stations
from picking.stations.events import TicketReady, TicketRecalled, TicketRemade, TicketSoldOut, TicketStaged
from picking.stations.model import Ticket
from picking.stations.queries import made_goods
from picking.tasks import commands as tasks
from picking.tasks.events import PickTaskEmpty, PickTaskPicked
from picking.tasks.model import FloorTaskKind, PickLine, PickTask


def plan_bags(work: UnitOfWork, event: PickTaskPicked) -> None:
    """Say which goods go into which bag."""
    picked = select(PickLine).where(PickLine.task_id == event.task_id, PickLine.picked > 0).order_by(PickLine.id)
    goods = [
        Goods(line.order_line_id, line.sku, line.lot_id, line.unit, line.picked, line.id)
        for line in work.session.scalars(picked)
    ]
    outbound.plan_bags(work, event.task_id, order_id=event.order_id, goods=goods)
    tasks.pack_task(work, event.task_id)


def bag_what_is_ready(work: UnitOfWork, event: TicketReady) -> None:
    """Close what the stall has made into a bag, and keep a staging position for the order."""
    made = made_goods(work.session, event.ticket_id)
    goods = [Goods(each.order_line_id, each.sku, each.lot_id, each.unit, each.quantity) for each in made]
    stall_id = work.get(Ticket, event.ticket_id).stall_id
    bag = outbound.bag_ticket(work, event.ticket_id, order_id=event.order_id, goods=goods, stall_id=stall_id)
    outbound.reserve_staging(work, event.order_id, bag.temperature_class)


def drop_bag(work: UnitOfWork, event: TicketRecalled) -> None:
    """Empty the bag of a ticket that goes back into the making."""
    outbound.drop_ticket_bag(work, event.ticket_id)


def waste_bag(work: UnitOfWork, event: TicketRemade) -> None:
    """Throw the goods away, wherever they stand; the part is in work again."""
    outbound.waste_ticket_bag(work, event.ticket_id, "remade")
    outbound.take_back_part(work, event.ticket_id)
    orders.fall_back_sub_order(work, event.sub_order_id)


def go_on_without(work: UnitOfWork, event: TicketSoldOut) -> None:
    """Let the order go on without what the stall cannot make; the other parts may be complete now."""
    orders.empty_sub_order(work, event.sub_order_id)
    outbound.recheck_parts(work, event.order_id)
    outbound.recount_bags(work, event.order_id)


def recount(work: UnitOfWork, event: PickTaskEmpty) -> None:
    """Number the order's bags again: one that was foreseen will not come."""
    outbound.recount_bags(work, work.get(PickTask, event.task_id).order_id)


def stage_ticket(work: UnitOfWork, event: PartStaged) -> None:
    """Note at the stall that its goods are on the staging shelf."""
    stations.stage_ticket(work, event.ticket_id)


def stage_part(work: UnitOfWork, event: TicketStaged) -> None:
    """Note that the part waits for its siblings; one that went straight to the slot does not."""
    if work.get(SubOrder, event.sub_order_id).state is SubOrderState.IN_WORK:
        orders.stage_sub_order(work, event.sub_order_id)


def ask_to_move(work: UnitOfWork, event: StagingComplete) -> None:
    """Ask for the one move from the staging shelf to the slot."""
    order = work.get(Order, event.order_id)
    slot = outbound.reserve_slot(work, order.id)
    subject = {"order_id": order.id, "number": order.number, "slot": slot.id if slot else None}
    tasks.ask(work, FloorTaskKind.MOVE, _move_key(order.id), subject, order.due_at, order_id=order.id)


def follow_bag(work: UnitOfWork, event: BagInSlot) -> None:
    """Let the part arrive with its last bag, and end the move with the order's last stall goods."""
    if event.task_id is not None and task_bags_away(work.session, event.task_id):
        tasks.put_away_task(work, event.task_id)
    if event.ticket_id is not None:
        ticket = stations.stage_ticket(work, event.ticket_id)
        orders.arrive_sub_order(work, ticket.sub_order_id)
        staged = select(StagedPart.ticket_id).where(StagedPart.order_id == event.order_id)
        if work.session.scalar(staged.limit(1)) is None:
            tasks.drop(work, _move_key(event.order_id))


def fall_back(work: UnitOfWork, event: BagReopened) -> None:
    """Take the part back into work when a bag that stood in the slot was opened."""
    if not event.was_in_slot:
        return
    if event.task_id is not None:
        orders.fall_back_sub_order(work, work.get(PickTask, event.task_id).sub_order_id)
    elif event.ticket_id is not None:
        orders.fall_back_sub_order(work, work.get(Ticket, event.ticket_id).sub_order_id)


def _move_key(order_id: str) -> str:
    return f"move:{order_id}"
