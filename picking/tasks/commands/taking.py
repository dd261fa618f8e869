"""Taking goods: the basket, the bin, the item by scan or typed code, the weight; and a lead's taking back."""

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.catalogue.weights import pass_weight
from picking.floor.queries import basket_of
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import RefundReason
from picking.stock import commands as stock
from picking.stock.model import Allocation
from picking.tasks.commands.settling import settle, tell_delivered
from picking.tasks.commands.steps import done_step, open_line, own_line, own_task, step_task, tell_line
from picking.tasks.commands.walking import rank_again
from picking.tasks.events import PickTaskStarted
from picking.tasks.lifecycle import PickLineState, PickLineStep, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask, PutBack
from picking.tasks.queries import OPEN_PUT_BACKS, OPEN_TASKS, TO_TAKE


def bind_basket(work: UnitOfWork, task_id: str, basket_id: str) -> PickTask:
    """Begin a task with a basket of its own, or go on with the basket it has; refuses every other basket."""
    task = own_task(work, task_id)
    work.by.require("pick")
    basket = basket_of(work.session, task.store_id, basket_id)
    if task.basket_id not in (None, basket.id):
        raise Refusal("basket_other", basket=basket.id, right=task.basket_id)
    first = task.basket_id is None
    if first:
        _check_basket_is_free(work, basket.id)
        task.basket_id = basket.id
    step_task(work, task, PickTaskStep.START, basket=basket.id)
    task.flagged = None
    if first:
        work.tell(PickTaskStarted(task.id, task.sub_order_id))
        orders.start_sub_order(work, task.sub_order_id)
    settle(work, task)
    return task


def reach_bin(work: UnitOfWork, line_id: str, bin_id: str) -> PickLine:
    """Stand at a line's bin; refuses any other bin and names the right one."""
    line, _ = own_line(work, line_id, *TO_TAKE)
    if line.bin_id != bin_id:
        raise Refusal("wrong_bin", bin=bin_id, right=line.bin_id)
    if line.state is not PickLineState.PARTIAL:
        work.step(line, PickLineStep.REACH_BIN, bin=bin_id)
    return line


def take_item(
    work: UnitOfWork, line_id: str, quantity: int, *, typed: bool = False, lot_id: str | None = None
) -> PickLine:
    """Put pieces of a line's item into the basket; a pack's code comes as its contents.

    A typed code leaves the line unverified until the item is scanned. `lot_id` is the lot that was really scanned.
    Refuses zero, more than planned, expired goods, and weighed items, which want their weight.
    """
    line, task = own_line(work, line_id, *TO_TAKE, PickLineState.UNVERIFIED)
    if line.state is PickLineState.UNVERIFIED:
        return _verify(work, task, line, quantity, typed=typed)
    if line.unit is Unit.GRAM:
        raise Refusal("weight_needed", line=line_id)
    _check_quantity(line, quantity)
    _draw(work, line, quantity, lot_id)
    _count_typed(work, line, quantity, typed=typed)
    _decide(work, line, quantity, weighed=False)
    if line.state not in TO_TAKE:  # a line still to take leaves its task as it is
        settle(work, task)
    return line


def weigh_line(
    work: UnitOfWork,
    line_id: str,
    grams: int,
    *,
    accept: bool = False,
    more: bool = False,
    lot_id: str | None = None,
    source: Json | None = None,
) -> PickLine:
    """Put a weighed item into the basket: all that is wanted, or one portion of it when `more` follow.

    Outside the item's tolerance it is refused (`weight_out_of_tolerance`) unless a lead accepts. What is under is
    paid back; what is over is never charged. `source` (scale, mode) is written into the journal.
    """
    line, task = own_line(work, line_id, *TO_TAKE)
    if line.unit is not Unit.GRAM:
        raise Refusal("pieces_needed", line=line_id)
    if grams <= 0:
        raise Refusal("quantity_zero")
    item = work.get(Item, line.sku)
    total = line.picked + grams
    if not (more and total < line.quantity):
        pass_weight(work, line, item, total, line.quantity, accept=accept)
    _draw_grams(work, line, grams, lot_id)
    if more and total < line.quantity:
        _decide(work, line, grams, weighed=True, source=source)
        return line
    line.picked = total
    work.step(line, PickLineStep.WEIGH, grams=total, asked=line.quantity, **(source or {}))
    _refund_what_is_under(work, line)
    settle(work, task)
    return line


