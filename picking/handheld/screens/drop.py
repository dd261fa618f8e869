"""The screen of the way to the outbound shelf: each bag is scanned into its order's slot."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.bags import bag_shown
from picking.handheld.entered import text_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import SURE, reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.pack import OPENED_FOR
from picking.handheld.screens.pick_steps import give_back
from picking.handheld.standing import Standing
from picking.outbound import commands as outbound
from picking.outbound.model import Bag


def show(at: Standing) -> Json:
    """Show the bag in hand, its slot in letters one reads from afar, and how many bags are left."""
    bags = at.bags
    bag = _bag_in_hand(at)
    slot = bags.slot(bag) if bag else None
    return {
        "order": bags.order.number,
        "bag": bag_shown(bag),
        "slot": {"id": slot.id, "name": place_name(slot.id)} if slot else None,
        "bags": len(bags.bags),
        "bags_left": len(bags.labelled),
    }


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Say which bag is in the hand; an old label is refused here already."""
    bag, code = meaning.thing
    at.bags.must_hold(bag)
    outbound.label_scanned(at.work, bag.id, code.version)
    at.remember(bag_id=bag.id)
    slot = at.bags.slot(bag)
    return right("bag_in_hand", bag=meaning.name, slot=place_name(slot.id) if slot else "")


def slot_scanned(at: Standing, slot: Meaning) -> Said:
    """Put the bag in hand into the slot; the order is ready by the scan of its last bag."""
    bag = _bag_in_hand(at)
    if bag is None:
        raise Refusal("no_bag_in_hand")
    task_id = at.bags.task.id
    outbound.put_in_slot(at.work, bag.id, slot.key)
    at.forget("bag_id")
    at.look()
    if at.duty.packing is None or at.duty.packing.id != task_id or not at.bags.labelled:
        return finished("bags_in_slot", slot=slot.name)
    return right("bag_in_slot", slot=slot.name, left=len(at.bags.labelled))


def cut_seal(at: Standing, facts: Json) -> Said:
    """Open the bag in hand again, for a reason; it goes back to the bench."""
    bag = _bag_in_hand(at)
    if bag is None:
        raise Refusal("no_bag_in_hand")
    outbound.cut_seal(at.work, bag.id, text_of(facts, "reason"))
    at.forget("bag_id")
    return right("seal_cut", n=bag.n)


def _bag_in_hand(at: Standing) -> Bag | None:
    chosen = at.bags.named(at.facts.get("bag_id", ""))
    return chosen if chosen in at.bags.labelled else at.bags.to_drop


DROP = ScreenKind(
    name="drop",
    show=show,
    scans={Kind.SLOT: slot_scanned, Kind.BAG: bag_scanned},
    steps={"cut_seal": Step(cut_seal, asks=(reason(*OPENED_FOR),)), "give_back": Step(give_back, asks=(SURE,))},
)
