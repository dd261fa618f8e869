"""The buttons of picking: quantity, weight, park, short, second bin, substitute, skip, give back, un-pick.

Whether a line may still be changed, and by whom, the task room says with its own reason.
"""

from picking.catalogue.model import Item
from picking.devices import commands as devices
from picking.foundation.quantity import within_tolerance
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.places import place_name
from picking.handheld.screens.lead_asked import ask_lead
from picking.handheld.screens.pick_scans import counted, item_name
from picking.handheld.screens.scale import Laid, laid_or_entered
from picking.handheld.standing import Standing
from picking.outbound import commands as outbound
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine


def line_meant(at: Standing, facts: Json) -> str:
    """Give the id of the line a step names, else of the one at hand."""
    named = text_of(facts, "line_id", needed=False)
    if named:
        return named
    if at.walk.current is None:
        raise Refusal("no_line_at_hand")
    return at.walk.current.line.id


def take(at: Standing, facts: Json) -> Said:
    """Count a quantity entered on the pad; the item must have been scanned for this line first."""
    line_id = line_meant(at, facts)
    line = at.work.find(PickLine, line_id)
    item = at.work.get(Item, line.sku) if line else None
    if item and item.scan_each:
        raise Refusal("scan_each_one", item=item.name(at.language))
    if item and at.facts.get("scanned_line_id") != line_id:
        raise Refusal("scan_before_the_pad", item=item.name(at.language))
    return counted(at, tasks.take_item(at.work, line_id, whole_number_of(facts, "quantity")))


def weigh(at: Standing, facts: Json) -> Said:
    """Take a line by the grams entered, else by what lies on the person's scale; `more` says that more of it follows.

    A whole weight outside the tolerance is refused and may be weighed again, or taken with a lead's word.
    """
    laid, more = laid_or_entered(at, facts), facts.get("more") is True
    line = tasks.weigh_line(at.work, line_meant(at, facts), laid.grams, more=more, source=laid.source)
    devices.spend_weight(at.work, at.person_id)
    return counted(at, line)


def laid_on_scale(at: Standing, laid: Laid) -> Said:
    """Weigh the line at hand by what lies still on the scale; what is too little so far waits for more."""
    current = at.walk.current
    assert current is not None
    line, item = current.line, current.item
    if line.id != at.facts.get("line_id") and line.state not in (PickLineState.AT_BIN, PickLineState.PARTIAL):
        raise Refusal("scan_before_the_scale", item=item.name(at.language))
    total = line.picked + laid.grams
    if total < line.quantity and not within_tolerance(total, line.quantity, item.weight_tolerance_permille):
        return attention("weight_so_far", item=item.name(at.language), grams=total, asked=line.quantity)
    weighed = tasks.weigh_line(at.work, line.id, laid.grams, source=laid.source)
    devices.spend_weight(at.work, at.person_id)
    return counted(at, weighed)


def accept_weight(at: Standing, facts: Json) -> Said:
    """Take a weight outside the tolerance all the same; without the right a lead's badge is asked for."""
    line_id, laid = line_meant(at, facts), laid_or_entered(at, facts)
    if not at.work.by.may("force_complete"):
        return ask_lead(at, "accept_weight", {"line_id": line_id, "grams": laid.grams})
    line = tasks.weigh_line(at.work, line_id, laid.grams, accept=True, source=laid.source)
    devices.spend_weight(at.work, at.person_id)
    return counted(at, line)


def park(at: Standing, facts: Json) -> Said:
    """Leave a line that cannot be found now: help is called, the picker goes on, nobody is blamed."""
    line = tasks.park_line(at.work, line_meant(at, facts))
    leave_line(at)
    return right("line_set_aside", item=item_name(at, line.sku))


def find(at: Standing, facts: Json) -> Said:
    """Take a parked line up again: it was found."""
    line = tasks.find_line(at.work, text_of(facts, "line_id"))
    leave_line(at)
    at.remember(line_id=line.id)
    return right("line_taken_up", item=item_name(at, line.sku), bin=place_name(line.bin_id))


def short(at: Standing, facts: Json) -> Said:
    """Report a line missing, for a reason; the task room names the second bin first."""
    insists = facts.get("force") is True
    line = tasks.report_short(at.work, line_meant(at, facts), text_of(facts, "reason"), force=insists)
    leave_line(at)
    return attention("short_reported", item=item_name(at, line.sku))


def second_bin(at: Standing, facts: Json) -> Said:
    """Fetch the line from its second bin."""
    line = tasks.use_second_bin(at.work, line_meant(at, facts))
    leave_line(at)
    at.remember(line_id=line.id)
    return right("go_to_second_bin", bin=place_name(line.bin_id), item=item_name(at, line.sku))


def substitute(at: Standing, facts: Json) -> Said:
    """Give the customer's answer, asked by telephone: which of the proposals, or none of them."""
    sku = text_of(facts, "sku", needed=False)
    line = tasks.answer_substitution(at.work, text_of(facts, "line_id"), sku or None)
    if sku:
        return right("item_substituted", item=item_name(at, line.sku), by=item_name(at, sku))
    return right("line_left_out", item=item_name(at, line.sku))


def skip(at: Standing, facts: Json) -> Said:
    """Put a line last in the walk; it is never dropped."""
    line = tasks.skip_line(at.work, line_meant(at, facts))
    leave_line(at)
    return right("line_skipped", item=item_name(at, line.sku))


def give_back(at: Standing, _: Json) -> Said:
    """Give all work back; what is picked stays picked and in its basket."""
    tasks.give_back(at.work, at.person_id)
    at.go("home")
    return right("given_back")


def unpick(at: Standing, facts: Json) -> Said:
    """Take a picked line back out of the basket; without the right a lead's badge is asked for."""
    text_of(facts, "line_id")
    return unpicked(at, facts) if at.work.by.may("unpick") else ask_lead(at, "unpick", facts)


def unpicked(at: Standing, facts: Json) -> Said:
    """Do the un-picking with the right to; what was bagged comes out of its bag first."""
    outbound.unpack_line(at.work, facts["line_id"])
    line = tasks.unpick_line(at.work, facts["line_id"])
    leave_line(at)
    return right("line_unpicked", item=item_name(at, line.sku), bin=place_name(line.bin_id))


def bin_is_empty(at: Standing, _: Json) -> Said:
    """Answer that the bin is empty, as the books say."""
    asked = _asked_about(at)
    tasks.answer_bin_empty(at.work, asked["bin_id"], asked["sku"], empty=True)
    return right("bin_confirmed_empty", bin=place_name(asked["bin_id"]))


def bin_has_more(at: Standing, _: Json) -> Said:
    """Answer that something is left although the books say empty: one count is opened, never two."""
    asked = _asked_about(at)
    tasks.answer_bin_empty(at.work, asked["bin_id"], asked["sku"], empty=False)
    return right("count_opened", bin=place_name(asked["bin_id"]))


def _asked_about(at: Standing) -> Json:
    asked: Json | None = at.facts.get("ask_empty")
    if asked is None:
        raise Refusal("nothing_was_asked")
    at.forget("ask_empty")
    return asked


def leave_line(at: Standing) -> None:
    """Forget which line was at hand."""
    at.forget("line_id", "scanned_line_id", "sku", "ask_empty")