def unpick_line(work: UnitOfWork, line_id: str) -> PickLine:
    """Take a line back out of the basket into its bin; only a lead may. Its task goes on from there."""
    work.by.require("unpick")
    line, task = open_line(work, line_id)
    if task.state in (PickTaskState.STOPPED, PickTaskState.CANCELLED):
        raise Refusal("order_stopped", order_id=task.order_id)
    quantity = line.picked
    work.step(line, PickLineStep.UNPICK, quantity=quantity)
    _undraw(work, line, quantity)
    line.picked = line.typed = 0
    tell_delivered(work, line.order_line_id)
    if task.state is PickTaskState.PUT_AWAY:
        orders.fall_back_sub_order(work, task.sub_order_id)
    if task.state in (PickTaskState.PICKED, PickTaskState.PACKING, PickTaskState.PUT_AWAY):
        step_task(work, task, PickTaskStep.UNPICK)
    else:
        settle(work, task)
    rank_again(work, task.walk_id)
    tell_line(work, task, line)
    return line


def skip_line(work: UnitOfWork, line_id: str) -> PickLine:
    """Put a line last in its walk; it is never dropped."""
    line, task = own_line(work, line_id, *TO_TAKE)
    line.skips += 1
    work.note(line, "skip", skips=line.skips)
    rank_again(work, task.walk_id)
    return line


def _check_basket_is_free(work: UnitOfWork, basket_id: str) -> None:
    used = select(PickTask.id).where(PickTask.basket_id == basket_id, PickTask.state.in_(OPEN_TASKS))
    emptied = select(PutBack.id).where(PutBack.where == basket_id, PutBack.state.in_(OPEN_PUT_BACKS))
    if any(work.session.scalars(rows.limit(1)).first() for rows in (used, emptied)):
        raise Refusal("basket_in_use", basket=basket_id)


def _check_quantity(line: PickLine, quantity: int) -> None:
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if quantity > line.missing:
        raise Refusal("quantity_over", sku=line.sku, asked=quantity, planned=line.missing)


def _verify(work: UnitOfWork, task: PickTask, line: PickLine, quantity: int, *, typed: bool) -> PickLine:
    """Scan what was typed: one scan proves the item, and of dear items each piece wants its own."""
    if typed:
        raise Refusal("scan_needed", line=line.id)
    if quantity <= 0:
        raise Refusal("quantity_zero")
    line.typed = max(0, line.typed - quantity) if work.get(Item, line.sku).scan_each else 0
    if not line.typed:
        work.step(line, PickLineStep.VERIFY)
        settle(work, task)
    return line


def _count_typed(work: UnitOfWork, line: PickLine, quantity: int, *, typed: bool) -> None:
    if typed:
        line.typed += quantity
    elif not work.get(Item, line.sku).scan_each:
        line.typed = 0


def _decide(work: UnitOfWork, line: PickLine, quantity: int, *, weighed: bool, source: Json | None = None) -> None:
    line.picked += quantity
    step = PickLineStep.TAKE_SOME if line.missing else done_step(line, weighed=weighed)
    work.step(line, step, quantity=quantity, picked=line.picked, **(source or {}))


def _draw(work: UnitOfWork, line: PickLine, quantity: int, lot_id: str | None) -> None:
    if line.allocation_id is None:
        raise Refusal("line_finished", line=line.id, state=str(line.state))
    line.lot_id = stock.take(work, line.allocation_id, quantity, lot_id=lot_id).id


def _draw_grams(work: UnitOfWork, line: PickLine, grams: int, lot_id: str | None) -> None:
    """Take a weight out of the bin; what is over the plan comes from what else the books know there."""
    rest = work.get(Allocation, line.allocation_id).rest if line.allocation_id else 0
    planned = min(grams, line.missing, rest)
    if planned:
        _draw(work, line, planned, lot_id)
    if grams > planned and line.bin_id and line.lot_id:
        stock.take_over_plan(work, line.order_id, line.bin_id, line.lot_id, grams - planned)


def _refund_what_is_under(work: UnitOfWork, line: PickLine) -> None:
    if line.missing and line.allocation_id:
        stock.give_up(work, line.allocation_id)
    owed = line.missing - line.refunded  # weighed again after a lead took it back: money paid is not asked back
    if owed > 0:
        line.refunded += owed
        orders.refund_line(work, line.order_line_id, owed, RefundReason.WEIGHT)


def _undraw(work: UnitOfWork, line: PickLine, quantity: int) -> None:
    """Put what was picked back into the bin."""
    if line.allocation_id is not None and line.bin_id is not None and line.lot_id is not None:
        stock.untake_weight(work, line.order_id, line.allocation_id, line.lot_id, quantity)
