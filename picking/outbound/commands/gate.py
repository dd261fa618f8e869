"""The gate riders and customers share: one bag more scanned out, and the whole order gone with its last."""

from datetime import timedelta

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.commands.sealing import require_newest_label
from picking.outbound.commands.slots import clear_slot
from picking.outbound.lifecycle import BagState, BagStep, SlotStep
from picking.outbound.model import Bag, OutboundSlot
from picking.outbound.open import live_bags, push_slot, slots_of
from picking.stock import commands as stock


def require_ready(order: Order) -> None:
    """Refuse an order that still waits for a part."""
    if order.state is not OrderState.READY:
        raise Refusal("order_not_ready", number=order.number, state=str(order.state))


def take_bag(work: UnitOfWork, bag: Bag, label_version: int) -> bool:
    """Note the scan of one bag out of its slot; true when it was its order's last."""
    require_newest_label(bag, label_version)
    if bag.scanned_out_at is not None:
        raise Refusal("already_done", thing="bag", state=str(bag.state), step=str(BagStep.HAND_OVER))
    if bag.state is not BagState.IN_SLOT:
        raise Refusal("bag_not_in_slot", n=bag.n)
    bag.scanned_out_at = work.now
    slot = work.get(OutboundSlot, bag.slot_id, lock=True)
    work.step(slot, SlotStep.SCAN_OUT, patience=timedelta(seconds=work.settings.scan_out_seconds_max), bag_id=bag.id)
    bags = live_bags(work.session, bag.order_id)
    left = [one for one in bags if one.scanned_out_at is None]
    if not [one for one in left if one.slot_id == slot.id]:
        slot.deadline_at = None  # nothing is missing from this slot
    push_slot(work, slot, left=len(left), of=len(bags))
    return not left


def leave(work: UnitOfWork, order: Order) -> None:
    """Book an order's bags and goods as out of the store and free its slots."""
    for bag in live_bags(work.session, order.id):
        work.step(bag, BagStep.HAND_OVER)
        bag.scanned_out_at = bag.scanned_out_at or work.now
    stock.close_out(work, order.id)
    for slot in slots_of(work.session, order.id):
        clear_slot(work, slot)
