"""How long before an order's meeting a stall must begin: what it makes, what is before it, what this store is like."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from sqlalchemy import func, select

from picking.catalogue.model import Item
from picking.foundation.kinds import TemperatureClass
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, OrderLine, SubOrder
from picking.planning.release import Part
from picking.stations import prep
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.timing.leads import timed_part
from picking.timing.model import Timed
from picking.timing.queries import spreads_of

HOUR_SECONDS = int(timedelta(hours=1).total_seconds())
BEFORE_IT = (TicketState.QUEUED, TicketState.IN_PREP, TicketState.REMAKE)
MEDIAN = 0.5
Lines = Sequence[tuple[OrderLine, Item]]


def ticket_part(work: UnitOfWork, sub_order: SubOrder) -> Part:
    """Give a stall's part of an order, from firing its ticket to its goods in the slot."""
    lines = lines_of(work, sub_order.id)
    load_seconds, load_tickets = load(work, sub_order.stall_id or "")
    seconds = own_seconds(work, lines) + load_seconds
    part = timed_part(
        work, Timed.TICKET, sub_order.stall_id or "", seconds, ahead=load_tickets, key_of_part=sub_order.id
    )
    carry = 60.0 * work.settings.move_minutes_max
    early = part.seconds if part.seconds_early is None else part.seconds_early
    return replace(
        part, seconds=part.seconds + carry, seconds_early=early + carry, hold_seconds_max=_hold_seconds(work, lines)
    )


def fire_at(work: UnitOfWork, sub_order: SubOrder, part: Part) -> datetime:
    """Count back from the order's meeting, or from its due time where it has none.

    An order that is late already is begun as soon as its food keeps until the rest is there: guesses of how long the
    rest takes must not make it later still.
    """
    order = work.get(Order, sub_order.order_id)
    if order.meet_at is None:
        return sub_order.due_at - timedelta(seconds=part.lead_seconds)
    is_late = order.meet_at + timedelta(minutes=work.settings.meet_spare_minutes) > order.due_at
    seconds = part.soonest_seconds if is_late else part.lead_seconds
    return work.now if seconds == inf else order.meet_at - timedelta(seconds=seconds)


def ready_at(work: UnitOfWork, ticket: Ticket) -> datetime:
    """Give when a ticket's goods can be in the slot: begun now if it is held, else as it was begun."""
    if ticket.state is TicketState.HELD:
        part = ticket_part(work, work.get(SubOrder, ticket.sub_order_id))
        return work.now + timedelta(seconds=part.seconds)
    seconds = ticket.prep_seconds + ticket.load_seconds + 60 * work.settings.move_minutes_max
    return max(work.now, ticket.fire_at + timedelta(seconds=seconds))


def own_seconds(work: UnitOfWork, lines: Lines) -> int:
    """Add up what a ticket's items take: as learned at this store, else as the catalogue says."""
    known = spreads_of(work.session, work.by.store_id, Timed.ITEM, [item.sku for _, item in lines])
    return prep.prep_seconds(
        (round(known[item.sku].quantile(MEDIAN)) if item.sku in known else item.prep_seconds, line.unit, line.quantity)
        for line, item in lines
    )


def load(work: UnitOfWork, stall_id: str) -> tuple[int, int]:
    """Give the own seconds, an hour at most, and the count of all that is queued or in the making at a stall."""
    rows = select(func.sum(Ticket.prep_seconds), func.count()).where(
        Ticket.stall_id == stall_id, Ticket.state.in_(BEFORE_IT)
    )
    seconds, count = work.session.execute(rows).one()
    return min(int(seconds or 0), HOUR_SECONDS), count


def lines_of(work: UnitOfWork, sub_order_id: str) -> Lines:
    """Give a part's lines with their items."""
    rows = work.session.execute(
        select(OrderLine, Item)
        .join(Item, Item.sku == OrderLine.sku)
        .where(OrderLine.sub_order_id == sub_order_id)
        .order_by(OrderLine.line_no)
    )
    return [(line, item) for line, item in rows]


def _hold_seconds(work: UnitOfWork, lines: Lines) -> float:
    """Give how long the goods may wait for the rest of their order."""
    classes = {item.temperature_class for _, item in lines}
    if TemperatureClass.HOT in classes:
        return 60.0 * work.settings.hot_wait_minutes_max
    if TemperatureClass.FROZEN in classes:
        return 60.0 * work.settings.frozen_out_minutes_max
    return inf if classes <= {TemperatureClass.AMBIENT} else 60.0 * work.settings.hold_minutes_max
