"""Taking over somebody's work: a lead may, anybody else asks, and the holder's full screen says yes or no."""

from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import text_of
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.people.model import Person
from picking.tasks import commands as tasks
from picking.tasks.model import PickTask


def take_over(at: Standing, facts: Json) -> Said:
    """Take over a task: at once with the right to or when its holder asked for it, else by asking the holder."""
    task = at.work.get(PickTask, text_of(facts, "task_id"))
    holder_asked = task.asked_for == at.person_id and task.asked_by == task.person_id
    if holder_asked or at.work.by.may("take_over"):
        tasks.take_over(at.work, task.id, at.person_id, agreed_by=at.person_id)
        at.go("home")
        return right("work_taken")
    tasks.ask_take_over(at.work, task.id, at.person_id)
    return attention("holder_is_asked", person=_name(at, task.person_id))


def hand_over(at: Standing, facts: Json) -> Said:
    """Ask somebody else to take the work in hand; they agree by scanning its basket and taking it over."""
    person = at.work.get(Person, text_of(facts, "person_id"))
    task_id = text_of(facts, "task_id", needed=False) or at.duty.in_hand[0].id
    tasks.ask_take_over(at.work, task_id, person.id)
    return attention("holder_is_asked", person=person.name)


def asked_task(at: Standing) -> PickTask | None:
    """Give the task in this person's hands that somebody else asks for."""
    asked = (task for task in at.duty.in_hand if task.asked_by not in (None, at.person_id))
    return next(asked, None)


def show(at: Standing) -> Json:
    """Show who asks for which order."""
    task = _asked(at)
    person = _name(at, task.asked_for)
    return {"task_id": task.id, "order": at.work.get(Order, task.order_id).number, "person": person}


def agree(at: Standing, _: Json) -> Said:
    """Hand the task over; what is picked stays picked."""
    task = _asked(at)
    to = task.asked_for or ""
    tasks.take_over(at.work, task.id, to, agreed_by=at.person_id)
    return right("handed_over", person=_name(at, to))


def refuse(at: Standing, _: Json) -> Said:
    """Keep the task; whoever asked is told."""
    tasks.refuse_take_over(at.work, _asked(at).id)
    return right("task_kept")


def _asked(at: Standing) -> PickTask:
    task = asked_task(at)
    assert task is not None
    return task


def _name(at: Standing, person_id: str | None) -> str:
    return at.work.get(Person, person_id).name if person_id else ""


TAKE_OVER_ASKED = ScreenKind(name="take_over_asked", show=show, steps={"agree": Step(agree), "refuse": Step(refuse)})
