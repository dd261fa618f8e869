"""The bags of the task at the packing bench: which is to be closed, which to be dropped, what lies in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.places import bag_name, place_name
from picking.orders.model import Order
from picking.outbound.lifecycle import BagState, SlotState
from picking.outbound.model import Bag, BagItem, OutboundSlot
from picking.tasks.model import PickTask

_B = BagState
TO_CLOSE = (_B.OPEN, _B.SEALED, _B.REOPENED)
CONTENTS_MAX = 6


@dataclass(frozen=True)
class Bags:
    """A task's bags by their number, and its order."""

    session: Session
    task: PickTask
    order: Order
    bags: Sequence[Bag]

    @property
    def to_close(self) -> Bag | None:
        """The first bag that is not sealed and labelled yet."""
        return next((bag for bag in self.bags if bag.state in TO_CLOSE), None)

    @property
    def to_drop(self) -> Bag | None:
        """The first bag that is ready for its slot."""
        return next(iter(self.labelled), None)

    @property
    def labelled(self) -> list[Bag]:
        """The bags that are ready for their slot."""
        return [bag for bag in self.bags if bag.state is _B.LABELLED]

    def named(self, bag_id: str) -> Bag | None:
        """Give one of these bags by its id."""
        return next((bag for bag in self.bags if bag.id == bag_id), None)

    def must_hold(self, bag: Bag) -> None:
        """Refuse a bag of another task, naming the order that is being packed."""
        if self.named(bag.id) is None:
            raise Refusal("bag_of_other_order", here=bag_name(bag), wanted=self.order.number)

    def contents(self, bag: Bag | None, language: str) -> list[Json]:
        """List the first items of a bag."""
        if bag is None:
            return []
        rows = self.session.execute(
            select(BagItem, Item).join(Item, Item.sku == BagItem.sku).where(BagItem.bag_id == bag.id)
            .order_by(BagItem.id).limit(CONTENTS_MAX)
        )  # fmt: skip
        return [
            {"item": item.name(language), "quantity": content.quantity, "unit": str(content.unit)}
            for content, item in rows
        ]

    def count_contents(self, bag: Bag) -> int:
        """Count a bag's items."""
        return self.session.scalars(select(func.count()).where(BagItem.bag_id == bag.id)).one()

    def slot(self, bag: Bag) -> OutboundSlot | None:
        """Give the slot that waits for a bag: one of the order's with room, of the bag's temperature class."""
        inside = select(func.count()).where(Bag.slot_id == OutboundSlot.id, Bag.state == _B.IN_SLOT).scalar_subquery()
        is_full = case((inside < OutboundSlot.capacity, 0), else_=1)
        slots = select(OutboundSlot).where(OutboundSlot.order_id == self.order.id, OutboundSlot.state != SlotState.FREE)
        mine = self.session.scalars(slots.order_by(is_full, OutboundSlot.id)).all()
        fitting = (slot for slot in mine if slot.temperature_class is bag.temperature_class)
        return next(fitting, mine[0] if mine else None)


def read_bags(session: Session, task: PickTask) -> Bags:
    """Read the bags of a task, those that are worth nothing any more left out."""
    bags = select(Bag).where(Bag.task_id == task.id, Bag.state != _B.VOID).order_by(Bag.n)
    return Bags(session, task, session.get_one(Order, task.order_id), session.scalars(bags).all())


def bag_shown(bag: Bag | None) -> Json | None:
    """Show a bag by number, state, temperature class and weights."""
    if bag is None:
        return None
    return {
        "id": bag.id,
        "n": bag.n,
        "of": bag.total,
        "state": str(bag.state),
        "temperature_class": str(bag.temperature_class),
        "label_version": bag.label_version,
        "weight_expected_grams": bag.weight_expected_grams,
        "weight_actual_grams": bag.weight_actual_grams,
        "weight_reason": bag.weight_reason,
        "slot": place_name(bag.slot_id) if bag.slot_id else None,
    }
