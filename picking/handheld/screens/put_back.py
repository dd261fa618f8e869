"""The screen of putting back a cancelled order's goods: still good? then a scan of the bin; or written off."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.entered import text_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.put_backs import line_shown, lines_left
from picking.handheld.screens.asks import DAMAGES, SURE, reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PUT_BACK_LINE, PutBackLineStep
from picking.tasks.model import PutBackLine

_E = PutBackLineStep


def show(at: Standing) -> Json:
    """Show the item at hand, where it belongs, and how many are left."""
    put_back = at.duty.put_back
    assert put_back is not None
    left = lines_left(at.work.session, put_back.id, at.facts.get("line_id"))
    return {
        "order": at.work.get(Order, put_back.order_id).number,
        "from": put_back.where,
        "line": line_shown(at, left.lines[0]) if left.lines else None,
        "next": [line_shown(at, line) for line in left.lines[1:]],
        "left": left.count,
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take up the line of the item in the hand."""
    put_back = at.duty.put_back
    assert put_back is not None
    left = lines_left(at.work.session, put_back.id, None, sku=meaning.key)
    if not left.lines:
        raise Refusal("not_of_this_order", item=meaning.name)
    at.remember(line_id=left.lines[0].id)
    return right("is_it_still_good", item=meaning.name)


def good(at: Standing, _: Json) -> Said:
    """Say that it can be sold again; then its bin is scanned."""
    line = line_at_hand(at)
    tasks.check_line(at.work, line.id, ok=True)
    at.remember(line_id=line.id)
    return right("scan_its_bin", bin=line_shown(at, line)["bin"]["name"])


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Put the line back into a bin that may hold it; that it is looked at first the task room insists on."""
    line = line_at_hand(at)
    tasks.put_line_back(at.work, line.id, bin_.key)
    return _said_after(at, right("item_put_back", bin=bin_.name))


def damaged(at: Standing, facts: Json) -> Said:
    """Write the line off, for a reason."""
    tasks.damage_line(at.work, line_at_hand(at).id, text_of(facts, "reason"))
    return _said_after(at, right("item_written_off"))


def too_warm(at: Standing, _: Json) -> Said:
    """Write the line off because it was out of the cold for too long."""
    tasks.cold_timeout(at.work, line_at_hand(at).id)
    return _said_after(at, right("item_written_off"))


def line_at_hand(at: Standing) -> PutBackLine:
    """Give the line that was taken up, else the first one left."""
    put_back = at.duty.put_back
    assert put_back is not None
    left = lines_left(at.work.session, put_back.id, at.facts.get("line_id"))
    if not left.lines:
        raise Refusal("nothing_left_to_put_back")
    return left.lines[0]


def _said_after(at: Standing, said: Said) -> Said:
    at.forget("line_id")
    at.look()
    return said if at.duty.put_back is not None else finished("put_back_finished")


def give_back(at: Standing, _: Json) -> Said:
    """Let somebody else go on."""
    assert at.duty.put_back is not None
    tasks.give_back_put_back(at.work, at.duty.put_back.id)
    at.go("home")
    return right("given_back")


def _takes(at: Standing, step: PutBackLineStep) -> bool:
    put_back = at.duty.put_back
    assert put_back is not None
    left = lines_left(at.work.session, put_back.id, at.facts.get("line_id"))
    return bool(left.lines) and step in PUT_BACK_LINE.possible(left.lines[0].state)


PUT_BACK = ScreenKind(
    name="put_back",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "good": Step(good, lambda at: _takes(at, _E.CHECK)),
        "damaged": Step(damaged, lambda at: _takes(at, _E.DAMAGE), (reason(*DAMAGES),)),
        "too_warm": Step(too_warm, lambda at: _takes(at, _E.TOO_WARM), (SURE,)),
        "give_back": Step(give_back, asks=(SURE,)),
    },
)
