"""Out of the door: every bag of an order scanned by its rider, all of them or none."""

from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.outbound.commands.calling import STOPPED, open_hand_over, orders_to_take, push_hand_over
from picking.outbound.commands.gate import leave, require_ready, take_bag
from picking.outbound.lifecycle import BagState, BagStep, HandOverState, HandOverStep
from picking.outbound.model import Bag, HandOver, HandOverOrder
from picking.outbound.open import live_bags, open_bag, open_order, require_one, slots_of


def scan_out(work: UnitOfWork, hand_over_id: str, bag_id: str, label_version: int) -> HandOver:
    """Note that a rider took a bag; with an order's last bag it has left the store, with his last order he is done.

    The order's row is locked first, so that a cancel and the scan cannot both win. Refuses `cancel_pending`,
    a bag of somebody else (`wrong_bag` names the slots of his own), an old label, an order that is not
    ready, a rider who has not checked in.
    """
    require_one(work, "outbound", "carrier")
    hand_over = work.get(HandOver, hand_over_id)
    if not _is_his(work, hand_over, work.get(Bag, bag_id)):
        raise _wrong_bag(work, hand_over, work.get(Bag, bag_id))
    bag, order = open_bag(work, bag_id)
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    require_ready(order)
    if hand_over.state is HandOverState.ASSIGNED:
        raise Refusal("rider_not_checked_in", number=order.number, tail=hand_over.rider_tail)
    work.step(hand_over, HandOverStep.SCAN, bag_id=bag.id)
    if take_bag(work, bag, label_version):
        leave(work, order)
        orders.hand_over_order(work, order.id)
        work.get(HandOverOrder, (hand_over.id, order.id)).left_at = work.now
        work.session.flush()
        _finish_when_done(work, hand_over)
    push_hand_over(work, hand_over)
    return hand_over


def finish_by_code(work: UnitOfWork, hand_over_id: str, reason: str) -> HandOver:
    """Hand everything over by code or photo where scanning fails; a lead answers for it and it is flagged."""
    work.by.require("outbound.override")
    if not reason:
        raise invalid("reason", "say why the bags are not scanned")
    taken = [order.id for order in orders_to_take(work, work.get(HandOver, hand_over_id))]
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    work.step(hand_over, HandOverStep.FINISH_BY_CODE, reason=reason)
    for order_id in taken:
        order = open_order(work, order_id)
        require_ready(order)
        leave(work, order)
        orders.hand_over_order(work, order.id)
        work.get(HandOverOrder, (hand_over.id, order.id)).left_at = work.now
    hand_over.flagged, hand_over.finished_at = reason, work.now
    push_hand_over(work, hand_over)
    return hand_over


def rider_delivered(work: UnitOfWork, order_id: str) -> Order:
    """Note the rider's word that the customer has everything."""
    require_one(work, "carrier", "outbound")
    order = orders.deliver_order(work, order_id)
    for bag in live_bags(work.session, order_id):
        if bag.state is BagState.HANDED_OVER:
            work.step(bag, BagStep.DELIVER)
    return order


def _finish_when_done(work: UnitOfWork, hand_over: HandOver) -> None:
    left = [order for order in orders_to_take(work, hand_over) if order.state not in STOPPED]
    if not left:
        work.step(hand_over, HandOverStep.FINISH)
        hand_over.finished_at = work.now


def _is_his(work: UnitOfWork, hand_over: HandOver, bag: Bag) -> bool:
    return work.find(HandOverOrder, (hand_over.id, bag.order_id)) is not None


def _wrong_bag(work: UnitOfWork, hand_over: HandOver, bag: Bag) -> Refusal:
    """Name the slots where the rider's own bags stand, and whose this one is."""
    slots = [slot.id for order in orders_to_take(work, hand_over) for slot in slots_of(work.session, order.id)]
    whose = open_hand_over(work, bag.order_id)
    return Refusal(
        "wrong_bag", number=bag.order_number, right=", ".join(slots), whose=whose.rider_tail if whose else ""
    )
