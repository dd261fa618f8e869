"""The delivery bay: goods are taken in scan by scan, bad ones go back, and everything is put away into its bin."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from web_handheld.simulation.actions import Action, Answer, Press, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.people.hands import LOOK_SECONDS, REACH_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands

TOO_FEW, SPOILT, GOES_TO_THE_BAY = 0.08, 0.05, 0.1
NOT_TAKEN = ("life_too_short", "expired_at_door", "date_needed", "item_code_unknown", "quantity_zero")
Line = Mapping[str, Any]


def receive(hands: Hands, answer: Answer) -> Action:
    """Scan what comes, enter how many and until when; the end says why some did not come."""
    at_hand = answer.facts.get("at_hand")
    if at_hand:
        return _enter(hands, answer, at_hand)
    delivery = str(answer.facts["number"])
    left = [line for line in answer.facts.get("lines", ()) if not _is_given_up(hands, delivery, line["sku"])]
    if not left:
        hands.count("deliveries taken in")
        return Press("delivery_done", {"reason": "short_delivered"}, hands.about(TAP_SECONDS))
    return _take(hands, answer, delivery, left[0])


def _take(hands: Hands, answer: Answer, delivery: str, line: Line) -> Action:
    """Scan one of them; once it was taken in, enter the rest of its kind."""
    sku, quantity = line["sku"], line["quantity"]
    if hands.errs("goods refused at the door", f"{delivery} {sku}", SPOILT):
        return Press("refuse_goods", {"sku": sku, "quantity": 1, "reason": "damaged"}, hands.about(LOOK_SECONDS))
    if line["received"] and hands.errs("lines that came short", f"{delivery} {sku}", TOO_FEW):
        hands.keep_in_mind("line given up", f"{delivery} {sku}")
    if answer.facts.get("last_sku") == sku and answer.may("more_of_it"):
        return Press("more_of_it", {"quantity": quantity}, hands.about(REACH_SECONDS))
    return Scan(hands.code_of(sku), hands.about(REACH_SECONDS))


def _enter(hands: Hands, answer: Answer, at_hand: Line) -> Action:
    sku = str(at_hand["sku"])
    if answer.code in NOT_TAKEN:
        hands.keep_in_mind("line given up", f"{answer.facts['number']} {sku}")
        return Press("refuse_goods", {"quantity": 1, "reason": "life_too_short"}, hands.about(TAP_SECONDS))
    keeps = timedelta(days=hands.store.item(sku).get("shelf_life_days") or 0)
    day = {} if at_hand.get("expires_on") else {"expires": f"{datetime.now(UTC) + keeps:%y%m%d}"}
    return Press("entered", {"quantity": max(1, at_hand.get("expected") or 1), **day}, hands.about(12))


def _is_given_up(hands: Hands, delivery: str, sku: str) -> bool:
    return hands.knows("line given up", f"{delivery} {sku}")


def put_away(hands: Hands, answer: Answer) -> Action:
    """Carry what lies first to the bin that is proposed; where it does not fit, to the next one, or leave it."""
    if answer.code == "goods_put_away":
        hands.count("lots put away")
    line, bins = answer.facts.get("line"), [answer.facts.get("bin"), *answer.facts.get("other_bins", ())]
    named = [each for each in bins if each]
    if line is None or not named:
        return Press("home", seconds=hands.about(TAP_SECONDS))
    fitting = [each for each in named if not hands.knows("does not fit", f"{each['id']} {line['item']}")]
    if answer.tone == "wrong" and fitting:
        hands.keep_in_mind("does not fit", f"{fitting[0]['id']} {line['item']}")
        fitting = fitting[1:]
    if not fitting:
        hands.keep_in_mind("left in the bay", line["item"])
        return Press("home", seconds=hands.about(TAP_SECONDS))
    room = fitting[0].get("room")
    if room is not None and 0 < room < line["quantity"]:
        return Press("part", {"quantity": room}, hands.about(TAP_SECONDS))
    return Scan(f"B:{fitting[0]['id']}", hands.about(WALK_SECONDS))


def at_the_door(hands: Hands, answer: Answer) -> Action | None:
    """Between two walks: go to a delivery that waits, or put away what lies in the bay; else nothing."""
    delivery = answer.facts.get("delivery")
    if delivery and answer.may("receive") and not hands.knows("went to the delivery", delivery["id"]):
        hands.keep_in_mind("went to the delivery", delivery["id"])
        return Press("receive", {"delivery_id": delivery["id"]}, hands.about(WALK_SECONDS))
    if answer.facts.get("in_bay") and answer.may("put_away") and happens(hands.dice, GOES_TO_THE_BAY):
        return Press("put_away", seconds=hands.about(WALK_SECONDS))
    return None
