"""A ticket leaves the stall: staged, out of the door, or struck through and bumped off the wall."""

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.events import TicketStaged
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket
from picking.stations.open import open_ticket, push_ticket


def stage_ticket(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Note that a ready ticket's goods are on the staging shelf; nothing changes where they already were."""
    ticket, _ = open_ticket(work, ticket_id)
    if ticket.state is TicketState.STAGED:
        return ticket
    work.step(ticket, TicketStep.STAGE)
    work.tell(TicketStaged(ticket.id, ticket.sub_order_id, ticket.order_id))
    push_ticket(work, ticket)
    return ticket


def hand_over_tickets(work: UnitOfWork, order_id: str) -> None:
    """Close the tickets of an order that has left the store."""
    staged = select(Ticket).where(Ticket.order_id == order_id, Ticket.state == TicketState.STAGED)
    for ticket in work.session.scalars(staged.order_by(Ticket.id)).all():
        work.step(ticket, TicketStep.HAND_OVER)


def bump(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Take a voided ticket off the wall; until somebody does so it stays there struck through."""
    work.by.require("stall")
    ticket, _ = open_ticket(work, ticket_id)
    if ticket.state is not TicketState.VOIDED:
        raise Refusal("only_voided_is_bumped", ticket=ticket.number, state=str(ticket.state))
    if ticket.bumped_at is None:
        ticket.bumped_at = work.now
        work.note(ticket, "bump")
        push_ticket(work, ticket)
    return ticket
