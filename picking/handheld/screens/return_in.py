"""The screen of the returns counter: each bag that came back is scanned in, then its items are inspected."""

from sqlalchemy import func, select

from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag


def begin(at: Standing, meaning: Meaning) -> Said:
    """Scan the first bag of an order that comes back."""
    bag, _ = meaning.thing
    at.go("return_in", order_id=bag.order_id)
    return bag_scanned(at, meaning)


def show(at: Standing) -> Json:
    """Show the order and how many of its bags are still missing."""
    order = at.work.get(Order, at.facts["order_id"])
    return {"order": order.number, "bags_left": bags_left(at, order.id)}


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Scan a bag in; after the last one its items are inspected."""
    bag, _ = meaning.thing
    outbound.return_in(at.work, bag.id)
    at.work.session.flush()
    order = at.work.get(Order, bag.order_id)
    if bags_left(at, order.id):
        return right("bag_returned", bag=meaning.name)
    at.go("inspect", order_id=order.id)
    return finished("order_returned", order=order.number)


def inspect_now(at: Standing, _: Json) -> Said:
    """Inspect what has come back so far."""
    order_id = at.facts["order_id"]
    at.go("inspect", order_id=order_id)
    return right("wants_inspect")


def bags_left(at: Standing, order_id: str) -> int:
    """Count the bags that are still with the rider."""
    bags = select(func.count()).select_from(Bag).where(Bag.order_id == order_id)
    return at.work.session.scalars(bags.where(Bag.state == BagState.HANDED_OVER)).one()


RETURN_IN = ScreenKind(
    name="return_in",
    show=show,
    scans={Kind.BAG: bag_scanned},
    steps={"inspect": Step(inspect_now), "home": Step(leave)},
)
