"""The packing bench's scale: a bag is weighed before its seal, and a lead takes a weight that is off for a reason."""

from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import text_of
from picking.handheld.screens.lead_asked import ask_lead
from picking.handheld.screens.scale import Laid, laid_or_entered
from picking.handheld.standing import Standing
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag


def is_open(at: Standing) -> bool:
    """Tell whether the bag at hand is still to be sealed."""
    bag = at.bags.to_close
    return bag is not None and bag.state in (BagState.OPEN, BagState.REOPENED)


def is_off(at: Standing) -> bool:
    """Offer a lead's word for a weight that was taken and not agreed to yet."""
    bag = at.bags.to_close
    return is_open(at) and bag is not None and bag.weight_actual_grams is not None and bag.weight_reason is None


def bag_laid(at: Standing, laid: Laid) -> Said:
    """Weigh the bag at hand: it fits, or this is likely missing or twice inside."""
    bag = at.bags.to_close
    assert bag is not None
    wrong = outbound.weigh_bag(at.work, bag.id, laid.grams, laid.source)
    if wrong is not None:
        return attention(wrong.code, **wrong.facts)
    return right("bag_weighed", n=bag.n, grams=laid.grams)


def weigh(at: Standing, facts: Json) -> Said:
    """Weigh the bag by the button: what lies on the scale now, or grams read off a scale that is not connected."""
    return bag_laid(at, laid_or_entered(at, facts))


def accept_bag_weight(at: Standing, facts: Json) -> Said:
    """Take the bag's weight as it is, for a reason; without the right a lead's badge is asked for."""
    bag = at.bags.to_close
    reason = text_of(facts, "reason")
    asked = {"bag_id": bag.id if bag else "", "reason": reason}
    return bag_weight_accepted(at, asked) if at.work.by.may("outbound.override") else _ask(at, asked)


def bag_weight_accepted(at: Standing, facts: Json) -> Said:
    """Take it with the right to."""
    bag = outbound.accept_bag_weight(at.work, facts["bag_id"], facts["reason"])
    return right("bag_weight_accepted", n=bag.n, grams=bag.weight_actual_grams)


def _ask(at: Standing, facts: Json) -> Said:
    at.work.get(Bag, facts["bag_id"])
    return ask_lead(at, "accept_bag_weight", facts)
