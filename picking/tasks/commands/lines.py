"""Where new lines come from: an allocation, the rest of a partly taken line, a substitute, a bin that moved."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue.model import Item, Listing
from picking.floor.model import Bin, Zone
from picking.foundation.kinds import Hygiene
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order, OrderLine, SubOrder
from picking.people.model import Person
from picking.stock import commands as stock
from picking.stock.events import AllocationMoved
from picking.stock.model import Allocation
from picking.tasks import leads
from picking.tasks.commands.steps import TO_PICK, done_step, open_task, step_task, task_body, tell_line
from picking.tasks.commands.walking import rank_again
from picking.tasks.lifecycle import PickLineState, PickLineStep, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE
from picking.tasks.skills import may_pick_in

_STILL_WANTED = (*TO_TAKE, PickLineState.PARKED)


def make_task(work: UnitOfWork, sub_order: SubOrder, zone: Zone) -> PickTask:
    """Make a task for a sub-order's goods in a zone; it has no lines yet and is not released."""
    order = work.get(Order, sub_order.order_id)
    task = work.add(
        PickTask(
            id=work.ids.new(), store_id=sub_order.store_id, order_id=order.id, sub_order_id=sub_order.id,
            zone_id=zone.id, due_at=sub_order.due_at, priority=order.priority, skill=zone.code, load={},
        )
    )  # fmt: skip
    work.session.flush()  # lines' foreign key wants the task to be there first
    return task


def add_line(work: UnitOfWork, task: PickTask, order_line_id: str, allocation: Allocation, quantity: int) -> PickLine:
    """Make a line for what an allocation has yet to give."""
    line = work.add(
        PickLine(
            id=work.ids.new(), store_id=task.store_id, order_id=task.order_id, task_id=task.id,
            order_line_id=order_line_id, allocation_id=allocation.id, sku=allocation.sku, bin_id=allocation.bin_id,
            lot_id=allocation.lot_id, unit=work.get(Item, allocation.sku).unit, quantity=quantity,
        )
    )  # fmt: skip
    work.session.flush()
    return line


def weigh_load(work: UnitOfWork, task: PickTask, lines: Sequence[PickLine]) -> None:
    """Write down what a task will weigh and what may not lie beside it, for whoever plans and whoever carries."""
    hygiene = {str(work.get(Item, line.sku).hygiene) for line in lines} - {str(Hygiene.NONE)}
    grams = sum(_grams(work, line) for line in lines)
    task.load = {"lines": len(lines), "grams": grams, "hygiene": sorted(hygiene)}


def split(work: UnitOfWork, line: PickLine) -> PickLine:
    """Give what is still missing of a partly taken line a line of its own; any other line is given back as it is."""
    if line.state is not PickLineState.PARTIAL:
        return line
    rest = work.add(
        PickLine(
            id=work.ids.new(), store_id=line.store_id, order_id=line.order_id, task_id=line.task_id,
            order_line_id=line.order_line_id, allocation_id=line.allocation_id, sku=line.sku, bin_id=line.bin_id,
            lot_id=line.lot_id, unit=line.unit, quantity=line.missing, rank=line.rank, skips=line.skips,
            substitute_for=line.substitute_for,
        )
    )  # fmt: skip
    close_at_picked(work, line, rest_id=rest.id)
    work.session.flush()
    return rest


def close_at_picked(work: UnitOfWork, line: PickLine, rest_id: str | None = None) -> None:
    """End a partly taken line with what is in the basket."""
    line.quantity = line.picked
    work.step(line, done_step(line, weighed=line.unit is Unit.GRAM), rest=rest_id)


def add_substitute(work: UnitOfWork, task: PickTask, line: PickLine, sku: str) -> PickLine | None:
    """Let another item take a line's place; None when it was sold meanwhile, and then nothing has changed."""
    try:
        with work.session.begin_nested():
            allocation = stock.reserve_extra(work, line.order_id, line.order_line_id, sku, line.quantity)
    except Refusal as no:
        if no.code != "stock_short":
            raise
        return None
    home = task_for_bin(work, task, work.get(Bin, allocation.bin_id))
    stand_in = add_line(work, home, line.order_line_id, allocation, line.quantity)
    stand_in.substitute_for = line.id
    work.step(line, PickLineStep.SUBSTITUTE, sku=sku, line=stand_in.id)
    orders.refund_difference(work, line.order_line_id, line.quantity, _worth(work, stand_in))
    rank_again(work, home.walk_id)
    tell_line(work, home, stand_in)
    return stand_in


def task_for_bin(work: UnitOfWork, task: PickTask, place: Bin) -> PickTask:
    """Give the task that fetches from a bin: this one if its holder may, else one of that zone."""
    if place.zone_id is None or place.zone_id == task.zone_id:
        return task
    zone = work.get(Zone, place.zone_id)
    holder = work.find(Person, task.person_id) if task.person_id else None
    if task.state is PickTaskState.IN_PROGRESS and holder is not None and may_pick_in(holder, zone):
        return task
    same = select(PickTask.id).where(
        PickTask.sub_order_id == task.sub_order_id, PickTask.zone_id == zone.id, PickTask.state.in_(TO_PICK)
    )
    known = work.session.scalars(same.order_by(PickTask.id).limit(1)).first()
    if known is not None:
        return open_task(work, known)
    made = make_task(work, work.get(SubOrder, task.sub_order_id), zone)
    step_task(work, made, PickTaskStep.RELEASE)
    return made


