"""The screen of looking at what a customer brought back: good and into a bin, damaged, or held until somebody knows."""

from picking.aftersales import commands as aftersales
from picking.aftersales.commands import Finding
from picking.aftersales.model import Verdict, WorkOrder, WorkOrderLine
from picking.aftersales.queries import lines_of
from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.entered import optional_number_of, text_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import DAMAGES, number, photo, reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.screens.return_reasons import reason_shown
from picking.handheld.standing import Standing
from picking.orders.model import Order


def show(at: Standing) -> Json:
    """Show the goods at hand and how many lines are left."""
    wish = _wish(at)
    line = _at_hand(at)
    item = at.work.get(Item, line.sku) if line else None
    return {
        "order": at.work.get(Order, wish.order_id).number,
        "number": wish.number,
        "reason": reason_shown(wish.reason),
        "item": item.name(at.language) if item else None,
        "picture": item.picture if item else None,
        "quantity": line.undecided if line else 0,
        "unit": str(line.unit) if line else None,
        "bin": place_name(at.facts.get("bin_id")),
        "left": len(_undecided(at)),
        "scan_now": ["scan_bin"] if line and "bin_id" not in at.facts else [],
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take up the goods in the hand."""
    line = next((line for line in _undecided(at) if line.sku == meaning.key), None)
    if line is None:
        raise Refusal("not_of_this_order", item=meaning.name)
    at.remember(line_id=line.id)
    return right("is_it_still_good", item=meaning.name)


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Choose the bin the good ones go into."""
    at.remember(bin_id=bin_.key)
    return right("bin_chosen", bin=bin_.name)


def good(at: Standing, facts: Json) -> Said:
    """Put so many (all where nothing is said) into the bin that was scanned: they are sold again."""
    return _decide(at, facts, Verdict.RESTOCK, bin_id=at.facts.get("bin_id"))


def damaged(at: Standing, facts: Json) -> Said:
    """Write so many off, for a reason and perhaps with the SHA-256 of a picture."""
    return _decide(at, facts, Verdict.DAMAGE)


def hold(at: Standing, facts: Json) -> Said:
    """Lay so many aside, for a reason, until somebody knows."""
    return _decide(at, facts, Verdict.HOLD)


def _decide(at: Standing, facts: Json, verdict: Verdict, bin_id: str | None = None) -> Said:
    line = _at_hand(at)
    if line is None:
        raise Refusal("nothing_to_inspect")
    quantity = optional_number_of(facts, "quantity")
    reason = text_of(facts, "reason", needed=verdict is not Verdict.RESTOCK) or None
    photo = text_of(facts, "photo", needed=False) or None
    finding = Finding(verdict, line.undecided if quantity is None else quantity, bin_id, reason, photo)
    aftersales.inspect(at.work, line.id, finding)
    if not line.undecided:
        at.forget("line_id", "bin_id")
    left = len(_undecided(at))
    if left == 0:
        at.go("home")
        return finished("return_inspected")
    return right("item_inspected", item=at.work.get(Item, line.sku).name(at.language), left=left)


def _wish(at: Standing) -> WorkOrder:
    return at.work.get(WorkOrder, at.facts["work_order_id"])


def _undecided(at: Standing) -> list[WorkOrderLine]:
    return [line for line in lines_of(at.work.session, at.facts["work_order_id"]) if line.undecided]


def _at_hand(at: Standing) -> WorkOrderLine | None:
    waiting = _undecided(at)
    named = at.facts.get("line_id")
    return next((line for line in waiting if line.id == named), waiting[0] if waiting else None)


INSPECT_GOODS = ScreenKind(
    name="inspect_goods",
    show=show,
    scans={Kind.ITEM: item_scanned, Kind.BIN: bin_scanned},
    steps={
        "good": Step(good, lambda at: "bin_id" in at.facts, (number(),)),
        "damaged": Step(damaged, asks=(number(), reason(*DAMAGES), photo())),
        "hold": Step(hold, asks=(number(), reason("unclear", "lead_decides"), photo())),
        "home": Step(leave),
    },
)
