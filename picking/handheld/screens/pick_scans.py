"""What a scan means while picking: a bin selects a line, an item counts, a scale label weighs.

A line that is decided, cancelled or somebody else's is refused by the task room, with its own reason.
"""

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.catalogue.queries import FoundItem
from picking.counting import commands as counting
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.handheld.answer import Said, attention, finished, right
from picking.handheld.interpret import Meaning
from picking.handheld.places import place_name
from picking.handheld.standing import Standing
from picking.handheld.walk import TO_TAKE, lines_where
from picking.stock.model import Lot
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine
from picking.tasks.views import bin_looks_empty

COUNTING = (PickLineState.AT_BIN, PickLineState.PARTIAL)


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Select the bin's one open line; ask for the item where there are several; refuse a bin nobody wants."""
    lines = lines_where(at.work.session, at.walking_ids, bin_id=bin_.key)
    open_lines = [line for line in lines if line.state in TO_TAKE]
    if not open_lines:
        return _bin_without_open_line(at, bin_, lines)
    meant = [line for line in open_lines if line.sku == at.facts.get("sku")] or open_lines
    if len({(line.sku, line.lot_id) for line in meant}) > 1:
        at.forget("line_id", "sku")
        at.remember(bin_id=bin_.key)
        return attention("which_item", bin=bin_.name)
    return _reach(at, meant[0].id, bin_)


def _bin_without_open_line(at: Standing, bin_: Meaning, lines: list[PickLine]) -> Said:
    parked = next((line for line in lines if line.state is PickLineState.PARKED), None)
    if parked is not None:
        tasks.find_line(at.work, parked.id)
        return _reach(at, parked.id, bin_)
    if lines:
        return _reach(at, lines[0].id, bin_)
    current = at.walk.current
    raise Refusal("wrong_bin", bin=bin_.name, right=place_name(current.line.bin_id) if current else "")


