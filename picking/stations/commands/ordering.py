"""A ticket is made, waits for its time, and comes onto the stall's wall at a place that stays its own."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from picking.catalogue.model import Item
from picking.floor.model import Stall
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import OrderLine, SubOrder
from picking.stations import prep
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import open_ticket, push_ticket
from picking.stations.sheets import print_ticket


def make_ticket(work: UnitOfWork, sub_order_id: str) -> Ticket:
    """Make the ticket of a released sub-order; one that is there already, and not voided, is given back.

    It is held until due time less its own time, the stall's load and the way to the slot; fired at once when late.
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
    return ticket


def fire(work: UnitOfWork, ticket_id: str) -> Ticket:
    """Bring a held ticket onto the wall before its time; a lead's word."""
    work.by.require("stall.lead")
    ticket, _ = open_ticket(work, ticket_id)
    _fire(work, ticket)
    return ticket


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
    work.step(ticket, TicketStep.FIRE)
    ticket.fire_at = min(ticket.fire_at, work.now)
    print_ticket(work, ticket)
    push_ticket(work, ticket)


def _lay_out(work: UnitOfWork, sub_order: SubOrder, stall_id: str) -> Ticket:
    lines = _lines(work, sub_order.id)
    own = prep.prep_seconds((item.prep_seconds, line.unit, line.quantity) for line, item in lines)
    ticket = work.add(
        Ticket(
            id=work.ids.new(), store_id=sub_order.store_id, order_id=sub_order.order_id, sub_order_id=sub_order.id,
            stall_id=stall_id, number=sub_order.number, work_type=sub_order.work_type,
            place=next_place(work, stall_id), due_at=sub_order.due_at, prep_seconds=own,
            fire_at=prep.fire_at(sub_order.due_at, own, _load_seconds(work, stall_id), work.settings.move_minutes_max),
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


def _lines(work: UnitOfWork, sub_order_id: str) -> Sequence[tuple[OrderLine, Item]]:
    rows = work.session.execute(
        select(OrderLine, Item)
        .join(Item, Item.sku == OrderLine.sku)
        .where(OrderLine.sub_order_id == sub_order_id)
        .order_by(OrderLine.line_no)
    )
    return [(line, item) for line, item in rows]


def _load_seconds(work: UnitOfWork, stall_id: str) -> int:
    """What the stall has before it: the own times of all that is queued or in the making."""
    waiting = (TicketState.QUEUED, TicketState.IN_PREP, TicketState.REMAKE)
    total = work.session.scalar(
        select(func.sum(Ticket.prep_seconds)).where(Ticket.stall_id == stall_id, Ticket.state.in_(waiting))
    )
    return min(int(total or 0), int(timedelta(hours=1).total_seconds()))
