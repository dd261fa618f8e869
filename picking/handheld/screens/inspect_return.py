"""The screen of inspecting what came back: each item is sold again, into a scanned bin, or written off."""

from sqlalchemy import Select, func, select

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import DAMAGES, number, reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, BagItem, Inspection


def show(at: Standing) -> Json:
    """Show the item at hand and how many are left."""
    order = at.work.get(Order, at.facts["order_id"])
    content = _at_hand(at)
    item = at.work.get(Item, content.sku) if content else None
    return {
        "order": order.number,
        "item": item.name(at.language) if item else None,
        "picture": item.picture if item else None,
        "bag_item_id": content.id if content else None,
        "quantity": content.quantity if content else 0,
        "unit": str(content.unit) if content else None,
        "bin": place_name(at.facts.get("bin_id")),
        "left": _count_left(at),
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take up the item in the hand."""
    content = at.work.session.scalars(_left(at).where(BagItem.sku == meaning.key).limit(1)).first()
    if content is None:
        raise Refusal("not_of_this_order", item=meaning.name)
    at.remember(bag_item_id=content.id)
    return right("is_it_still_good", item=meaning.name)


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Choose the bin the good ones go into."""
    at.remember(bin_id=bin_.key)
    return right("bin_chosen", bin=bin_.name)


def inspected(at: Standing, facts: Json) -> Said:
    """Book the item at hand: so many good, so many damaged; together they must be what was in the bag."""
    content = _at_hand(at)
    if content is None:
        raise Refusal("nothing_to_inspect")
    good, damaged = whole_number_of(facts, "good"), whole_number_of(facts, "damaged")
    reason = text_of(facts, "reason", needed=False) or None
    outbound.inspect(at.work, content.id, good, damaged, at.facts.get("bin_id"), reason)
    at.work.session.flush()
    at.forget("bag_item_id", "bin_id")
    left = _count_left(at)
    if left == 0:
        at.go("home")
        return finished("return_inspected")
    return right("item_inspected", item=at.work.get(Item, content.sku).name(at.language), left=left)


def _at_hand(at: Standing) -> BagItem | None:
    named = at.facts.get("bag_item_id")
    if named:
        return at.work.find(BagItem, named)
    return at.work.session.scalars(_left(at).limit(1)).first()


def _count_left(at: Standing) -> int:
    return at.work.session.scalars(select(func.count()).select_from(_left(at).order_by(None).subquery())).one()


def _left(at: Standing) -> Select[BagItem]:
    return (
        select(BagItem)
        .join(Bag, Bag.id == BagItem.bag_id)
        .outerjoin(Inspection, Inspection.bag_item_id == BagItem.id)
        .where(Bag.order_id == at.facts["order_id"], Bag.state == BagState.RETURNED, Inspection.id.is_(None))
        .order_by(Bag.n, BagItem.id)
    )


INSPECT = ScreenKind(
    name="inspect",
    show=show,
    scans={Kind.ITEM: item_scanned, Kind.BIN: bin_scanned},
    steps={
        "inspected": Step(inspected, asks=(number("good"), number("damaged"), reason(*DAMAGES, needed=False))),
        "home": Step(leave),
    },
)
