"""What the screens of all floor tasks share: the task in hand, its subject in words, giving it back."""

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import SURE
from picking.handheld.screens.kind import Step
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.orders.model import Order
from picking.tasks import commands as tasks
from picking.tasks.model import FloorTask


def in_hand(at: Standing) -> FloorTask:
    """Give the floor task this person does."""
    task = at.duty.floor_task
    assert task is not None
    return task


def show(at: Standing) -> Json:
    """Show what is asked for: kind, due time, subject with names instead of numbers."""
    task = in_hand(at)
    subject = task.subject
    order = at.work.find(Order, task.order_id) if task.order_id else None
    item = at.work.find(Item, subject["sku"]) if "sku" in subject else None
    bin_ = at.work.find(Bin, subject["bin_id"]) if subject.get("bin_id") else None
    return {
        "floor_task_id": task.id,
        "kind": str(task.kind),
        "due_at": task.due_at.isoformat(),
        "order": order.number if order else None,
        "item": {"sku": item.sku, "name": item.name(at.language), "picture": item.picture} if item else None,
        "bin": bin_shown(bin_),
        "subject": subject,
        "so_far": at.facts.get("so_far", {}),
    }


def finish(at: Standing, code: str, answer: Json, **facts: object) -> Said:
    """End the task with its answer and go home."""
    tasks.finish_floor_task(at.work, in_hand(at).id, answer)
    at.go("home")
    return finished(code, **facts)


def so_far(at: Standing) -> Json:
    """Give what was scanned for this task up to now."""
    known: Json = at.facts.get("so_far", {})
    return known


def note(at: Standing, **facts: object) -> None:
    """Keep what was scanned for the task's next scan."""
    at.remember(so_far={**so_far(at), **facts})


def expect_bin(bin_: Meaning, wanted: str) -> None:
    """Refuse another bin, naming the right one."""
    if bin_.key != wanted:
        raise Refusal("wrong_bin", bin=bin_.name, right=place_name(wanted))


def expect_item(at: Standing, item: Meaning, wanted: str) -> None:
    """Refuse another item, naming the right one."""
    if item.key != wanted:
        raise Refusal("wrong_item", here=item.name, wanted=at.work.get(Item, wanted).name(at.language))


def give_back(at: Standing, _: Json) -> Said:
    """Let somebody else go on."""
    tasks.give_floor_task_back(at.work, in_hand(at).id)
    at.go("home")
    return right("given_back")


GIVE_BACK = {"give_back": Step(give_back, asks=(SURE,))}
