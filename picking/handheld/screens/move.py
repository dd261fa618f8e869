"""The screen of bringing stall goods from the staging shelf to the order's slot: position, bag, slot."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.bags import bag_shown
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.kind import ScreenKind
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, OutboundSlot, StagedPart

ON_THE_WAY = (BagState.SEALED, BagState.LABELLED)


def show(at: Standing) -> Json:
    """Show where the goods stand, the bag in hand and the slot they go to."""
    task = floor_task.in_hand(at)
    bags = _bags_left(at)
    return {
        **floor_task.show(at),
        "positions": [place_name(position) for position in _positions(at, task.order_id)],
        "slots": [place_name(slot) for slot in _slots(at, task.order_id)],
        "bag": bag_shown(_in_hand(at, bags)),
        "bags_left": len(bags),
    }


def position_scanned(at: Standing, position: Meaning) -> Said:
    """Stand at the staging position of the order; another one is refused and the right one named."""
    wanted = _positions(at, floor_task.in_hand(at).order_id)
    if position.key not in wanted:
        raise Refusal("wrong_position", here=position.name, wanted=[place_name(one) for one in wanted])
    floor_task.note(at, position_id=position.key)
    slots = _slots(at, floor_task.in_hand(at).order_id)
    return right("bring_to_slot", slot=[place_name(slot) for slot in slots])


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take a bag of this order in hand; its newest label is proof that it is the right one."""
    bag, code = meaning.thing
    if bag.order_id != floor_task.in_hand(at).order_id:
        order = at.work.get(Order, floor_task.in_hand(at).order_id)
        raise Refusal("bag_of_other_order", here=meaning.name, wanted=order.number)
    outbound.label_scanned(at.work, bag.id, code.version)
    floor_task.note(at, bag_id=bag.id)
    return right("bag_in_hand", bag=meaning.name, slot=[place_name(slot) for slot in _slots(at, bag.order_id)])


def slot_scanned(at: Standing, slot: Meaning) -> Said:
    """Put the bag in hand into the slot; with the last one the move is done."""
    bag = _in_hand(at, _bags_left(at))
    if bag is None:
        raise Refusal("no_bag_in_hand")
    outbound.put_in_slot(at.work, bag.id, slot.key)
    floor_task.note(at, bag_id=None)
    at.work.session.flush()
    left = len(_bags_left(at))
    if left == 0:
        return floor_task.finish(at, "bags_in_slot", {"slot": slot.key}, slot=slot.name)
    return right("bag_in_slot", slot=slot.name, left=left)


def _bags_left(at: Standing) -> Sequence[Bag]:
    bags = select(Bag).where(
        Bag.order_id == floor_task.in_hand(at).order_id, Bag.ticket_id.is_not(None), Bag.state.in_(ON_THE_WAY)
    )
    return at.work.session.scalars(bags.order_by(Bag.n)).all()


def _in_hand(at: Standing, bags: Sequence[Bag]) -> Bag | None:
    scanned = floor_task.so_far(at).get("bag_id")
    return next((bag for bag in bags if bag.id == scanned), next(iter(bags), None))


def _positions(at: Standing, order_id: str | None) -> list[str]:
    parts = select(StagedPart.position_id).where(StagedPart.order_id == order_id).distinct()
    return sorted(at.work.session.scalars(parts))


def _slots(at: Standing, order_id: str | None) -> list[str]:
    return sorted(at.work.session.scalars(select(OutboundSlot.id).where(OutboundSlot.order_id == order_id)))


MOVE = ScreenKind(
    name="move",
    show=show,
    scans={Kind.STAGING: position_scanned, Kind.BAG: bag_scanned, Kind.SLOT: slot_scanned},
    steps=floor_task.GIVE_BACK,
)
