"""A bag is sealed against its weight, carries its newest label, and is opened again only for a reason."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.commands.bags import void_bag
from picking.outbound.contents import items_in, move_contents
from picking.outbound.events import BagReopened
from picking.outbound.labels import number_bags, print_label, relabel_bag
from picking.outbound.lifecycle import BagState, BagStep, SlotState, SlotStep
from picking.outbound.model import Bag, BagItem, OutboundSlot, UsedSeal
from picking.outbound.open import open_bag, push_slot, require_one
from picking.stock.model import IN_HAND, STAGED

SEAL_LENGTH_MAX = 40
TARE_GRAMS = 50  # bag, seal and label, and what a scale of the trade rounds
COMPLETE_SLOT = (SlotState.READY, SlotState.CALLED, SlotState.CLEARING, SlotState.OVERSTAY)


def seal_bag(
    work: UnitOfWork, bag_id: str, seal: str, weight_grams: int | None = None, *, override: bool = False
) -> Bag:
    """Seal a bag with a number that was never used in this store, and print its label.

    A weight that is given must fit what should be inside (`weight_off` names what may be missing or too much);
    `override` seals it all the same and needs its own right.
    """
    require_one(work, "outbound", "pick")
    bag, _ = open_bag(work, bag_id)
    if bag.state is BagState.REOPENED:
        work.step(bag, BagStep.REFILL)
    if not items_in(work.session, bag.id):
        raise Refusal("bag_empty", n=bag.n)
    if weight_grams is not None:
        _check_weight(work, bag, weight_grams, override=override)
    number_bags(work, bag.order_id)
    work.step(bag, BagStep.SEAL, seal=seal, weight_grams=weight_grams)
    _use_seal(work, bag, seal.strip())
    bag.weight_actual_grams = weight_grams
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
        bag.weight_expected_grams -= item.weight_grams
        work.session.delete(item)
        work.session.flush()
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
    bag.seal = bag.weight_actual_grams = None
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


def _check_weight(work: UnitOfWork, bag: Bag, actual: int, *, override: bool) -> None:
    expected = bag.weight_expected_grams
    allowed = expected * work.settings.weight_tolerance_permille // 1000 + TARE_GRAMS
    difference = actual - expected
    if abs(difference) <= allowed:
        return
    if override:
        work.by.require("outbound.override")
        work.note(bag, "override_weight", expected_grams=expected, actual_grams=actual)
        return
    suspect = _suspect(work, bag, abs(difference))
    code = "weight_short" if difference < 0 else "weight_over"
    raise Refusal(code, n=bag.n, expected=expected, actual=actual, difference=abs(difference), suspect=suspect)


def _suspect(work: UnitOfWork, bag: Bag, difference: int) -> str:
    """Name the item whose weight comes nearest to the difference: most likely it is missing, or twice inside."""
    items = [work.get(Item, item.sku) for item in items_in(work.session, bag.id)]
    return min(items, key=lambda item: abs(item.weight_grams - difference)).name(work.by.language)
