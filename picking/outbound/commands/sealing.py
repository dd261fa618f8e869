"""A bag is sealed against its weight, carries its newest label, and is opened again only for a reason."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.commands.bags import void_bag
from picking.outbound.commands.weighing import accept_bag_weight, learn_weight, weigh_bag, wrong_weight
from picking.outbound.contents import items_in, move_contents
from picking.outbound.events import BagReopened
from picking.outbound.labels import number_bags, print_label, relabel_bag
from picking.outbound.lifecycle import BagState, BagStep, SlotState, SlotStep
from picking.outbound.model import Bag, BagItem, OutboundSlot, UsedSeal
from picking.outbound.open import open_bag, push_slot, require_one
from picking.stock.model import IN_HAND, STAGED

SEAL_LENGTH_MAX = 40
COMPLETE_SLOT = (SlotState.READY, SlotState.CALLED, SlotState.CLEARING, SlotState.OVERSTAY)


def seal_bag(
    work: UnitOfWork, bag_id: str, seal: str, weight_grams: int | None = None, *, override: str | None = None
) -> Bag:
    """Seal a bag with a number that was never used in this store, and print its label.

    What it weighs, now or when a scale weighed it, must fit what should be inside (`weight_short` and `weight_over`
    name what may be missing or twice inside); `override` is a `WeightReason` to seal it all the same and needs its
    own right.
    """
    require_one(work, "outbound", "pick")
    bag, _ = open_bag(work, bag_id)
    if bag.state is BagState.REOPENED:
        work.step(bag, BagStep.REFILL)
    if not items_in(work.session, bag.id):
        raise Refusal("bag_empty", n=bag.n)
    _check_weight(work, bag, weight_grams, override)
    number_bags(work, bag.order_id)
    work.step(bag, BagStep.SEAL, seal=seal, weight_grams=bag.weight_actual_grams)
    _use_seal(work, bag, seal.strip())
    learn_weight(work, bag)
    print_label(work, bag)
    return bag


def label_scanned(work: UnitOfWork, bag_id: str, version: int) -> Bag:
    """Take the scan of a bag's label as proof that it is stuck on; only the newest counts."""
    bag, _ = open_bag(work, bag_id)
    require_newest_label(bag, version)
    if bag.state is BagState.SEALED:
        work.step(bag, BagStep.LABEL, version=version)
    elif bag.state not in (BagState.LABELLED, BagState.IN_SLOT):
        raise Refusal("bag_not_sealed", n=bag.n)
    return bag


def require_newest_label(bag: Bag, version: int) -> None:
    """Refuse an old label with its version and the one that counts."""
    if version != bag.label_version:
        raise Refusal("label_old", n=bag.n, version=version, newest=bag.label_version)


def relabel(work: UnitOfWork, bag_id: str) -> Bag:
    """Print a bag's label again because it is lost or spoiled; the one before is worth nothing now."""
    require_one(work, "outbound", "reprint", "pick")
    bag, _ = open_bag(work, bag_id)
    relabel_bag(work, bag)
    return bag


def cut_seal(work: UnitOfWork, bag_id: str, reason: str) -> Bag:
    """Open a closed bag again; its seal and label are worth nothing, and it leaves its slot."""
    require_one(work, "outbound", "pick")
    if not reason:
        raise invalid("reason", "say why the bag is opened")
    bag, _ = open_bag(work, bag_id)
    _cut(work, bag, reason)
    return bag


def unpack_line(work: UnitOfWork, pick_line_id: str) -> list[Bag]:
    """Take a picked line out of its bags before a lead un-picks it; closed bags are opened, empty ones voided."""
    items = _bagged_items(work, pick_line_id)
    touched: list[Bag] = []
    for item in items:
        bag, _ = open_bag(work, item.bag_id)
        if bag.state in (BagState.SEALED, BagState.LABELLED, BagState.IN_SLOT):
            _cut(work, bag, "unpick")
        work.session.delete(item)
        work.session.flush()
        bag.weight_expected_grams = sum(rest.weight_grams for rest in items_in(work.session, bag.id))
        bag.weight_actual_grams = bag.weight_reason = None
        touched.append(bag)
        if not items_in(work.session, bag.id):
            void_bag(work, bag)
    for order_id in sorted({bag.order_id for bag in touched}):
        number_bags(work, order_id)
    return touched


def _bagged_items(work: UnitOfWork, pick_line_id: str) -> Sequence[BagItem]:
    return work.session.scalars(
        select(BagItem)
        .join(Bag, Bag.id == BagItem.bag_id)
        .where(BagItem.pick_line_id == pick_line_id, Bag.state != BagState.VOID)
        .order_by(BagItem.id)
    ).all()


def _cut(work: UnitOfWork, bag: Bag, reason: str) -> None:
    was_in_slot = bag.state is BagState.IN_SLOT
    if was_in_slot:
        move_contents(work, bag, STAGED, IN_HAND, "bag_opened")
        leave_slot(work, bag)
    work.step(bag, BagStep.CUT_SEAL, reason=reason)
    bag.seal = bag.weight_actual_grams = bag.weight_reason = None
    work.tell(BagReopened(bag.id, bag.order_id, bag.task_id, bag.ticket_id, was_in_slot=was_in_slot))


def leave_slot(work: UnitOfWork, bag: Bag) -> None:
    """Note that a bag is not in its slot any more, so that the order's slots are not complete."""
    slot = work.get(OutboundSlot, bag.slot_id, lock=True)
    if slot.state in COMPLETE_SLOT:
        work.step(slot, SlotStep.FALL_BACK, bag_id=bag.id)
    bag.slot_id = bag.scanned_out_at = None
    push_slot(work, slot)


def _use_seal(work: UnitOfWork, bag: Bag, seal: str) -> None:
    if not 0 < len(seal) <= SEAL_LENGTH_MAX:
        raise invalid("seal", "scan or enter the number of the seal")
    used = work.find(UsedSeal, (bag.store_id, seal))
    if used is not None:
        raise Refusal("seal_used", seal=seal)
    work.add(UsedSeal(store_id=bag.store_id, seal=seal, bag_id=bag.id, at=work.now))
    bag.seal = seal


def _check_weight(work: UnitOfWork, bag: Bag, grams: int | None, override: str | None) -> None:
    wrong = wrong_weight(work, bag) if grams is None else weigh_bag(work, bag.id, grams)
    if override is not None:
        accept_bag_weight(work, bag.id, override)
    elif wrong is not None:
        raise wrong.refusal()
