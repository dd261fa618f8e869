"""The stall claims a ticket, ticks off its items, and has it ready; until it is staged it can be recalled."""

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import RefundReason
from picking.people.model import Person
from picking.stations.events import TicketClaimed, TicketReady, TicketRecalled
from picking.stations.goods import give_up_rest, take_goods
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import items_of, open_for_making, push_ticket
from picking.stations.sheets import print_food_labels


def claim(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Begin a ticket; needs a person of its stall. Somebody else's is refused by name."""
    ticket = open_for_making(work, ticket_id)
    if ticket.state is TicketState.IN_PREP and ticket.person_id not in (None, work.by.person_id):
        holder = work.find(Person, ticket.person_id)
        raise Refusal("ticket_taken", ticket=ticket.number, person=holder.name if holder else "")
    work.step(ticket, TicketStep.CLAIM)
    ticket.person_id = work.by.person_id
    ticket.claimed_at = work.now
    work.tell(TicketClaimed(ticket.id, ticket.sub_order_id))
    push_ticket(work, ticket)
    return ticket


def unclaim(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Put a ticket back that was claimed by mistake; ticked items stay ticked."""
    ticket = open_for_making(work, ticket_id)
    work.step(ticket, TicketStep.UNCLAIM)
    ticket.person_id = None
    ticket.claimed_at = None
    push_ticket(work, ticket)
    return ticket


def do_item(work: UnitOfWork, item_id: str) -> Ticket:
    """Tick off an item; the last one makes the ticket ready. What is sold by weight wants its weight first."""
    item = work.get(TicketItem, item_id)
    ticket = open_for_making(work, item.ticket_id)
    if item.is_decided:
        raise Refusal("already_done", thing="ticket item", state=str(ticket.state), step=str(TicketStep.DO_ITEM))
    _require_weight(item)
    work.step(ticket, TicketStep.DO_ITEM, item_id=item.id)
    item.done_at = work.now
    ready_when_decided(work, ticket)
    push_ticket(work, ticket)
    return ticket


def undo_item(work: UnitOfWork, item_id: str) -> Ticket:
    """Take back the tick of an item while the ticket is in the making; its weight is forgotten with it."""
    item = work.get(TicketItem, item_id)
    ticket = open_for_making(work, item.ticket_id)
    work.step(ticket, TicketStep.UNDO_ITEM, item_id=item.id)
    item.done_at = item.weighed_grams = None
    push_ticket(work, ticket)
    return ticket


def finish(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Tick off all that is left: the whole ticket is ready with one tap, once all is weighed that must be."""
    ticket = open_for_making(work, ticket_id)
    for item in items_of(work, ticket):
        if not item.is_decided:
            _require_weight(item)
            item.done_at = work.now
    make_ready(work, ticket)
    push_ticket(work, ticket)
    return ticket


def recall(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Take a ready ticket back into the making; not after it was staged."""
    ticket = open_for_making(work, ticket_id)
    if ticket.state is TicketState.STAGED:
        raise Refusal("ticket_staged", ticket=ticket.number)
    work.step(ticket, TicketStep.RECALL)
    ticket.ready_at = None
    ticket.person_id = work.by.person_id
    for item in items_of(work, ticket):
        item.done_at = None
    work.tell(TicketRecalled(ticket.id, ticket.order_id))
    push_ticket(work, ticket)
    return ticket


def ready_when_decided(work: UnitOfWork, ticket: Ticket) -> None:
    """Make a ticket ready as soon as none of its items is left to do."""
    if all(item.is_decided for item in items_of(work, ticket)):
        make_ready(work, ticket)


def make_ready(work: UnitOfWork, ticket: Ticket) -> None:
    """Take the goods out of stock, say what is delivered, pay back what is under, and tell that the ticket is ready."""
    work.step(ticket, TicketStep.FINISH)
    ticket.ready_at = work.now
    made = [item for item in items_of(work, ticket) if item.done_at is not None]
    take_goods(work, ticket, made)
    for item in made:
        orders.deliver_line(work, item.order_line_id, item.made)
        _refund_what_is_under(work, item)
    print_food_labels(work, ticket)
    work.tell(TicketReady(ticket.id, ticket.order_id))


def _require_weight(item: TicketItem) -> None:
    if item.wants_weight:
        raise Refusal("weight_needed", line=item.id)


def _refund_what_is_under(work: UnitOfWork, item: TicketItem) -> None:
    if item.weighed_grams is None:
        return
    give_up_rest(work, item)
    owed = item.quantity - item.weighed_grams - item.refunded  # made again: money that was paid back stays with them
    if owed > 0:
        item.refunded += owed
        orders.refund_line(work, item.order_line_id, owed, RefundReason.WEIGHT)
