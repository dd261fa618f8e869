"""What follows from a floor task's answer: found, counted, brought, moved."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from picking.foundation.refusals import Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.model import DIFFERENCE, Lot
from picking.stock.queries import bin_contents
from picking.tasks.commands.floor_tasks import close_floor_task
from picking.tasks.commands.searching import find_line
from picking.tasks.commands.shorts import ask_count, end_search
from picking.tasks.events import MoveDone
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import FloorTask, FloorTaskKind, PickLine


def finish_floor_task(work: UnitOfWork, floor_task_id: str, answer: Json | None = None) -> FloorTask:
    """End a floor task with its answer, and let happen what follows from it.

    A search answers `{"found": bool}`, a count `{"quantity": pieces or grams}`, a replenishment `{"quantity"}` and
    perhaps `"from_bin"`, a question `{"yes": bool}`, a move nothing.
    """
    task = close_floor_task(work, floor_task_id, answer or {})
    _THEN[task.kind](work, task, answer or {})
    return task


def answer_bin_empty(work: UnitOfWork, bin_id: str, sku: str, *, empty: bool) -> None:
    """Take the answer to "is the bin empty?": when it is not, the books are wrong and one count is asked for."""
    if not empty:
        ask_count(work, bin_id, sku)


def _after_search(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    line = work.get(PickLine, task.subject["line_id"])
    if line.state is not PickLineState.PARKED:
        return
    if answer.get("found"):
        find_line(work, line.id)
    else:
        end_search(work, line)


def _after_count(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    """Make the books agree with what was counted; what was more or less comes from or goes to the difference."""
    bin_id, sku, counted = task.subject["bin_id"], task.subject["sku"], _quantity(answer)
    lying = [(share.lot_id, share.quantity) for share, _ in bin_contents(work.session, bin_id) if share.sku == sku]
    surplus = counted - sum(quantity for _, quantity in lying)
    if surplus > 0:
        lot_id = lying[-1][0] if lying else _newest_lot(work, task.store_id, sku)
        stock.move(work, sku, lot_id, surplus, DIFFERENCE, bin_id, "count", document=task.id)
    for lot_id, quantity in lying:
        part = min(quantity, max(0, -surplus))
        if part:
            stock.move(work, sku, lot_id, part, bin_id, DIFFERENCE, "count", document=task.id)
            surplus += part


def _after_replenishment(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    """Book what was brought, older lots first; the bin's waiting lines wake by the goods' own event."""
    sku, wanted = task.subject["sku"], _quantity(answer)
    from_bin = str(answer.get("from_bin") or task.subject["from_bin"])
    for share, _ in bin_contents(work.session, from_bin):
        part = min(wanted, share.quantity) if share.sku == sku else 0
        if part:
            stock.move(work, sku, share.lot_id, part, from_bin, task.subject["bin_id"], "replenish", document=task.id)
            wanted -= part
    if wanted:
        raise Refusal("not_there_to_bring", bin=from_bin, sku=sku, missing=wanted)


def _after_move(work: UnitOfWork, task: FloorTask, _: Json) -> None:
    if task.order_id is not None:
        work.tell(MoveDone(task.order_id))


def _after_question(work: UnitOfWork, task: FloorTask, _: Json) -> None:
    """Whoever asked reads the answer on the task."""


def _quantity(answer: Json) -> int:
    quantity = answer.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
        raise invalid("quantity", "a whole number of pieces or grams")
    return quantity


def _newest_lot(work: UnitOfWork, store_id: str, sku: str) -> str:
    rows = select(Lot.id).where(Lot.store_id == store_id, Lot.sku == sku).order_by(Lot.received_at.desc(), Lot.id)
    lot_id = work.session.scalars(rows.limit(1)).first()
    if lot_id is None:
        raise Refusal("never_received", sku=sku)
    return lot_id


_THEN: Mapping[FloorTaskKind, Callable[[UnitOfWork, FloorTask, Json], None]] = {
    FloorTaskKind.SEARCH: _after_search,
    FloorTaskKind.COUNT: _after_count,
    FloorTaskKind.REPLENISH: _after_replenishment,
    FloorTaskKind.MOVE: _after_move,
    FloorTaskKind.QUESTION: _after_question,
}
