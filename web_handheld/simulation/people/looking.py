"""Looking what lies in a bin: counting one item or all of it, a number in passing, a yes or no for the service desk."""

from web_handheld.simulation.actions import Action, Answer, Press, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.people.hands import LOOK_SECONDS, REACH_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands

YES, COFFEE_SECONDS = 0.7, 300


def count(hands: Hands, answer: Answer) -> Action:
    """Go to the bin, scan it, enter what lies there; who has no eyes leaves it to somebody who sees."""
    at_bin, so_far = answer.facts["bin"], answer.facts.get("so_far", {})
    if hands.see is None:
        return Press("give_back", seconds=hands.about(COFFEE_SECONDS))
    if so_far.get("bin_id") != at_bin["id"]:
        return Scan(f"B:{at_bin['id']}", hands.about(WALK_SECONDS))
    seen = hands.see(at_bin["id"])
    hands.count("numbers counted")
    if answer.facts.get("whole_bin"):
        return _next_of_bin(hands, answer, seen)
    return Press("counted", {"quantity": seen.get(answer.facts["item"]["sku"], 0)}, hands.about(20))


def _next_of_bin(hands: Hands, answer: Answer, seen: dict[str, int]) -> Action:
    """Scan each item that lies there and enter how many; then the bin is done."""
    counted = {row["sku"] for row in answer.facts["counted"]}
    sku = next((sku for sku in sorted(seen) if sku not in counted), None)
    if sku is None:
        return Press("bin_done", seconds=hands.about(TAP_SECONDS))
    if answer.facts.get("so_far", {}).get("sku") != sku:
        return Scan(hands.code_of(sku), hands.about(REACH_SECONDS))
    return Press("counted", {"quantity": seen[sku]}, hands.about(20))


def how_many_left(hands: Hands, answer: Answer) -> Action:
    """Say what one sees in passing; who has no eyes walks on."""
    if hands.see is None:
        return Press("skip", seconds=hands.about(TAP_SECONDS))
    seen = hands.see(answer.facts["bin"]["id"])
    return Press("left", {"quantity": seen.get(answer.facts["item"]["sku"], 0)}, hands.about(LOOK_SECONDS))


def question(hands: Hands, answer: Answer) -> Action:
    """Say whether so much is there."""
    at_bin, item = answer.facts.get("bin"), answer.facts.get("item")
    if hands.see is None or not at_bin or not item:
        return Press("yes" if happens(hands.dice, YES) else "no", seconds=hands.about(LOOK_SECONDS))
    enough = hands.see(at_bin["id"]).get(item["sku"], 0) >= (answer.facts.get("quantity") or 1)
    return Press("yes" if enough else "no", seconds=hands.about(LOOK_SECONDS))
