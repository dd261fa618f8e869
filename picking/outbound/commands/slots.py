"""The outbound shelf: an order's bags go into its slots by scan, the cold ones into cold ones."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from picking.foundation.kinds import TemperatureClass
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.outbound.commands.sealing import leave_slot
from picking.outbound.commands.staging import part_moved
from picking.outbound.contents import move_contents
from picking.outbound.events import BagInSlot
from picking.outbound.foreseen import foresee
from picking.outbound.lifecycle import BagState, BagStep, SlotState, SlotStep
from picking.outbound.model import Bag, OutboundSlot
from picking.outbound.open import alert, live_bags, open_bag, push_slot, require_one, slots_of
from picking.outbound.parts import all_parts_staged, parts_there, parts_wanted
from picking.stock.model import IN_HAND, STAGED

SOON = timedelta(minutes=30)  # who is due in less stands near the door
AMBIENT = TemperatureClass.AMBIENT


def reserve_slot(work: UnitOfWork, order_id: str) -> OutboundSlot | None:
    """Reserve slots for all bags an order has and will have, each in its temperature; gives the first.

    Where no slot of a class is free an ambient one serves. None, and a call to the desk, when nothing is free.
    """
    order = work.get(Order, order_id, lock=True)
    wanted = foresee(work.session, order.id, work.settings.bag_grams_max)
    wanted.update(bag.temperature_class for bag in live_bags(work.session, order.id))
    _reserve_for(work, order, wanted)
    held = slots_of(work.session, order.id)
    return held[0] if held else None


def put_in_slot(work: UnitOfWork, bag_id: str, slot_id: str) -> OutboundSlot:
    """Note the scan of a labelled bag into a slot of its order; a wrong slot is refused and the right one named."""
    require_one(work, "pick", "move", "outbound")
    bag, order = open_bag(work, bag_id)
    if bag.state is BagState.SEALED:
        raise Refusal("label_not_scanned", n=bag.n, version=bag.label_version)
    if bag.state in (BagState.OPEN, BagState.REOPENED):
        raise Refusal("bag_not_sealed", n=bag.n)
    if bag.ticket_id and not all_parts_staged(work.session, order.id) and parts_wanted(work.session, order.id) > 1:
        there, of = parts_there(work.session, order.id), parts_wanted(work.session, order.id)
        raise Refusal("parts_missing", number=order.number, there=there, of=of)
    slot = _right_slot(work, order, bag, slot_id)
    work.step(bag, BagStep.PUT_IN_SLOT, slot_id=slot.id)
    move_contents(work, bag, IN_HAND, STAGED, "put_in_slot")
    part_moved(work, bag)
    _fill(work, slot, bag)
    work.tell(BagInSlot(bag.id, order.id, bag.task_id, bag.ticket_id))
    return slot


def move_bag(work: UnitOfWork, bag_id: str, slot_id: str) -> OutboundSlot:
    """Bring a bag from its slot to another free one, into the cold for instance; the order stays as ready as it was."""
    work.by.require("outbound")
    bag, order = open_bag(work, bag_id)
    to = work.get(OutboundSlot, slot_id, lock=True)
    if bag.slot_id == to.id:
        raise Refusal("already_done", thing="bag", state=str(bag.state), step=str(BagStep.PUT_IN_SLOT))
    if to.state is SlotState.FREE:
        _reserve(work, to, order)
    if to.order_id != order.id or _room(work, to) == 0:
        raise Refusal("slot_taken", slot=to.id)
    complete = work.get(OutboundSlot, bag.slot_id).state not in (SlotState.RESERVED, SlotState.FILLING)
    work.step(bag, BagStep.TAKE_OUT, to_slot=to.id)
    leave_slot(work, bag)
    work.step(bag, BagStep.PUT_IN_SLOT, slot_id=to.id)
    _fill(work, to, bag)
    if complete:
        complete_slots(work, order.id)
    return to


def complete_slots(work: UnitOfWork, order_id: str) -> None:
    """Mark an order's slots as ready and free those that stayed empty."""
    patience = timedelta(minutes=work.settings.slot_overstay_minutes)
    for slot in slots_of(work.session, order_id):
        if slot.state is SlotState.RESERVED or _room(work, slot) == slot.capacity:
            clear_slot(work, slot)
        elif slot.state is SlotState.FILLING:
            work.step(slot, SlotStep.COMPLETE, patience=patience)
            push_slot(work, slot)


def wait_on(work: UnitOfWork, order_id: str) -> list[OutboundSlot]:
    """Let an order nobody came for wait as long again: its customer or rider is on the way."""
    work.by.require("outbound", "desk")
    slots = [slot for slot in slots_of(work.session, order_id) if slot.state is SlotState.OVERSTAY]
    for slot in slots:
        work.step(slot, SlotStep.WAIT_ON, patience=timedelta(minutes=work.settings.slot_overstay_minutes))
        push_slot(work, slot)
    return slots


def remind(work: UnitOfWork, order_id: str) -> Order:
    """Tell the order's channel once more that it is ready, so that it sends a rider or writes to its customer."""
    work.by.require("outbound", "desk")
    order = work.get(Order, order_id)
    ready_at = max((slot.state_since for slot in slots_of(work.session, order_id)), default=work.now)
    work.webhook(order.channel, "order.waits", {
        "order_id": order.id, "external_id": order.external_id, "number": order.number, "state": str(order.state),
        "waits_since": ready_at.isoformat(),
    }, order.id, store_id=order.store_id)  # fmt: skip
    work.note(order, "remind")
    return order


