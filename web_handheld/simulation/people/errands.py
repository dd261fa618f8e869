"""Everything that is not picking: moving, putting back, searching, replenishing, clearing the shelves."""

from web_handheld.simulation.actions import Action, Answer, Press, Rest, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.people.bench import named_slot
from web_handheld.simulation.people.hands import LOOK_SECONDS, REACH_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands

DAMAGED, SEARCH_FINDS, GIVEN_AWAY = 0.05, 0.6, 0.5
REFUSED_TO_PICKERS = ("photo_needed", "write_off_by_lead")


def put_back(hands: Hands, answer: Answer) -> Action:
    """Look at each item, carry it to its bin and scan that, or write it off."""
    line = answer.facts.get("line")
    if line is None:
        return Rest(hands.about(LOOK_SECONDS))
    if hands.errs("goods written off", line["id"], DAMAGED) and answer.may("damaged"):
        return Press("damaged", {"reason": "packing_torn"}, hands.about(LOOK_SECONDS))
    if answer.may("too_warm") and hands.knows("it is too warm", line["id"]):
        return Press("too_warm", seconds=hands.about(TAP_SECONDS))
    if answer.may("good"):
        return Press("good", seconds=hands.about(LOOK_SECONDS))
    return Scan(f"B:{line['bin']['id']}", hands.about(WALK_SECONDS))


def move(hands: Hands, answer: Answer) -> Action:
    """Fetch a stall's goods at the staging shelf, scan each bag and bring it to its slot."""
    facts, bag = answer.facts, answer.facts.get("bag")
    if bag is None:
        return Rest(hands.about(LOOK_SECONDS))
    if not facts["so_far"].get("position_id") and facts["positions"]:
        return Scan(f"G:{hands.store.full_id(facts['positions'][0])}", hands.about(WALK_SECONDS))
    if bag["state"] == "SEALED":
        code = hands.read_label(str(facts["order"]), bag["n"], bag["label_version"])
        return Scan(code, hands.about(REACH_SECONDS)) if code else Rest(hands.about(LOOK_SECONDS))
    slots = [hands.store.full_id(name) for name in facts["slots"]]
    fitting = named_slot(answer) or hands.store.slot_for(bag["temperature_class"], slots)
    return Scan(f"A:{fitting}", hands.about(WALK_SECONDS)) if fitting else Rest(hands.about(LOOK_SECONDS))


def search(hands: Hands, answer: Answer) -> Action:
    """Look for what a picker could not find."""
    if happens(hands.dice, SEARCH_FINDS):
        return Scan(hands.code_of(answer.facts["item"]["sku"]), hands.about(60))
    return Press("not_found", seconds=hands.about(90))


def replenish(hands: Hands, answer: Answer) -> Action:
    """Fetch goods from where the task says and bring them where they are wanted."""
    facts, so_far = answer.facts, answer.facts.get("so_far", {})
    subject = facts["subject"]
    if "quantity" in so_far:
        return Scan(f"B:{facts['bin']['id']}", hands.about(WALK_SECONDS))
    if "from_bin" not in so_far:
        return Scan(f"B:{subject['from_bin']}", hands.about(WALK_SECONDS))
    hands.count("faces relieved" if subject.get("back") else "faces filled")
    return Press("taken", {"quantity": subject["quantity"]}, hands.about(REACH_SECONDS))


def clear_out(hands: Hands, answer: Answer) -> Action:
    """Go from bin to bin, scan the item, give away what is still good and write off the rest."""
    goods, so_far = answer.facts.get("at_hand"), answer.facts.get("so_far", {})
    if goods is None:
        return Rest(hands.about(LOOK_SECONDS))
    if so_far.get("bin_id") != goods["bin"]["id"]:
        return Scan(f"B:{goods['bin']['id']}", hands.about(WALK_SECONDS))
    if so_far.get("lot_id") is None:
        return Scan(hands.code_of(goods["sku"]), hands.about(REACH_SECONDS))
    if answer.code in REFUSED_TO_PICKERS:
        return Press("not_there", seconds=hands.about(TAP_SECONDS))
    gives = answer.may("donated") and happens(hands.dice, GIVEN_AWAY)
    hands.count("lots given away" if gives else "lots written off")
    return Press("donated" if gives else "wasted", {}, hands.about(REACH_SECONDS))
