"""The screen of a question to whoever is near: yes or no."""

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.screens import floor_task
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.tasks.model import FloorTask


def show(at: Standing) -> Json:
    """Show what is asked for, how much, and where it should lie."""
    return shown(at, floor_task.in_hand(at))


def shown(at: Standing, task: FloorTask) -> Json:
    """Show a stock question, whoever answers it."""
    subject = task.subject
    item = at.work.get(Item, subject["sku"])
    return {
        "item": {"sku": item.sku, "name": item.name(at.language), "picture": item.picture},
        "quantity": subject.get("quantity"),
        "unit": subject.get("unit") or str(item.unit),
        "bin": bin_shown(at.work.find(Bin, subject["bin_id"]) if subject.get("bin_id") else None),
        "subject": subject,
        "scan_now": [],
    }


def yes(at: Standing, _: Json) -> Said:
    """Answer yes."""
    return floor_task.finish(at, "question_answered", {"yes": True})


def no(at: Standing, _: Json) -> Said:
    """Answer no."""
    return floor_task.finish(at, "question_answered", {"yes": False})


QUESTION = ScreenKind(
    name="question",
    show=show,
    steps={"yes": Step(yes), "no": Step(no), **floor_task.GIVE_BACK},
)
