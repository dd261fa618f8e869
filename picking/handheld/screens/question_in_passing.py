"""The screen of a stock question to somebody who works near the bin: yes, no, or not now, without laying work down."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import Said, attention, right
from picking.handheld.model import Screen
from picking.handheld.screens import question
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.passing import laid_over
from picking.handheld.standing import Standing
from picking.tasks import commands as tasks
from picking.tasks.events import QuestionAsked
from picking.tasks.lifecycle import FloorTaskState
from picking.tasks.model import FloorTask
from picking.tasks.presence import busy_in

FACT = "asked_question"


def ask_in_passing(work: UnitOfWork, event: QuestionAsked) -> None:
    """React to a stock question: whoever works in its zone sees it at once, over what they do."""
    for person_id in busy_in(work.session, work.by.store_id, event.zone_id):
        row = work.find(Screen, person_id, lock=True)
        if row is not None:
            row.facts = {**row.facts, FACT: event.floor_task_id}
            work.push(f"person:{person_id}", "question", {"floor_task_id": event.floor_task_id})


def is_asked(at: Standing) -> bool:
    """Tell whether a question waits for this person; one that somebody else answered waits no more."""
    return _question(at) is not None


def asked_over(screen: ScreenKind) -> ScreenKind:
    """Lay the question over the screen that would stand here."""
    return laid_over(QUESTION_IN_PASSING, screen, FACT)


def show(at: Standing) -> Json:
    """Show what is asked for, how much, and where it should lie."""
    task = _question(at)
    return question.shown(at, task) if task else {}


def yes(at: Standing, _: Json) -> Said:
    """Say that it is there: it is reserved and sent."""
    return _answer(at, yes=True)


def no(at: Standing, _: Json) -> Said:
    """Say that it is not there."""
    return _answer(at, yes=False)


def skip(at: Standing, _: Json) -> Said:
    """Leave it to somebody else."""
    at.forget(FACT)
    return attention("question_left")


def _answer(at: Standing, *, yes: bool) -> Said:
    task = _question(at)
    if task is None:
        raise Refusal("question_is_gone")
    tasks.finish_floor_task(at.work, task.id, {"yes": yes})
    at.forget(FACT)
    return right("question_answered")


def _question(at: Standing) -> FloorTask | None:
    asked = at.facts.get(FACT)
    task = at.work.find(FloorTask, asked) if asked else None
    return task if task is not None and task.state is FloorTaskState.NEW else None


QUESTION_IN_PASSING = ScreenKind(
    name="question_in_passing", show=show, steps={"yes": Step(yes), "no": Step(no), "skip": Step(skip)}
)
