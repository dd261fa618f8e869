"""The screen of the pickup counter: the code was shown, now every bag is scanned to the customer."""

from sqlalchemy import func, select

from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import cart_check
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, OutboundSlot
from picking.outbound.queries import cart_of_code


def code_scanned(at: Standing, code: Meaning) -> Said:
    """Take the code a customer shows, which works once; a scan-and-go code leads to the look into the cart."""
    cart = cart_of_code(at.work.session, at.store_id, code.key)
    if cart is not None:
        return cart_check.begin(at, cart)
    order = at.work.get(Order, outbound.show_code(at.work, code.key).order_id)
    at.go("pickup", order_id=order.id)
    return right("pickup_begins", order=order.number, bags=_bags_left(at, order.id))


def show(at: Standing) -> Json:
    """Show the order, where its bags stand, how many are left, and what is still to be paid."""
    order = at.work.get(Order, at.facts["order_id"])
    slots = at.work.session.scalars(select(OutboundSlot.id).where(OutboundSlot.order_id == order.id))
    return {
        "order": order.number,
        "slots": [place_name(slot) for slot in sorted(slots)],
        "bags_left": _bags_left(at, order.id),
        "to_collect_minor": order.amount_due_minor,
        "currency": order.currency,
    }


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Give one bag to the customer; with the last one the order is collected."""
    bag, code = meaning.thing
    order = outbound.scan_out_pickup(at.work, at.facts["order_id"], bag.id, code.version)
    at.work.session.flush()
    if order.state is OrderState.COLLECTED:
        at.go("home")
        return finished("pickup_done", order=order.number)
    return right("bag_handed_over", bag=meaning.name, left=_bags_left(at, order.id))


def _bags_left(at: Standing, order_id: str) -> int:
    bags = select(func.count()).select_from(Bag).where(Bag.order_id == order_id)
    return at.work.session.scalars(bags.where(Bag.state == BagState.IN_SLOT, Bag.scanned_out_at.is_(None))).one()


PICKUP = ScreenKind(name="pickup", show=show, scans={Kind.BAG: bag_scanned}, steps={"home": Step(leave)})
