"""What is said about a ticket beside making it: hurry, on paper, another stall, made again, cannot be made."""

from collections.abc import Collection, Sequence

from picking.floor.model import Stall
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import RefundReason
from picking.stations.commands.making import ready_when_decided
from picking.stations.commands.ordering import next_place
from picking.stations.events import TicketRemade, TicketSoldOut
from picking.stations.goods import give_back_goods, mark_wasted, open_allocations
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import items_of, open_for_making, open_ticket, push_ticket, require_hand_of_stall
from picking.stations.sheets import print_slip_again, print_ticket
from picking.stock import commands as stock, queries as stock_queries

NO_GOODS = "no_goods"  # the reason that also empties the bin in the books


def hurry(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Mark a ticket as wanted soon; the wall does not move."""
    if not work.by.may("desk"):
        work.by.require("stall.lead")
    ticket, _ = open_ticket(work, ticket_id)
    work.step(ticket, TicketStep.HURRY)
    ticket.hurried = True
    push_ticket(work, ticket)
    return ticket


def print_again(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Print a copy of a ticket's slip: when the screen goes dark, the stall goes on from paper."""
    ticket, _ = open_ticket(work, ticket_id)
    require_hand_of_stall(work, ticket)
    print_slip_again(work, ticket)
    return ticket


def pass_to(work: UnitOfWork, ticket_id: str, stall_id: str) -> Ticket:
    """Give a ticket to another open stall of its kind; there it stands behind what came before."""
    work.by.require("stall.lead")
    ticket, _ = open_ticket(work, ticket_id)
    stall = work.get(Stall, stall_id)
    if stall.id == ticket.stall_id or stall.work_type is not ticket.work_type or not stall.is_open:
        raise Refusal("stall_cannot_make", stall=stall_id, ticket=ticket.number)
    before = ticket.stall_id
    work.step(ticket, TicketStep.PASS, from_stall=before, to_stall=stall_id)
    ticket.stall_id, ticket.place = stall_id, next_place(work, stall_id)
    ticket.person_id = ticket.claimed_at = None
    push_ticket(work, ticket, before)
    push_ticket(work, ticket)
    return ticket


def remake(work: UnitOfWork, ticket_id: str, reason: str) -> Ticket:
    """Throw a ready ticket's goods away and make it again; once it is staged only a lead may.

    Where no goods are left to make it from, it is sold out instead.
    """
    if not reason:
        raise invalid("reason", "say why it is made again")
    ticket, _ = open_ticket(work, ticket_id)
    work.by.require("stall.lead" if ticket.state is TicketState.STAGED else "stall")
    work.step(ticket, TicketStep.REMAKE, reason=reason)
    ticket.reason, ticket.remakes = reason, ticket.remakes + 1
    ticket.person_id = ticket.claimed_at = ticket.ready_at = None
    mark_wasted(work, ticket)
    work.tell(TicketRemade(ticket.id, ticket.sub_order_id, ticket.order_id))
    items = [item for item in items_of(work, ticket) if item.sold_out_at is None]
    for item in items:
        item.done_at = item.weighed_grams = None
    if _reserve_again(work, ticket, items):
        work.step(ticket, TicketStep.REQUEUE)
        ticket.fire_at = work.now
        print_ticket(work, ticket)
    else:
        _sell_out_all(work, ticket, items, NO_GOODS)
    push_ticket(work, ticket)
    return ticket


def sell_out(work: UnitOfWork, ticket_id: str, reason: str, item_ids: Collection[str] | None = None) -> Ticket:
    """Say that a ticket, or some of its items, cannot be made: left out and refunded.

    With the reason `no_goods` the stall's bin counts as empty, so that nobody can order the item any more.
    """
    if not reason:
        raise invalid("reason", "say why it cannot be made")
    ticket = open_for_making(work, ticket_id)
    open_items = [item for item in items_of(work, ticket) if not item.is_decided]
    chosen = [item for item in open_items if item_ids is None or item.id in item_ids]
    if not chosen:
        raise Refusal("nothing_left_to_make", ticket=ticket.number)
    if any(item.sold_out_at is None for item in items_of(work, ticket) if item not in chosen):
        _leave_out(work, ticket, chosen, reason)
        if ticket.state is TicketState.IN_PREP:
            ready_when_decided(work, ticket)
    else:
        _sell_out_all(work, ticket, chosen, reason)
    push_ticket(work, ticket)
    return ticket


def _sell_out_all(work: UnitOfWork, ticket: Ticket, items: Sequence[TicketItem], reason: str) -> None:
    work.step(ticket, TicketStep.SELL_OUT, reason=reason)
    ticket.reason = reason
    _leave_out(work, ticket, items, reason)
    work.tell(TicketSoldOut(ticket.id, ticket.sub_order_id, ticket.order_id))


def _leave_out(work: UnitOfWork, ticket: Ticket, items: Sequence[TicketItem], reason: str) -> None:
    give_back_goods(work, ticket, items)
    for item in items:
        item.sold_out_at = work.now
        _give_up_stock(work, item, emptied=reason == NO_GOODS)
        orders.deliver_line(work, item.order_line_id, 0)
        orders.refund_line(work, item.order_line_id, item.quantity - item.refunded, RefundReason.SHORT)
        work.note(ticket, "leave_out", item_id=item.id, sku=item.sku, reason=reason)


def _give_up_stock(work: UnitOfWork, item: TicketItem, *, emptied: bool) -> None:
    allocations = open_allocations(work.session, item.order_line_id)
    if emptied:
        mine = {allocation.id for allocation in allocations}
        for bin_id in sorted({allocation.bin_id for allocation in allocations}):
            stock.declare_empty(work, bin_id, item.sku, NO_GOODS, leave=mine)
    for allocation in allocations:
        stock.give_up(work, allocation.id)
    stock.give_up_unallocated(work, item.order_line_id)


def _reserve_again(work: UnitOfWork, ticket: Ticket, items: Sequence[TicketItem]) -> bool:
    """Reserve goods for a second making, all or none; false where there are not enough."""
    wanted: dict[str, int] = {}
    for item in items:
        wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
    available = stock_queries.availability(work.session, ticket.store_id, sorted(wanted))
    if any(available.get(sku, 0) < quantity for sku, quantity in wanted.items()):
        return False
    for item in items:
        stock.reserve_extra(work, ticket.order_id, item.order_line_id, item.sku, item.quantity)
    return True
