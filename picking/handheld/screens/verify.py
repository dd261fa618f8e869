"""The screen for lines whose code was typed: each must be scanned before its bag may be sealed."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens import options
from picking.handheld.screens.asks import SURE, choice
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lead import badge_scanned
from picking.handheld.screens.pick_scans import item_name
from picking.handheld.screens.pick_steps import give_back, unpick
from picking.handheld.standing import Standing
from picking.handheld.walk import line_in_short, line_shown, lines_where
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickLineState


def show(at: Standing) -> Json:
    """Show the first unverified line, the next two, and how many there are."""
    walk = at.walk
    return {
        "line": line_shown(walk.lines[0], at.language) if walk.lines else None,
        "next": [line_in_short(one, at.language) for one in walk.lines[1:]],
        "counts": {"unverified": walk.count(PickLineState.UNVERIFIED), "all": sum(walk.counts.values())},
        "wants_lead": at.facts.get("wants_lead"),
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Verify the line of this item; the task room refuses a code typed again."""
    unverified = lines_where(at.work.session, at.walking_ids, sku=meaning.key, state=PickLineState.UNVERIFIED)
    if not unverified:
        current = at.walk.current
        wanted = current.item.name(at.language) if current else ""
        raise Refusal("wrong_item", here=meaning.name, wanted=wanted)
    tasks.take_item(at.work, unverified[0].id, meaning.scanned_item.contains, typed=at.typed)
    at.look()
    if at.walk.count(PickLineState.UNVERIFIED) == 0:
        return finished("all_verified")
    return right("line_verified", item=item_name(at, meaning.key))


VERIFY = ScreenKind(
    name="verify",
    show=show,
    scans={Kind.ITEM: item_scanned, Kind.BADGE: badge_scanned},
    steps={
        "unpick": Step(unpick, asks=(choice("line_id", options.PICKED),)),
        "give_back": Step(give_back, asks=(SURE,)),
    },
)
