"""A ticket is made, waits for its time, and comes onto the stall's wall at a place that stays its own."""

from sqlalchemy import func, select

from picking.floor.model import Stall
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import OrderLine, SubOrder
from picking.stations import leads
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import open_ticket, push_ticket
from picking.stations.sheets import print_ticket


def make_ticket(work: UnitOfWork, sub_order_id: str) -> Ticket:
    """Make the ticket of a released sub-order; one that is there already, and not voided, is given back.

    It is held until its order's meeting less what it takes this stall with what is before it, and fired at once when
    that is over; an order without a meeting counts back from its due time.
    """
    sub_order = work.get(SubOrder, sub_order_id, lock=True)
    known = live_ticket(work, sub_order_id)
    if known is not None:
        return known
    if sub_order.stall_id is None:
        raise Refusal("no_stall_for_ticket", sub_order=sub_order.number)
    ticket = _lay_out(work, sub_order, sub_order.stall_id)
    if ticket.fire_at <= work.now:
        _fire(work, ticket)
    else:
        push_ticket(work, ticket)
    return ticket


def fire(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Bring a held ticket onto the wall before its time; a lead's word."""
    work.by.require("stall.lead")
    ticket, _ = open_ticket(work, ticket_id)
    _fire(work, ticket)
    return ticket


def fire_held(work: UnitOfWork, order_id: str) -> None:
    """Bring all held tickets of an order onto the wall at once: somebody said now."""
    held = select(Ticket.id).where(Ticket.order_id == order_id, Ticket.state == TicketState.HELD)
    for ticket_id in work.session.scalars(held.order_by(Ticket.id)).all():
        _fire(work, work.get(Ticket, ticket_id, lock=True))


def time_held(work: UnitOfWork, order_id: str) -> None:
    """Count the starts of an order's held tickets anew: its meeting has moved."""
    held = select(Ticket.id).where(Ticket.order_id == order_id, Ticket.state == TicketState.HELD)
    for ticket_id in work.session.scalars(held.order_by(Ticket.id)).all():
        ticket = work.get(Ticket, ticket_id, lock=True)
        sub_order = work.get(SubOrder, ticket.sub_order_id)
        ticket.fire_at = leads.fire_at(work, sub_order, leads.ticket_part(work, sub_order))
        if ticket.fire_at <= work.now:
            _fire(work, ticket)
        else:
            ticket.deadline_at = ticket.fire_at
            push_ticket(work, ticket)


def fire_due(work: UnitOfWork, ticket: Ticket) -> None:
    """Bring a ticket onto the wall when its time has come; ends the wait of HELD."""
    _fire(work, ticket)


def requeue_due(work: UnitOfWork, ticket: Ticket) -> None:
    """Bring a ticket that is made again back onto the wall; ends the wait of REMAKE."""
    work.step(ticket, TicketStep.REQUEUE)
    push_ticket(work, ticket)


def next_place(work: UnitOfWork, stall_id: str) -> int:
    """Give the place behind the last one of a stall's wall; its row is locked so that no place is given twice."""
    work.get(Stall, stall_id, lock=True)
    last = work.session.scalar(select(func.max(Ticket.place)).where(Ticket.stall_id == stall_id))
    return (last or 0) + 1


def live_ticket(work: UnitOfWork, sub_order_id: str) -> Ticket | None:
    """Give a sub-order's ticket that is not voided, if there is one."""
    return work.session.scalar(
        select(Ticket).where(Ticket.sub_order_id == sub_order_id, Ticket.state != TicketState.VOIDED)
    )


def _fire(work: UnitOfWork, ticket: Ticket) -> None:
    ticket.load_seconds, ticket.load_tickets = leads.load(work, ticket.stall_id)
    work.step(ticket, TicketStep.FIRE)
    ticket.fire_at = work.now  # what came late did not begin before it came: pace and learning count from here
    print_ticket(work, ticket)
    push_ticket(work, ticket)


def _lay_out(work: UnitOfWork, sub_order: SubOrder, stall_id: str) -> Ticket:
    lines = leads.lines_of(work, sub_order.id)
    part = leads.ticket_part(work, sub_order)
    ticket = work.add(
        Ticket(
            id=work.ids.new(), store_id=sub_order.store_id, order_id=sub_order.order_id, sub_order_id=sub_order.id,
            stall_id=stall_id, number=sub_order.number, work_type=sub_order.work_type,
            place=next_place(work, stall_id), due_at=sub_order.due_at,
            prep_seconds=leads.own_seconds(work, lines), fire_at=leads.fire_at(work, sub_order, part),
        )
    )  # fmt: skip
    ticket.deadline_at = max(ticket.fire_at, work.now)
    work.session.flush()  # the items name it
    for line, _ in lines:
        work.add(_item(work, ticket, line))
    work.session.flush()
    return ticket


def _item(work: UnitOfWork, ticket: Ticket, line: OrderLine) -> TicketItem:
    return TicketItem(
        id=work.ids.new(), ticket_id=ticket.id, order_line_id=line.id, sku=line.sku, unit=line.unit,
        quantity=line.quantity, options=line.options, note=line.note,
    )  # fmt: skip
