"""The way to the goods: shift, basket, bin, item, quantity, weight, and what is not there."""

from collections.abc import Mapping
from typing import Any

from web_handheld.simulation.actions import Action, Answer, Press, Rest, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.labels import scale_label
from web_handheld.simulation.people.door import at_the_door
from web_handheld.simulation.people.hands import LOOK_SECONDS, REACH_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands

UNKNOWN_CODE = "0099887766554"
SHORT_REASONS = ("not_found", "damaged", "bin_empty")
IDLE_SECONDS, IDLE_REAL_SECONDS = 15, 1.0
BIN_HAS_MORE, CUSTOMER_TAKES_SUBSTITUTE, WEIGHT_TYPED = 0.03, 0.6, 0.3
Line = Mapping[str, Any]


def home(hands: Hands, answer: Answer) -> Action:
    """Begin the shift, take what is offered, else ask for work; where there was none just now, wait a little."""
    if answer.may("take_offer"):
        return Press("take_offer", seconds=hands.about(TAP_SECONDS))
    if answer.facts.get("put_back"):
        return Scan(answer.facts["put_back"]["code"], hands.about(REACH_SECONDS))
    if answer.code == "no_work_now" and not (answer.facts.get("delivery") or answer.facts.get("in_bay")):
        return Rest(hands.about(IDLE_SECONDS), IDLE_REAL_SECONDS)
    to_the_door = at_the_door(hands, answer)
    if to_the_door:
        return to_the_door
    step = next((step for step in ("start_shift", "next_work", "home") if answer.may(step)), None)
    return Press(step, seconds=hands.about(TAP_SECONDS)) if step else Rest(hands.about(IDLE_SECONDS), IDLE_REAL_SECONDS)


def scan_basket(hands: Hands, answer: Answer) -> Action:
    """Take the basket the order already has, else some basket from the rack."""
    basket = answer.facts.get("basket")
    return Scan(f"K:{basket['id'] if basket else hands.any_basket()}", hands.about(REACH_SECONDS))


def pick_line(hands: Hands, answer: Answer) -> Action:
    """Go to the bin, scan it, scan the item, count or weigh."""
    facts, line = answer.facts, answer.facts.get("line")
    if facts.get("is_the_bin_empty"):
        more = happens(hands.dice, BIN_HAS_MORE)
        return Press("bin_has_more" if more else "bin_is_empty", seconds=hands.about(TAP_SECONDS))
    if line is None:
        return Rest(hands.about(LOOK_SECONDS))
    if line["state"] in ("SHORT_REPORTED", "SUB_PROPOSED"):
        return _ask_customer(hands, answer, line)
    return _errand(hands, answer, line) or _to_the_goods(hands, answer, line)


def _ask_customer(hands: Hands, answer: Answer, line: Line) -> Action:
    """Ring the customer: one of the proposals, or leave it out."""
    if not answer.may("substitute"):
        return Rest(hands.about(LOOK_SECONDS))
    proposals = line.get("proposals") or []
    takes = proposals and happens(hands.dice, CUSTOMER_TAKES_SUBSTITUTE)
    chosen = {"sku": hands.dice.choice(proposals)} if takes else {}
    return Press("substitute", {"line_id": line["id"], **chosen}, hands.about(30))


def _errand(hands: Hands, answer: Answer, line: Line) -> Action | None:
    """Throw what goes wrong at this line: it is not there, cannot be found now, or a wrong code is scanned first."""
    at = line["id"]
    if hands.knows("the second bin has it", at) and not hands.knows("went to the second bin", at):
        hands.keep_in_mind("went to the second bin", at)
        return Press("second_bin", {"line_id": at}, hands.about(LOOK_SECONDS))
    if answer.may("short") and hands.errs("shorts", at, hands.odds.short):
        reason = hands.dice.choice(SHORT_REASONS)
        return Press("short", {"line_id": at, "reason": reason}, hands.about(30))
    if answer.may("park") and hands.errs("parked lines", at, hands.odds.parked):
        return Press("park", {"line_id": at}, hands.about(20))
    if hands.errs("wrong scans", at, hands.odds.wrong_scan):
        other = hands.store.another_sku(line["sku"])
        return Scan(str(hands.store.code(other, "gtin")), hands.about(REACH_SECONDS))
    if hands.errs("unknown codes", at, hands.odds.unknown_code):
        return Scan(UNKNOWN_CODE, hands.about(REACH_SECONDS))
    return None


def _to_the_goods(hands: Hands, answer: Answer, line: Line) -> Action:
    at_bin = line.get("bin")
    if at_bin and answer.facts.get("at_bin") != at_bin["id"]:
        return Scan(f"B:{at_bin['id']}", hands.about(WALK_SECONDS))
    return weigh(hands, line) if line["unit"] == "gram" else count(hands, answer, line)


def weigh(hands: Hands, line: Line) -> Action:
    """Fill a bag near the weight, put it on the scale, scan the scale's label or enter what it shows."""
    wanted = line["quantity"] - line["picked"]
    near = 0.01 if hands.knows("the weight was too far off", line["id"]) else 0.06
    grams = max(1, round(wanted * hands.dice.uniform(1 - near, 1 + near)))
    plu = hands.store.code(line["sku"], "plu")
    if plu is None or happens(hands.dice, WEIGHT_TYPED):
        return Press("weigh", {"line_id": line["id"], "grams": grams}, hands.about(12))
    label = scale_label(hands.store.scale_layouts, plu, grams, hands.store.item(line["sku"])["price_minor"])
    return Scan(label, hands.about(14))


def count(hands: Hands, answer: Answer, line: Line) -> Action:
    """Scan a piece or a box; once one was scanned, enter the rest on the pad."""
    left = line["quantity"] - line["picked"]
    pad_works = answer.may("take") and not line["scan_each"] and not hands.knows("the pad was refused", line["id"])
    if line["picked"] and left > 1 and pad_works:
        return Press("take", {"line_id": line["id"], "quantity": left}, hands.about(REACH_SECONDS))
    typed = hands.errs("typed codes", line["id"], hands.odds.typed_code)
    return Scan(hands.store.code_on_wrapping(line["sku"], left), hands.about(REACH_SECONDS), typed=typed)


def verify(hands: Hands, answer: Answer) -> Action:
    """Scan what was typed before."""
    line = answer.facts.get("line")
    if line is None:
        return Rest(hands.about(LOOK_SECONDS))
    return Scan(hands.store.code_on_wrapping(line["sku"], 1), hands.about(REACH_SECONDS))
