"""An order is to be cancelled: what the stall has begun waits for its answer, the rest is struck through."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.commands.ordering import live_ticket, make_ticket
from picking.stations.events import TicketVoided
from picking.stations.goods import give_back_goods, goods_in_use, mark_wasted, take_goods, throw_away
from picking.stations.lifecycle import TICKET, TicketState, TicketStep
from picking.stations.model import Ticket, TicketGoods
from picking.stations.open import items_of, open_ticket, push_ticket
from picking.stock import commands as stock

BEGUN = (TicketState.IN_PREP, TicketState.READY, TicketState.STAGED)
BAGGED = (TicketState.READY, TicketState.STAGED)
CANCELLED = "cancelled"


def stop_tickets(work: UnitOfWork, order_id: str) -> bool:
    """Ask the stalls about everything begun for an order; true when one must answer.

    What is not begun is left alone: while the order is stopped nobody can claim it, and its screen says so.
    """
    tickets = _open_tickets(work, order_id)
    for ticket in tickets:
        if ticket.state in BEGUN:
            work.step(ticket, TicketStep.ASK_VOID)
            alert = {"code": "ticket_cancel_asked", "ticket_id": ticket.id, "number": ticket.number}
            work.push(f"station:{ticket.stall_id}", "alert", alert)
        push_ticket(work, ticket)
    return any(ticket.state is TicketState.VOID_PENDING for ticket in tickets)


def answer_void(work: UnitOfWork, ticket_id: str, made: bool) -> Ticket:  # noqa: FBT001 - the stall's yes or no
    """Answer a stop: was it made already? What is in a bag always was; made goods are waste."""
    work.by.require("stall")
    ticket, _ = open_ticket(work, ticket_id)
    _answer(work, ticket, made=made)
    return ticket


def withdraw_voids(work: UnitOfWork, order_id: str) -> None:
    """Go on with an order that is not cancelled after all; what a stall had given up is ordered there again."""
    for ticket in _tickets(work, order_id):
        if ticket.state is TicketState.VOID_PENDING:
            work.step(ticket, TicketStep.WITHDRAW_VOID)
        if ticket.state in TICKET.open_states():
            push_ticket(work, ticket)
        elif ticket.state is TicketState.VOIDED and live_ticket(work, ticket.sub_order_id) is None:
            _order_again(work, ticket)


def void_all(work: UnitOfWork, order_id: str) -> None:
    """Strike through all tickets of a cancelled order; they stay on the wall until bumped."""
    for ticket in _open_tickets(work, order_id):
        if ticket.state in BEGUN:
            work.step(ticket, TicketStep.ASK_VOID)
        if ticket.state is TicketState.VOID_PENDING:
            _answer(work, ticket, made=bool(goods_in_use(work.session, ticket.id)))
        else:
            _void(work, ticket, TicketStep.VOID, made=False)


def _answer(work: UnitOfWork, ticket: Ticket, *, made: bool) -> None:
    in_bag = ticket.previous() in BAGGED
    made = made or in_bag
    _void(work, ticket, TicketStep.ANSWER_MADE if made else TicketStep.ANSWER_STOPPED, made=made)
    items = items_of(work, ticket)
    if in_bag:
        mark_wasted(work, ticket)
    elif made:
        take_goods(work, ticket, items)
        throw_away(work, ticket, CANCELLED)
    else:
        give_back_goods(work, ticket, items)


def _void(work: UnitOfWork, ticket: Ticket, step: TicketStep, *, made: bool) -> None:
    work.step(ticket, step)
    ticket.reason = CANCELLED
    work.tell(TicketVoided(ticket.id, ticket.sub_order_id, ticket.order_id, made=made))
    push_ticket(work, ticket)


def _order_again(work: UnitOfWork, voided: Ticket) -> None:
    """Make a new ticket for a voided one; goods that were thrown away are reserved anew."""
    voided.bumped_at = voided.bumped_at or work.now
    again = make_ticket(work, voided.sub_order_id)
    wasted = {goods.ticket_item_id for goods in _wasted(work, voided)}
    lines = {item.order_line_id: item for item in items_of(work, voided) if item.id in wasted}
    for item in items_of(work, again):
        if item.order_line_id in lines:
            stock.reserve_extra(work, again.order_id, item.order_line_id, item.sku, item.quantity)


def _wasted(work: UnitOfWork, ticket: Ticket) -> Sequence[TicketGoods]:
    return work.session.scalars(
        select(TicketGoods).where(TicketGoods.ticket_id == ticket.id, TicketGoods.wasted_at.is_not(None))
    ).all()


def _open_tickets(work: UnitOfWork, order_id: str) -> list[Ticket]:
    return [ticket for ticket in _tickets(work, order_id) if ticket.state in TICKET.open_states()]


def _tickets(work: UnitOfWork, order_id: str) -> Sequence[Ticket]:
    return work.session.scalars(select(Ticket).where(Ticket.order_id == order_id).order_by(Ticket.id)).all()
