"""What follows from a floor task's answer: found, counted, brought, moved."""

from collections.abc import Callable, Mapping

from picking.counting import commands as counting
from picking.counting.model import CountCause
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing import commands as replenishing
from picking.tasks.commands.counting import ask_count, end_count
from picking.tasks.commands.floor_tasks import close_floor_task
from picking.tasks.commands.searching import find_line
from picking.tasks.commands.shorts import end_search
from picking.tasks.events import MoveDone, QuestionAnswered
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import FloorTask, FloorTaskKind, PickLine


def finish_floor_task(work: UnitOfWork, floor_task_id: str, answer: Json | None = None) -> FloorTask:
    """End a floor task with its answer, and let happen what follows from it.

    A search answers `{"found": bool}`, a count of one item `{"quantity": …}`, a replenishment `{"quantity"}` and
    perhaps `"from_bin"` and `"reason"`, a question `{"yes": bool}`, a move nothing.
    """
    task = close_floor_task(work, floor_task_id, answer or {})
    _THEN[task.kind](work, task, answer or {})
    return task


def answer_bin_empty(work: UnitOfWork, bin_id: str, sku: str, *, empty: bool) -> None:
    """Take the answer to "is the bin empty?": a yes is a count of nothing; a no asks for one count."""
    if empty:
        counting.glance(work, bin_id, sku, 0)
    else:
        ask_count(work, bin_id, sku, CountCause.NOT_EMPTY)


def _after_search(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    line = work.get(PickLine, task.subject["line_id"])
    if line.state is not PickLineState.PARKED:
        return
    if answer.get("found"):
        find_line(work, line.id)
    else:
        end_search(work, line)


def _after_count(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    """Give what was counted to the count; what follows from a difference is decided there."""
    quantity = _quantity(answer) if task.subject.get("sku") or "quantity" in answer else None
    end_count(work, task, quantity)


def _after_replenishment(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    """Book what was brought; the bin's waiting lines wake by the goods' own event."""
    from_bin = str(answer.get("from_bin") or task.subject["from_bin"])
    reason = str(answer.get("reason") or "")
    replenishing.brought(work, task.subject["replenishment_id"], _quantity(answer), from_bin, reason)


def _after_move(work: UnitOfWork, task: FloorTask, _: Json) -> None:
    if task.order_id is not None:
        work.tell(MoveDone(task.order_id))


def _after_question(work: UnitOfWork, task: FloorTask, answer: Json) -> None:
    yes = answer.get("yes")
    if not isinstance(yes, bool):
        raise invalid("yes", "true or false")
    work.tell(QuestionAnswered(task.id, task.subject, yes))


def _after_clear_out(work: UnitOfWork, task: FloorTask, _: Json) -> None:
    """Each lot was booked as it was taken off the shelf."""


def _quantity(answer: Json) -> int:
    quantity = answer.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
        raise invalid("quantity", "a whole number of pieces or grams")
    return quantity


_THEN: Mapping[FloorTaskKind, Callable[[UnitOfWork, FloorTask, Json], None]] = {
    FloorTaskKind.SEARCH: _after_search,
    FloorTaskKind.COUNT: _after_count,
    FloorTaskKind.REPLENISH: _after_replenishment,
    FloorTaskKind.MOVE: _after_move,
    FloorTaskKind.QUESTION: _after_question,
    FloorTaskKind.CLEAR_OUT: _after_clear_out,
}
