"""An order is to be cancelled: every hand that holds its goods is asked, and what was picked comes back."""

from sqlalchemy import select

from picking.devices import commands as devices
from picking.devices.events import DeviceLost
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import CancelAsked, CancelRefused, OrderCancelled
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, SubOrder
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.outbound.open import live_bags
from picking.stations import commands as stations
from picking.stations.events import TicketVoided
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import has_pending_voids
from picking.tasks import commands as tasks
from picking.tasks.events import HolderStopped
from picking.tasks.queries import stops_awaited

ARRIVED = (SubOrderState.STAGED, SubOrderState.AT_OUTBOUND)
TO_MAKE = (TicketState.HELD, TicketState.QUEUED)


def stop_the_floor(work: UnitOfWork, event: CancelAsked) -> None:
    """Hold everything; where nobody holds anything and no bag is in a slot, the floor's answer is yes at once."""
    order = work.get(Order, event.order_id, lock=True)
    outbound.hold_back(work, order.id)
    in_hand = tasks.stop_order(work, order.id)
    at_stall = stations.stop_tickets(work, order.id)
    in_slot = _bags_in_slot(work, order.id)
    if not (in_hand or at_stall or in_slot):
        orders.confirm_cancellation(work, order.id, untouched=True)
    elif in_slot:
        alert = {"code": "cancel_asked", "order_id": order.id, "facts": {"number": order.number}}
        work.push(f"outbound:{order.store_id}", "alert", alert)


def follow_answer(work: UnitOfWork, event: HolderStopped | TicketVoided) -> None:
    """Cancel the order when the last one who was asked has answered and no bag in a slot waits for its own answer."""
    order = work.get(Order, event.order_id)
    if isinstance(event, TicketVoided) and event.made:
        outbound.waste_ticket_bag(work, event.ticket_id, "cancelled")
        outbound.take_back_part(work, event.ticket_id)
    if order.state is OrderState.CANCEL_PENDING and not _awaited(work, order.id) and not _bags_in_slot(work, order.id):
        orders.confirm_cancellation(work, order.id, untouched=False)


def confirm_cancellation(work: UnitOfWork, order_id: str) -> Order:
    """Say for the floor that an order's bags stand still; refuses while a hand or a stall has not answered.

    For whoever works the outbound shelf; a lead need not wait for the others.
    """
    if not work.by.may("orders.cancel_answer"):
        work.by.require("outbound")
        if _awaited(work, order_id):
            raise Refusal("holders_not_stopped", number=work.get(Order, order_id).number)
    return orders.confirm_cancellation(work, order_id, untouched=False)


def free_work(work: UnitOfWork, event: DeviceLost) -> None:
    """Free the work of whoever held a device that is missed; the next person sees what is in the basket."""
    if event.person_id is not None:
        tasks.fall_silent(work, event.person_id)


def go_on(work: UnitOfWork, event: CancelRefused) -> None:
    """Let everybody go on where they stood."""
    tasks.withdraw_stop(work, event.order_id)
    stations.withdraw_voids(work, event.order_id)
    for part_id in _made_again(work, event.order_id):
        orders.fall_back_sub_order(work, part_id)
    outbound.order_ready(work, event.order_id)


def bring_it_back(work: UnitOfWork, event: OrderCancelled) -> None:
    """Strike the tickets through, free the shelves, drop the prints, and make put-backs of what was picked."""
    stations.void_all(work, event.order_id)
    slots = {bag.task_id: bag.slot_id for bag in _bags_in_slot(work, event.order_id) if bag.task_id and bag.slot_id}
    outbound.release_order_places(work, event.order_id)
    tasks.cancel_tasks(work, event.order_id, slots)
    devices.drop_order(work, event.order_id)


def _made_again(work: UnitOfWork, order_id: str) -> list[str]:
    """List the parts that had arrived and whose goods the stall has thrown away meanwhile: it makes them again."""
    parts = select(SubOrder.id).join(Ticket, Ticket.sub_order_id == SubOrder.id)
    again = parts.where(SubOrder.order_id == order_id, SubOrder.state.in_(ARRIVED), Ticket.state.in_(TO_MAKE))
    return list(work.session.scalars(again.order_by(SubOrder.id)))


def _awaited(work: UnitOfWork, order_id: str) -> bool:
    return bool(stops_awaited(work.session, order_id)) or has_pending_voids(work.session, order_id)


def _bags_in_slot(work: UnitOfWork, order_id: str) -> list[Bag]:
    return [bag for bag in live_bags(work.session, order_id) if bag.state is BagState.IN_SLOT]
