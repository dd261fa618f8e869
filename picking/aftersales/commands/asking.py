"""The stock question: somebody near the bin looks whether the goods are there; on yes they are reserved and sent."""

from datetime import timedelta

from picking.aftersales.commands.telling import take_step
from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import WorkOrder, WorkOrderLine
from picking.aftersales.queries import lines_of
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.stock.queries import availability, bins_of
from picking.tasks import commands as tasks
from picking.tasks.events import QuestionAnswered
from picking.tasks.model import FloorTaskKind

NOT_IN_THE_BOOKS = "not_in_the_books"
NOT_SEEN = "not_seen"
NO_ANSWER = "no_answer"
SOLD_MEANWHILE = "sold_meanwhile"


def ask_floor(work: UnitOfWork, wish: WorkOrder) -> None:
    """Ask for each line whether it is there, in the zone where it lies; of what no book knows nobody need ask."""
    patience = timedelta(seconds=work.settings.stock_question_seconds_max)
    take_step(work, wish, WorkOrderStep.ASK_STOCK, patience=patience)
    lines = lines_of(work.session, wish.id)
    left = availability(work.session, wish.store_id, {line.wanted_sku or line.sku for line in lines})
    if any(left[line.wanted_sku or line.sku] < line.wanted_quantity for line in lines):
        _say_no(work, wish, NOT_IN_THE_BOOKS)
        return
    for line in lines:
        _ask(work, wish, line)


def follow_answer(work: UnitOfWork, event: QuestionAnswered) -> None:
    """React to an answer: one no is a no, the last yes reserves the goods and sends them."""
    line = work.find(WorkOrderLine, str(event.subject.get("work_order_line_id", "")))
    if line is None:
        return
    wish = work.get(WorkOrder, line.work_order_id, lock=True)
    if wish.state is not WorkOrderState.WAIT_STOCK:
        return
    line.in_stock = event.yes
    work.session.flush()
    if not event.yes:
        _count_what_was_not_seen(work, event)
        _say_no(work, wish, NOT_SEEN)
    elif all(each.in_stock for each in lines_of(work.session, wish.id)):
        _send_again(work, wish)


def answer_stock(work: UnitOfWork, work_order_id: str, *, yes: bool) -> WorkOrder:
    """Answer all open questions of a work order at once, from a screen that shows them beside other work."""
    work.by.require("pick")
    wish = work.get(WorkOrder, work_order_id, lock=True)
    for line in lines_of(work.session, wish.id):
        task = tasks.open_task(work, _key(line))
        if task is not None:
            tasks.finish_floor_task(work, task.id, {"yes": yes})
    work.follow()
    return wish


def question_unanswered(work: UnitOfWork, wish: WorkOrder) -> None:
    """Give the question back to the service desk when nobody answered. The sweep calls it."""
    drop_questions(work, wish)
    wish.answer = NO_ANSWER
    take_step(work, wish, WorkOrderStep.TIME_OUT)


def drop_questions(work: UnitOfWork, wish: WorkOrder) -> None:
    """Ask no more."""
    for line in lines_of(work.session, wish.id):
        tasks.drop(work, _key(line))


def _ask(work: UnitOfWork, wish: WorkOrder, line: WorkOrderLine) -> None:
    sku = line.wanted_sku or line.sku
    found = bins_of(work.session, wish.store_id, sku)
    place = found[0][2] if found else None
    subject = {
        "sku": sku, "quantity": line.wanted_quantity, "unit": str(line.unit), "bin_id": place.id if place else None,
        "work_order": wish.number, "work_order_id": wish.id, "work_order_line_id": line.id,
    }  # fmt: skip
    zone_id = place.zone_id if place else None
    tasks.ask(
        work, FloorTaskKind.QUESTION, _key(line), subject, work.now, zone_id=zone_id, order_id=wish.order_id
    )  # fmt: skip
    room = f"zone:{zone_id}" if zone_id else f"store:{wish.store_id}"
    work.push(room, "alert", {"code": "stock_question", "facts": subject})


def _send_again(work: UnitOfWork, wish: WorkOrder) -> None:
    original = work.get(Order, wish.order_id)
    wanted: dict[str, int] = {}
    for line in lines_of(work.session, wish.id):
        sku = line.wanted_sku or line.sku
        wanted[sku] = wanted.get(sku, 0) + line.wanted_quantity
    try:
        replacement = orders.submit_replacement(work, original, list(wanted.items()), wish.number)
    except Refusal as no:
        if no.code not in ("stock_short", "not_on_sale"):
            raise
        _say_no(work, wish, SOLD_MEANWHILE)
        return
    wish.replacement_id = replacement.id
    take_step(work, wish, WorkOrderStep.SAY_YES, replacement=replacement.number)


def _say_no(work: UnitOfWork, wish: WorkOrder, why: str) -> None:
    drop_questions(work, wish)
    wish.answer = why
    take_step(work, wish, WorkOrderStep.SAY_NO, why=why)


def _count_what_was_not_seen(work: UnitOfWork, event: QuestionAnswered) -> None:
    """The books said yes and a person no: one of them is wrong."""
    bin_id, sku = event.subject.get("bin_id"), event.subject["sku"]
    if bin_id:
        tasks.answer_bin_empty(work, bin_id, sku, empty=False)


def _key(line: WorkOrderLine) -> str:
    return f"stock:{line.id}"
