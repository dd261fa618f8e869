"""The customer comes himself: one code, shown once, each bag scanned, paid before it leaves."""

import secrets

from sqlalchemy import select

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.outbound.commands.gate import leave, require_ready, take_bag
from picking.outbound.commands.slots import call_slots
from picking.outbound.lifecycle import BagStep
from picking.outbound.model import Bag, PickupCode
from picking.outbound.open import live_bags, open_bag, open_order, require_one, slots_of

DIGITS = 6
TRIES_MAX = 20


def make_pickup_code(work: UnitOfWork, order_id: str) -> PickupCode:
    """Give an order its code of six digits, different from every open one of the store; the channel is told."""
    order = work.get(Order, order_id, lock=True)
    known = work.find(PickupCode, order_id)
    if known is not None:
        return known
    if order.mode is Mode.DELIVERY:
        raise Refusal("not_for_pickup", number=order.number)
    code = work.add(PickupCode(order_id=order.id, store_id=order.store_id, code=_new_code(work, order.store_id)))
    body = {"order_id": order.id, "external_id": order.external_id, "number": order.number, "code": code.code}
    work.webhook(order.channel, "order.pickup_code", body, order.id)
    return code


def show_code(work: UnitOfWork, code: str) -> PickupCode:
    """Take the code a customer shows (with or without `S:`): the slots show themselves, payment is asked for.

    Refuses a code nobody knows, one that was used, and an order that is not ready yet.
    """
    require_one(work, "outbound", "pos", "desk")
    pickup = _find(work, code.removeprefix("S:").strip())
    order = open_order(work, pickup.order_id)
    require_ready(order)
    pickup.shown_at = pickup.shown_at or work.now
    work.note(order, "show_code")
    call_slots(work, order.id, pickup=True)
    return pickup


def scan_out_pickup(work: UnitOfWork, order_id: str, bag_id: str, label_version: int | None = None) -> Order:
    """Give a bag to the customer who has shown the code; with the last one the order is collected.

    Refuses while money is to be collected, before the code was shown, and a bag of another order by name of its slot.
    """
    require_one(work, "outbound", "pos", "desk")
    bag = work.get(Bag, bag_id)
    if bag.order_id != order_id:
        right = ", ".join(slot.id for slot in slots_of(work.session, order_id))
        raise Refusal("wrong_bag", number=bag.order_number, right=right, whose="")
    bag, order = open_bag(work, bag_id)
    pickup = work.find(PickupCode, order_id, lock=True)
    if pickup is None or pickup.shown_at is None:
        raise Refusal("code_not_shown", number=order.number)
    require_ready(order)
    if order.amount_due_minor:
        raise Refusal("collect_payment", number=order.number, amount=order.amount_due_minor, currency=order.currency)
    if take_bag(work, bag, bag.label_version if label_version is None else label_version):
        leave(work, order)
        for one in live_bags(work.session, order.id):
            work.step(one, BagStep.DELIVER)
        pickup.redeemed_at = work.now
        orders.collect_order(work, order.id)
    return order


def _find(work: UnitOfWork, code: str) -> PickupCode:
    newest = select(PickupCode).where(PickupCode.store_id == work.by.store_id, PickupCode.code == code)
    pickup = work.session.scalar(newest.order_by(PickupCode.redeemed_at.is_not(None), PickupCode.order_id).limit(1))
    if pickup is None:
        raise Refusal("pickup_code_unknown", Kind.UNKNOWN)
    if pickup.redeemed_at is not None:
        raise Refusal("pickup_code_used", Kind.TOO_LATE, at=pickup.redeemed_at.isoformat())
    return pickup


def _new_code(work: UnitOfWork, store_id: str) -> str:
    for _ in range(TRIES_MAX):
        code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        taken = select(PickupCode.order_id).where(
            PickupCode.store_id == store_id, PickupCode.code == code, PickupCode.redeemed_at.is_(None)
        )
        if work.session.scalar(taken.limit(1)) is None:
            return code
    raise Refusal("no_pickup_code_left", Kind.BUSY)
