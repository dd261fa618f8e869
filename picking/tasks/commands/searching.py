"""Park instead of lie: a line that cannot be found now waits while others look, and nobody is to blame."""

from datetime import timedelta

from sqlalchemy import select

from picking.counting.model import CountCause
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing import commands as replenishing
from picking.replenishing.model import Cause
from picking.stock import commands as stock
from picking.stock.events import GoodsPutIn
from picking.tasks.commands.counting import ask_count
from picking.tasks.commands.floor_tasks import ask, drop
from picking.tasks.commands.lines import send_line, split
from picking.tasks.commands.settling import settle
from picking.tasks.commands.shorts import MAY_GO_MISSING, search_key
from picking.tasks.commands.steps import open_line, own_line, tell_line
from picking.tasks.commands.walking import rank_again
from picking.tasks.lifecycle import PickLineState, PickLineStep, PickTaskState
from picking.tasks.model import FloorTaskKind, PickLine, PickTask
from picking.tasks.queries import TO_TAKE


def park_line(work: UnitOfWork, line_id: str) -> PickLine:
    """Leave what is missing of a line for later: somebody searches, somebody fills the bin; gives the waiting line.

    When only waiting lines are left the task parks too and its picker is free.
    """
    line, task = own_line(work, line_id, *TO_TAKE)
    rest = split(work, line)
    work.step(rest, PickLineStep.PARK, timedelta(minutes=work.settings.search_minutes_max), bin=rest.bin_id)
    _ask_for_search(work, task, rest)
    _ask_for_goods(work, task, rest)
    settle(work, task)
    return rest


def find_line(work: UnitOfWork, line_id: str) -> PickLine:
    """Say that a parked line's goods are there after all; whoever had it gets it again first."""
    work.by.require("pick")
    line, task = open_line(work, line_id)
    if task.state is PickTaskState.STOPPED:
        raise Refusal("order_stopped", order_id=task.order_id)
    _find(work, task, line)
    return line


def use_second_bin(work: UnitOfWork, line_id: str) -> PickLine:
    """Go to another bin for what is missing of a line; gives the line that goes there. The first bin is counted."""
    line, task = own_line(work, line_id, *MAY_GO_MISSING)
    moved = stock.reallocate(work, line.allocation_id) if line.allocation_id else None
    if moved is None:
        raise Refusal("no_second_bin", line=line_id, bin=line.bin_id)
    rest = split(work, line)
    drop(work, search_key(rest))
    if rest.bin_id is not None and rest.bin_id != moved.bin_id:
        ask_count(work, rest.bin_id, rest.sku, CountCause.SHORT)
    sent = send_line(work, task, rest, moved)
    settle(work, task)
    return sent


def wake_lines(work: UnitOfWork, event: GoodsPutIn) -> None:
    """Let the lines go on that wait for goods which were just put into a bin."""
    parked = select(PickLine.id).where(
        PickLine.store_id == event.store_id, PickLine.sku == event.sku, PickLine.state == PickLineState.PARKED
    )
    for line_id in work.session.scalars(parked.order_by(PickLine.state_since, PickLine.id)).all():
        line, task = open_line(work, line_id)
        if task.state is PickTaskState.STOPPED:
            continue
        if line.bin_id == event.bin_id:
            _find(work, task, line)
        elif line.allocation_id and (moved := stock.reallocate(work, line.allocation_id)) is not None:
            drop(work, search_key(line))
            send_line(work, task, line, moved)
            settle(work, task)


def _find(work: UnitOfWork, task: PickTask, line: PickLine) -> None:
    work.step(line, PickLineStep.FIND, bin=line.bin_id)
    drop(work, search_key(line))
    settle(work, task)
    rank_again(work, task.walk_id)
    tell_line(work, task, line)


def _ask_for_search(work: UnitOfWork, task: PickTask, line: PickLine) -> None:
    subject = {"line_id": line.id, "sku": line.sku, "bin_id": line.bin_id, "quantity": line.missing}
    ask(
        work, FloorTaskKind.SEARCH, search_key(line), subject, task.due_at,
        zone_id=task.zone_id, order_id=task.order_id,
    )  # fmt: skip


def _ask_for_goods(work: UnitOfWork, task: PickTask, line: PickLine) -> None:
    """Call for goods from behind, by the order's due time; with nothing behind only the search is left."""
    if line.bin_id is not None:
        replenishing.wish(work, line.bin_id, line.sku, line.missing, Cause.SHORT, task.due_at)