def follow_allocation(work: UnitOfWork, event: AllocationMoved) -> None:
    """Send whoever was to take from a bin that is empty to the bin that has it."""
    moved = work.get(Allocation, event.to_allocation_id)
    wanting = select(PickLine.id).where(
        PickLine.allocation_id == event.from_allocation_id, PickLine.state.in_(_STILL_WANTED)
    )
    line_id = work.session.scalars(wanting.order_by(PickLine.rank).limit(1)).first()
    if line_id is None:
        return
    task = open_task(work, work.get(PickLine, line_id).task_id)
    send_line(work, task, work.get(PickLine, line_id, lock=True), moved)


def send_line(work: UnitOfWork, task: PickTask, line: PickLine, moved: Allocation) -> PickLine:
    """Send a line, or as much of it as another bin has, to that bin; gives the line that goes there."""
    part = min(moved.rest, line.missing)
    if line.picked or part < line.missing:
        line = _send_part(work, task, line, moved, part)
    else:
        _send_whole(work, line, moved)
    home = task_for_bin(work, task, work.get(Bin, moved.bin_id))
    line.task_id = home.id
    rank_again(work, home.walk_id)
    tell_line(work, home, line)
    return line


def _send_whole(work: UnitOfWork, line: PickLine, allocation: Allocation) -> None:
    before = line.bin_id
    line.allocation_id, line.bin_id, line.lot_id = allocation.id, allocation.bin_id, allocation.lot_id
    work.step(line, PickLineStep.MOVE_BIN, from_bin=before, to_bin=allocation.bin_id)


def _send_part(work: UnitOfWork, task: PickTask, line: PickLine, moved: Allocation, part: int) -> PickLine:
    line.quantity -= part
    if line.picked and not line.missing:
        close_at_picked(work, line)
    other = add_line(work, task, line.order_line_id, moved, part)
    other.substitute_for = line.substitute_for
    return other


def _worth(work: UnitOfWork, line: PickLine) -> int:
    """Give what a line's goods cost in this store now, in minor units."""
    price = work.get(Listing, (line.store_id, line.sku)).price_minor
    return price_of_grams(price, line.quantity) if line.unit is Unit.GRAM else price * line.quantity


def _grams(work: UnitOfWork, line: PickLine) -> int:
    return line.quantity if line.unit is Unit.GRAM else line.quantity * work.get(Item, line.sku).weight_grams


def order_lines_of(work: UnitOfWork, sub_order_id: str) -> Sequence[OrderLine]:
    """Give a sub-order's lines as ordered."""
    rows = select(OrderLine).where(OrderLine.sub_order_id == sub_order_id).order_by(OrderLine.line_no)
    return work.session.scalars(rows).all()


def release_task(work: UnitOfWork, task: PickTask, lines: Sequence[PickLine]) -> None:
    """Let a task with its lines be taken by whoever may, or hold it until its goods keep for the order's meeting."""
    weigh_load(work, task, lines)
    task.load = {**task.load, "seconds": leads.walk_seconds(len(lines))}
    _begin_or_hold(work, task, len(lines))


def time_held(work: UnitOfWork, order_id: str) -> None:
    """Count the starts of an order's held tasks anew: its meeting has moved."""
    held = select(PickTask.id).where(PickTask.order_id == order_id, PickTask.state == PickTaskState.CREATED)
    for task_id in work.session.scalars(held.order_by(PickTask.id)).all():
        task = open_task(work, task_id)
        _begin_or_hold(work, task, int(task.load.get("lines", 0)))


def _begin_or_hold(work: UnitOfWork, task: PickTask, lines: int) -> None:
    start_at = leads.begin_at(work, task, lines)
    if start_at is not None and start_at > work.now:
        task.start_at = task.deadline_at = start_at
        work.push(f"zone:{task.zone_id}", "task", {**task_body(task), "start_at": start_at.isoformat()})
    else:
        begin_task(work, task)


def end_hold(work: UnitOfWork, task: PickTask) -> None:
    """Let a held task be taken when its time has come; one whose order went on after a stop may have to wait still."""
    if task.start_at is not None and task.start_at > work.now:
        task.deadline_at = task.start_at
    else:
        begin_task(work, task)


def begin_held(work: UnitOfWork, order_id: str) -> None:
    """Let all held tasks of an order be taken at once: somebody said now."""
    held = select(PickTask.id).where(PickTask.order_id == order_id, PickTask.state == PickTaskState.CREATED)
    for task_id in work.session.scalars(held.order_by(PickTask.id)).all():
        begin_task(work, open_task(work, task_id))


def begin_task(work: UnitOfWork, task: PickTask) -> None:
    """Let a task be taken from now on."""
    task.start_at = work.now
    task.load = {**task.load, "ahead": leads.waiting_in(work, task.zone_id)}
    step_task(work, task, PickTaskStep.RELEASE)
