"""A lead's badge scanned on somebody's handheld: the step that waited for it is allowed, once."""

from collections.abc import Callable, Mapping

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.interpret import Meaning
from picking.handheld.lending import rights_lent
from picking.handheld.screens.pack_weight import bag_weight_accepted
from picking.handheld.screens.pick_steps import accept_weight, unpicked
from picking.handheld.standing import Standing
from picking.outbound.model import Bag
from picking.tasks.model import PickLine

WAITING: Mapping[str, Callable[[Standing, Json], Said]] = {
    "unpick": unpicked,
    "accept_weight": accept_weight,
    "accept_bag_weight": bag_weight_accepted,
}


def badge_scanned(at: Standing, badge: Meaning) -> Said:
    """Let a lead allow what was asked for; without a question a badge means nothing here."""
    waiting: Json | None = at.facts.get("wants_lead")
    if waiting is None:
        raise Refusal("no_lead_wanted")
    at.forget("wants_lead")
    with rights_lent(at.work, badge.key) as lead:
        said = WAITING[waiting["step"]](at, waiting["facts"])
    at.work.note(_thing(at, waiting["facts"]), "lead_agreed", to=waiting["step"], lead=lead.id)
    return said


def _thing(at: Standing, facts: Json) -> Bag | PickLine:
    return at.work.get(Bag, facts["bag_id"]) if "bag_id" in facts else at.work.get(PickLine, facts["line_id"])
