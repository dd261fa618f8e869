"""The screen of handing over to a rider: every bag of every order of his is scanned, all of them or none."""

from sqlalchemy import func, select

from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, finished, right
from picking.handheld.entered import text_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState, HandOverState
from picking.outbound.model import Bag, HandOver, HandOverOrder

ORDERS_MAX = 8


def rider_scanned(at: Standing, _: Meaning) -> Said:
    """Check the rider in by the signed code; when everything is ready the scanning begins at once."""
    return _checked_in(at, outbound.check_in_by_code(at.work, at.text))


def check_in(at: Standing, facts: Json) -> Said:
    """Check the rider in by the last digits of his number."""
    return _checked_in(at, outbound.check_in_by_tail(at.work, text_of(facts, "tail")))


def _checked_in(at: Standing, hand_over: HandOver) -> Said:
    if hand_over.state not in (HandOverState.CALLED, HandOverState.SCANNING):
        return attention("rider_waits", rider=_rider(hand_over))
    at.go("scan_out", hand_over_id=hand_over.id)
    return right("hand_over_begins", rider=_rider(hand_over), bags=_bags_left(at))


def show(at: Standing) -> Json:
    """Show the rider, the slots of his orders, and how many bags are still to be scanned."""
    hand_over = at.work.get(HandOver, at.facts["hand_over_id"])
    return {
        "hand_over_id": hand_over.id,
        "rider": _rider(hand_over),
        "state": str(hand_over.state),
        "bags_left": _bags_left(at),
        "slots": _slots(at),
    }


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Give one bag to the rider; a wrong one is refused and the slot of the right one named."""
    bag, code = meaning.thing
    hand_over = outbound.scan_out(at.work, at.facts["hand_over_id"], bag.id, code.version)
    at.work.session.flush()
    if hand_over.state is HandOverState.DONE:
        at.go("home")
        return finished("all_handed_over")
    return right("bag_handed_over", bag=meaning.name, left=_bags_left(at))


def finish_by_code(at: Standing, facts: Json) -> Said:
    """Hand over without scanning, for a reason; a lead answers for it."""
    outbound.finish_by_code(at.work, at.facts["hand_over_id"], text_of(facts, "reason"))
    at.go("home")
    return finished("all_handed_over")


def _may_override(at: Standing) -> bool:
    return at.work.by.may("outbound.override")


def _rider(hand_over: HandOver) -> str:
    return hand_over.rider_name or hand_over.rider_tail or hand_over.rider_id


def _bags_left(at: Standing) -> int:
    bags = select(func.count()).select_from(Bag).join(HandOverOrder, HandOverOrder.order_id == Bag.order_id)
    mine = bags.where(HandOverOrder.hand_over_id == at.facts["hand_over_id"], HandOverOrder.left_at.is_(None))
    return at.work.session.scalars(mine.where(Bag.state == BagState.IN_SLOT, Bag.scanned_out_at.is_(None))).one()


def _slots(at: Standing) -> list[Json]:
    rows = (
        select(Order.number, Bag.slot_id, func.count())
        .join(HandOverOrder, HandOverOrder.order_id == Order.id)
        .join(Bag, Bag.order_id == Order.id)
        .where(HandOverOrder.hand_over_id == at.facts["hand_over_id"], Bag.state == BagState.IN_SLOT)
        .where(Bag.scanned_out_at.is_(None))
        .group_by(Order.number, Bag.slot_id)
        .order_by(Order.number, Bag.slot_id)
        .limit(ORDERS_MAX)
    )
    found = at.work.session.execute(rows)
    return [{"order": number, "slot": place_name(slot), "bags": bags} for number, slot, bags in found]


SCAN_OUT = ScreenKind(
    name="scan_out",
    show=show,
    scans={Kind.BAG: bag_scanned},
    steps={
        "finish_by_code": Step(finish_by_code, _may_override, (reason("label_unreadable", "scanner_broken"),)),
        "home": Step(leave),
    },
)
