"""The packing bench and the outbound shelf: seal, label, slot; and the order that is cancelled meanwhile."""

from web_handheld.simulation.actions import Action, Answer, Press, Rest, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.people.hands import LOOK_SECONDS, PACK_SECONDS, REACH_SECONDS, WALK_SECONDS, Hands

SEAL_SCANNED = 0.5


def pack(hands: Hands, answer: Answer) -> Action:
    """Close the bag with a seal, stick its label on, scan it."""
    bag = answer.facts.get("bag")
    if bag is None:
        return Rest(hands.about(LOOK_SECONDS))
    if bag["state"] == "SEALED":
        code = hands.read_label(str(answer.facts["order"]), bag["n"], bag["label_version"])
        return Scan(code, hands.about(REACH_SECONDS)) if code else Rest(hands.about(LOOK_SECONDS))
    if happens(hands.dice, SEAL_SCANNED):
        return Scan(hands.next_seal(), hands.about(PACK_SECONDS))
    return Press("seal", {"seal": hands.next_seal()}, hands.about(PACK_SECONDS))


def drop(hands: Hands, answer: Answer) -> Action:
    """Carry the bag in hand to its slot and scan the slot; where that was refused, go to the one that was named."""
    slot = answer.facts.get("slot")
    wanted = named_slot(answer) or (slot["id"] if slot else None)
    return Scan(f"A:{wanted}", hands.about(WALK_SECONDS)) if wanted else Rest(hands.about(LOOK_SECONDS))


def named_slot(answer: Answer) -> str | None:
    """Give the slot that a refusal named as the right one."""
    return str(answer.named["right"]) if answer.code in ("slot_full", "wrong_slot") else None


def order_cancelled(hands: Hands, _: Answer) -> Action:
    """Stop and say so."""
    return Press("acknowledge", seconds=hands.about(LOOK_SECONDS))