def call_slots(work: UnitOfWork, order_id: str, **facts: object) -> None:
    """Let an order's slots show themselves to whoever has come for it."""
    for slot in slots_of(work.session, order_id):
        if slot.state in (SlotState.READY, SlotState.OVERSTAY):
            work.step(slot, SlotStep.CALL)
            push_slot(work, slot, **facts)


def uncall_slots(work: UnitOfWork, order_id: str) -> None:
    """Let an order's slots wait again: who was called does not take it."""
    for slot in slots_of(work.session, order_id):
        if slot.state in (SlotState.CALLED, SlotState.CLEARING):
            work.step(slot, SlotStep.FALL_BACK)
    for bag in live_bags(work.session, order_id):
        bag.scanned_out_at = None
    complete_slots(work, order_id)


def clear_slot(work: UnitOfWork, slot: OutboundSlot) -> None:
    """Free a slot for the next order."""
    work.step(slot, SlotStep.CLEAR)
    slot.order_id = None
    push_slot(work, slot)


def block_slot(work: UnitOfWork, slot_id: str) -> OutboundSlot:
    """Take an empty slot out of use."""
    work.by.require("outbound")
    slot = work.get(OutboundSlot, slot_id, lock=True)
    work.step(slot, SlotStep.BLOCK)
    push_slot(work, slot)
    return slot


def unblock_slot(work: UnitOfWork, slot_id: str) -> OutboundSlot:
    """Take a slot into use again."""
    work.by.require("outbound")
    slot = work.get(OutboundSlot, slot_id, lock=True)
    work.step(slot, SlotStep.UNBLOCK)
    push_slot(work, slot)
    return slot


def _right_slot(work: UnitOfWork, order: Order, bag: Bag, slot_id: str) -> OutboundSlot:
    scanned = work.get(OutboundSlot, slot_id, lock=True)
    right = _best_held(work, order, bag)
    if right is None and scanned.state is SlotState.FREE and scanned.temperature_class is bag.temperature_class:
        _reserve(work, scanned, order)
        return scanned
    if right is None:
        _reserve_for(work, order, Counter({bag.temperature_class: 1}), beside_held=True)
        right = _best_held(work, order, bag)
    if right is None:
        raise Refusal("no_free_slot", number=order.number)
    if scanned.order_id != order.id or scanned.temperature_class is not right.temperature_class:
        raise Refusal("wrong_slot", slot=scanned.id, right=right.id, number=order.number)
    if _room(work, scanned) == 0:
        raise Refusal("slot_full", slot=scanned.id, right=right.id)
    return scanned


def _best_held(work: UnitOfWork, order: Order, bag: Bag) -> OutboundSlot | None:
    """Give the order's slot with room for a bag: of its own class, else an ambient one."""
    roomy = [slot for slot in slots_of(work.session, order.id) if _room(work, slot) > 0]
    own = [slot for slot in roomy if slot.temperature_class is bag.temperature_class]
    return next(iter(own or [slot for slot in roomy if slot.temperature_class is AMBIENT]), None)


def _fill(work: UnitOfWork, slot: OutboundSlot, bag: Bag) -> None:
    bag.slot_id = slot.id
    if slot.state in (SlotState.RESERVED, SlotState.FILLING):
        work.step(slot, SlotStep.FILL, bag_id=bag.id)
    work.session.flush()
    push_slot(work, slot, bags=slot.capacity - _room(work, slot))


def _reserve_for(
    work: UnitOfWork, order: Order, wanted: Counter[TemperatureClass], *, beside_held: bool = False
) -> None:
    """Take free slots until every class has room for its bags; what finds no slot of its own goes to ambient."""
    room: Counter[TemperatureClass] = Counter()
    for slot in [] if beside_held else slots_of(work.session, order.id):
        room[slot.temperature_class] += slot.capacity
    homeless = sum(
        _take_free(work, order, temperature, bags - room[temperature])
        for temperature, bags in sorted(wanted.items())
        if temperature is not AMBIENT
    )
    if _take_free(work, order, AMBIENT, wanted[AMBIENT] + homeless - room[AMBIENT]) > 0:
        alert(work, order.store_id, "no_free_slot", number=order.number)


def _take_free(work: UnitOfWork, order: Order, temperature: TemperatureClass, bags: int) -> int:
    """Reserve free slots of a class for so many bags; gives the bags that found none."""
    while bags > 0:
        slot = _free(work, order, temperature)
        if slot is None:
            return bags
        _reserve(work, slot, order)
        bags -= slot.capacity
    return 0


def _reserve(work: UnitOfWork, slot: OutboundSlot, order: Order) -> None:
    slot.order_id = order.id
    work.step(slot, SlotStep.RESERVE)
    work.session.flush()
    push_slot(work, slot)


def _free(work: UnitOfWork, order: Order, temperature: TemperatureClass) -> OutboundSlot | None:
    """Find a free slot: near the door for who is due soon, far from it for the others."""
    near = OutboundSlot.door_metres.asc() if order.due_at - work.now <= SOON else OutboundSlot.door_metres.desc()
    return work.session.scalar(
        select(OutboundSlot)
        .where(
            OutboundSlot.store_id == order.store_id,
            OutboundSlot.state == SlotState.FREE,
            OutboundSlot.temperature_class == temperature,
        )
        .order_by(near, OutboundSlot.id)
        .limit(1)
        .with_for_update(**LOCK, skip_locked=True)
    )


def _room(work: UnitOfWork, slot: OutboundSlot) -> int:
    inside = work.session.scalar(select(func.count()).where(Bag.slot_id == slot.id, Bag.state == BagState.IN_SLOT))
    return slot.capacity - (inside or 0)