def _reach(at: Standing, line_id: str, bin_: Meaning) -> Said:
    line = tasks.reach_bin(at.work, line_id, bin_.key)
    at.forget("sku", "ask_empty")
    at.remember(line_id=line.id, bin_id=bin_.key)
    return right("at_bin", bin=bin_.name, item=item_name(at, line.sku), quantity=line.quantity - line.picked)


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Count the item into the line it belongs to; ask for the bin where two lines want it from different ones."""
    scanned = meaning.scanned_item
    lines = _lines_for(at, meaning)
    if len({line.bin_id for line in lines}) > 1:
        at.remember(sku=meaning.key)
        return attention("which_bin", item=meaning.name, bins=sorted({place_name(line.bin_id) for line in lines}))
    line = _of_lot(at, lines, scanned)
    _refuse_expired(at, meaning)
    lot_id = _lot_meant(at, line, scanned)
    if line.unit is Unit.GRAM:
        return _weigh(at, line, meaning, lot_id)
    return counted(at, tasks.take_item(at.work, line.id, scanned.contains, typed=at.typed, lot_id=lot_id))


def _lines_for(at: Standing, meaning: Meaning) -> list[PickLine]:
    """Find the lines this item may count for; refuses with the true reason when there is none."""
    chosen = _being_counted(at)
    if chosen is not None:
        if chosen.sku != meaning.key:
            raise Refusal("wrong_item", here=meaning.name, wanted=item_name(at, chosen.sku))
        return [chosen]
    lines = lines_where(at.work.session, at.walking_ids, sku=meaning.key)
    open_lines = [line for line in lines if line.state in TO_TAKE]
    if not lines:
        current = at.walk.current
        raise Refusal("wrong_item", here=meaning.name, wanted=current.item.name(at.language) if current else "")
    here = [line for line in open_lines if line.bin_id == at.facts.get("bin_id")]
    return here or open_lines or lines[:1]


def _being_counted(at: Standing) -> PickLine | None:
    current = at.walk.current  # read with everything the rooms below will ask for again: one question instead of six
    if current is None or current.line.id != at.facts.get("line_id") or current.line.state not in COUNTING:
        return None
    return current.line


def _of_lot(at: Standing, lines: list[PickLine], scanned: FoundItem) -> PickLine:
    """Of several lines in one bin take the one whose lot was scanned, else the first of the walk."""
    if scanned.lot_code is None:
        return lines[0]
    of_lot = (line for line in lines if (lot := _lot(at, line)) is not None and lot.code == scanned.lot_code)
    return next(of_lot, lines[0])


def _refuse_expired(at: Standing, meaning: Meaning) -> None:
    expires_on = meaning.scanned_item.expires_on
    if expires_on is not None and expires_on < at.today:
        raise Refusal("pack_expired", item=meaning.name, expires_on=expires_on.isoformat())


def _lot_meant(at: Standing, line: PickLine, scanned: FoundItem) -> str | None:
    """Give the scanned lot when it is another one than planned and was scanned twice."""
    planned = _lot(at, line)
    if scanned.lot_code is None or planned is None or planned.code in ("", scanned.lot_code):
        return None
    at.expect_again("other_lot", here=scanned.lot_code, wanted=planned.code)
    lots = select(Lot.id).where(Lot.store_id == at.store_id, Lot.sku == line.sku, Lot.code == scanned.lot_code)
    return at.work.session.scalars(lots.order_by(Lot.received_at.desc()).limit(1)).first()


def _lot(at: Standing, line: PickLine) -> Lot | None:
    return at.work.find(Lot, line.lot_id) if line.lot_id else None


def _weigh(at: Standing, line: PickLine, meaning: Meaning, lot_id: str | None) -> Said:
    """Weigh a line by its scale label; a code without weight selects the line and asks for the scale."""
    scanned = meaning.scanned_item
    if scanned.weight_grams is None:
        at.remember(line_id=line.id)
        return attention("weigh_now", item=meaning.name, grams=line.quantity - line.picked)
    if scanned.weight_reckoned and scanned.price_differs:
        at.expect_again("label_price_differs", item=meaning.name)
    return counted(at, tasks.weigh_line(at.work, line.id, scanned.weight_grams, lot_id=lot_id))


def counted(at: Standing, line: PickLine) -> Said:
    """Say what a count has led to, and ask about the bin when its last unit was taken."""
    item = item_name(at, line.sku)
    at.forget("sku", "ask_empty", "ask_left")
    if line.state in TO_TAKE:
        at.remember(line_id=line.id, scanned_line_id=line.id)
        return right("line_counted", item=item, picked=line.picked, quantity=line.quantity)
    at.forget("line_id", "scanned_line_id")
    at.look()
    asked = _ask_about_bin(at, line, item) if line.bin_id else None
    if asked is not None:
        return asked
    if at.walk.count(*TO_TAKE) == 0:
        return finished("walk_picked")
    return right("line_done", item=item, picked=line.picked)


def _ask_about_bin(at: Standing, line: PickLine, item: str) -> Said | None:
    """Ask whoever stands there anyway: whether the bin is empty, or how many are left where the books are doubtful."""
    bin_id = line.bin_id or ""
    seen = counting.look_at_bin(at.work, bin_id, line.sku)
    if bin_looks_empty(at.work.session, line) if seen is None else seen.lying <= 0:
        at.remember(ask_empty={"bin_id": bin_id, "sku": line.sku})
        return attention("is_the_bin_empty", bin=place_name(bin_id), item=item)
    if seen is None or not seen.worth_asking:
        return None
    counting.note_asked(at.work, bin_id, line.sku)
    at.remember(ask_left={"bin_id": bin_id, "sku": line.sku})
    return attention("how_many_are_left", bin=place_name(bin_id), item=item)


def item_name(at: Standing, sku: str) -> str:
    """Give an item's name in the person's language."""
    return at.work.get(Item, sku).name(at.language)
