"""The store learns its own pace: from each ticket that is ready, each walk that is in the slot."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from picking.foundation.quantity import Unit
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.events import TicketReady
from picking.stations.model import Ticket, TicketItem
from picking.tasks.events import PickTaskPutAway
from picking.tasks.model import PickTask
from picking.timing.commands import learn
from picking.timing.leads import place_in_day
from picking.timing.model import Timed


def learn_from_ticket(work: UnitOfWork, event: TicketReady) -> None:
    """Learn how many times its own and its load's time a ticket took, and the seconds of each item ticked off singly.

    What is made again or hurried tells nothing about the usual.
    """
    ticket = work.get(Ticket, event.ticket_id)
    alone = ticket.prep_seconds + ticket.load_seconds
    if ticket.remakes or ticket.hurried or ticket.ready_at is None or alone <= 0:
        return
    took = (ticket.ready_at - ticket.fire_at).total_seconds()
    place = place_in_day(work, ticket.fire_at, ticket.load_tickets)
    learn(work, Timed.TICKET, ticket.stall_id, took / alone, **place)
    for item, seconds in _item_seconds(work, ticket):
        learn(work, Timed.ITEM, item.sku, seconds)


def learn_from_walk(work: UnitOfWork, event: PickTaskPutAway) -> None:
    """Learn how many times the walk alone a task took from its release to the slot; only the first time it is there."""
    task = work.get(PickTask, event.task_id)
    alone, ahead = task.load.get("seconds"), task.load.get("ahead", 0)
    if task.start_at is None or not alone:
        return
    took = (work.now - task.start_at).total_seconds()
    learn(work, Timed.WALK, task.zone_id, took / alone, **place_in_day(work, task.start_at, ahead))
    task.load = {key: value for key, value in task.load.items() if key != "seconds"}


def _item_seconds(work: UnitOfWork, ticket: Ticket) -> Iterator[tuple[TicketItem, float]]:
    """Give the seconds a piece of each item that was ticked off by itself, one after the other."""
    rows = select(TicketItem).where(TicketItem.ticket_id == ticket.id, TicketItem.done_at.is_not(None))
    done = sorted(work.session.scalars(rows), key=lambda item: (item.done_at or ticket.fire_at, item.id))
    times = [item.done_at for item in done]
    before: datetime | None = ticket.claimed_at
    for item in done:
        if item.done_at is not None and before is not None and times.count(item.done_at) == 1:
            pieces = item.quantity if item.unit is Unit.PIECE else 1
            yield item, (item.done_at - before).total_seconds() / max(1, pieces)
        before = item.done_at
