"""Opens a ticket for a command: the order's row is locked first, so that a cancel and the stall cannot cross."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.people.model import Person
from picking.stations.model import Ticket, TicketItem
from picking.stations.scales import push_scales
from picking.stations.views import ticket_view


def open_ticket(work: UnitOfWork, ticket_id: str) -> tuple[Ticket, Order]:
    """Lock a ticket's order, then the ticket."""
    order = work.get(Order, work.get(Ticket, ticket_id).order_id, lock=True)
    return work.get(Ticket, ticket_id, lock=True), order


def open_for_making(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Open a ticket for somebody of its stall who makes it; refuses strangers and stopped orders."""
    ticket, order = open_ticket(work, ticket_id)
    require_hand_of_stall(work, ticket)
    if order.state is OrderState.CANCEL_PENDING:
        raise Refusal("ticket_stopped", ticket=ticket.number)
    return ticket


def items_of(work: UnitOfWork, ticket: Ticket) -> Sequence[TicketItem]:
    """List a ticket's items in their order on the slip."""
    return work.session.scalars(
        select(TicketItem).where(TicketItem.ticket_id == ticket.id).order_by(TicketItem.id)
    ).all()


def push_ticket(work: UnitOfWork, ticket: Ticket, stall_id: str | None = None) -> None:
    """Tell the stall's screen that a ticket has changed, with the whole ticket: a screen need not ask for it.

    What the stall's scale weighs next may have changed with it.
    """
    work.session.flush()
    body = {"ticket_id": ticket.id, "number": ticket.number, "state": str(ticket.state), "place": ticket.place}
    body["ticket"] = ticket_view(work.session, ticket)
    work.push(f"station:{stall_id or ticket.stall_id}", "ticket", body)
    push_scales(work, stall_id or ticket.stall_id)


def require_hand_of_stall(work: UnitOfWork, ticket: Ticket) -> None:
    """Refuse strangers. A system actor and a lead may work anywhere; others where their skills name the stall."""
    work.by.require("stall")
    if work.by.is_system or work.by.may("stall.lead"):
        return
    person = work.find(Person, work.by.person_id) if work.by.person_id else None
    if person is None or ticket.stall_id not in person.skills:
        raise Refusal("not_of_this_stall", Kind.FORBIDDEN, stall=ticket.stall_id)
