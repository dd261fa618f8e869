"""The screen of the packing bench: bag by bag, seal it, stick its label on, scan the label."""

import re

from picking.devices import commands as devices
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.bags import Bags, bag_shown
from picking.handheld.entered import optional_number_of, text_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens import options
from picking.handheld.screens.asks import SURE, choice, number, reason, typed
from picking.handheld.screens.kind import ScreenKind, Step, Weighing
from picking.handheld.screens.lead import badge_scanned
from picking.handheld.screens.pack_weight import accept_bag_weight, bag_laid, is_off, is_open, weigh
from picking.handheld.screens.pick_steps import give_back, unpick
from picking.handheld.screens.scale import scale_scanned, scale_shown
from picking.handheld.standing import Standing
from picking.outbound import commands as outbound
from picking.outbound.commands.weighing import WeightReason
from picking.outbound.lifecycle import BAG, BagState, BagStep
from picking.outbound.model import Bag

OPENED_FOR = ("wrong_item", "missing_item", "bag_torn", "order_changed")
SEAL = re.compile(r"[A-Z]{1,4}-?[0-9]{4,12}")  # a numbered seal: letters of its maker, then its number


def show(at: Standing) -> Json:
    """Show the bag at hand, what goes into it, and how many of the order's bags are done."""
    bags = at.bags
    bag = bags.to_close
    return {
        **_order_shown(at, bags),
        "bag": bag_shown(bag),
        "contents": bags.contents(bag, at.language),
        "scale": scale_shown(at),
        "contents_count": bags.count_contents(bag) if bag else 0,
    }


def _order_shown(at: Standing, bags: Bags) -> Json:
    return {
        "task_id": bags.task.id,
        "order": bags.order.number,
        "due_at": bags.task.due_at.isoformat(),
        "basket": bags.task.basket_id,
        "bags": len(bags.bags),
        "labelled": len(bags.labelled),
        "wants_lead": at.facts.get("wants_lead"),
    }


def seal_scanned(at: Standing, seal: Meaning) -> Said:
    """Take a code nobody knows as the seal's number, but only where it looks like one."""
    if not SEAL.fullmatch(seal.key):
        raise Refusal("code_unknown", text=seal.name)
    return _seal(at, seal.key, None)


def seal(at: Standing, facts: Json) -> Said:
    """Close the bag with a seal's number entered by hand, and its weight where there is a scale."""
    return _seal(at, text_of(facts, "seal"), optional_number_of(facts, "weight_grams"))


def _seal(at: Standing, number: str, weight_grams: int | None) -> Said:
    bag = _bag_at_hand(at)
    outbound.seal_bag(at.work, bag.id, number, weight_grams)
    devices.spend_weight(at.work, at.person_id)  # what lies on the scale is this bag, not the next
    return right("bag_sealed", n=bag.n, of=len(at.bags.bags))


def label_scanned(at: Standing, meaning: Meaning) -> Said:
    """Check that this bag carries its newest label."""
    bag, code = meaning.thing
    at.bags.must_hold(bag)
    outbound.label_scanned(at.work, bag.id, code.version)
    return right("bag_labelled", n=bag.n, of=len(at.bags.bags))


def cut_seal(at: Standing, facts: Json) -> Said:
    """Open a closed bag again, for a reason; its label is worth nothing from now on."""
    bag = at.bags.named(text_of(facts, "bag_id", needed=False)) or _bag_at_hand(at)
    outbound.cut_seal(at.work, bag.id, text_of(facts, "reason"))
    return right("seal_cut", n=bag.n)


def reprint(at: Standing, _: Json) -> Said:
    """Print the bag's label again: the old one is lost or spoiled, and its version no longer counts."""
    bag = _bag_at_hand(at)
    outbound.relabel(at.work, bag.id)
    return right("label_prints", n=bag.n)


def _bag_at_hand(at: Standing) -> Bag:
    bag = at.bags.to_close
    if bag is None:
        raise Refusal("no_bag_to_close")
    return bag


def _is_open(at: Standing) -> bool:
    bag = at.bags.to_close
    return bag is not None and BagStep.SEAL in BAG.possible(bag.state)


def _is_sealed(at: Standing) -> bool:
    bag = at.bags.to_close
    return bag is not None and bag.state is BagState.SEALED


PACK = ScreenKind(
    name="pack",
    show=show,
    scans={Kind.UNKNOWN: seal_scanned, Kind.BAG: label_scanned, Kind.BADGE: badge_scanned, Kind.DEVICE: scale_scanned},
    weighing=Weighing(bag_laid, is_open),
    steps={
        "seal": Step(seal, _is_open, (typed("seal"),)),
        "weigh": Step(weigh, is_open, (number("grams", needed=False),)),
        "accept_bag_weight": Step(accept_bag_weight, is_off, (reason(*WeightReason),)),
        "reprint": Step(reprint, _is_sealed),
        "cut_seal": Step(cut_seal, _is_sealed, (reason(*OPENED_FOR),)),
        "unpick": Step(unpick, asks=(choice("line_id", options.PICKED),)),
        "give_back": Step(give_back, asks=(SURE,)),
    },
)
