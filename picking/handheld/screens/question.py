"""The screen of a question to whoever is near: yes or no."""

from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.screens import floor_task
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing


def yes(at: Standing, _: Json) -> Said:
    """Answer yes."""
    return floor_task.finish(at, "question_answered", {"yes": True})


def no(at: Standing, _: Json) -> Said:
    """Answer no."""
    return floor_task.finish(at, "question_answered", {"yes": False})


QUESTION = ScreenKind(
    name="question",
    show=floor_task.show,
    steps={"yes": Step(yes), "no": Step(no), **floor_task.GIVE_BACK},
)
