"""The screen of a question in passing: how many are left in the bin one stands before; whoever is busy walks on."""

from picking.catalogue.model import Item
from picking.counting import commands as counting
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import whole_number_of
from picking.handheld.places import place_name
from picking.handheld.screens.asks import number
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.passing import laid_over
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown


def is_asked(at: Standing) -> bool:
    """Tell whether a question in passing waits for its answer."""
    return "ask_left" in at.facts


def asked_over(screen: ScreenKind) -> ScreenKind:
    """Lay the question over the screen that would stand here: every scan goes on with that one, unanswered."""
    return laid_over(HOW_MANY_LEFT, screen, "ask_left")


def show(at: Standing) -> Json:
    """Show the bin and the item; what the books say is not shown, so that nobody reads it off."""
    asked = at.facts.get("ask_left") or {}
    item = at.work.get(Item, asked["sku"])
    return {
        "bin": bin_shown(at.work.find(Bin, asked["bin_id"])),
        "item": {"sku": item.sku, "name": item.name(at.language), "picture": item.picture},
        "unit": str(item.unit),
        "scan_now": [],
    }


def left(at: Standing, facts: Json) -> Said:
    """Take the number: the books are right, or are put right, or somebody is sent to count."""
    asked = _asked(at)
    quantity = whole_number_of(facts, "quantity")
    counting.glance(at.work, asked["bin_id"], asked["sku"], quantity)
    at.forget("ask_left")
    return right("thanks_for_looking", bin=place_name(asked["bin_id"]), quantity=quantity)


def skip(at: Standing, _: Json) -> Said:
    """Walk on without an answer; the same bin is not asked about again for hours."""
    asked = _asked(at)
    at.forget("ask_left")
    return attention("question_skipped", bin=place_name(asked["bin_id"]))


def _asked(at: Standing) -> Json:
    asked: Json | None = at.facts.get("ask_left")
    if asked is None:
        raise Refusal("nothing_was_asked")
    return asked


HOW_MANY_LEFT = ScreenKind(
    name="how_many_left", show=show, steps={"left": Step(left, asks=(number(),)), "skip": Step(skip)}
)
