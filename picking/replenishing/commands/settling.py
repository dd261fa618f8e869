"""A replenishment ends: as much came as was asked for, or a lead looks at why not."""

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.proposals import room_in
from picking.replenishing.commands.sending_back import wish_back
from picking.replenishing.events import ReplenishmentRefused
from picking.replenishing.lifecycle import ReplenishmentStep
from picking.replenishing.model import Cause, Replenishment
from picking.stock import commands as stock

REASON_MAX = 40


def brought(work: UnitOfWork, replenishment_id: str, quantity: int, from_bin: str, reason: str = "") -> Replenishment:
    """Book what was brought from a bin behind, what ends first first, expired goods left there; or from a face back.

    With what was rotated to the front, as much of what ends later is wished back as does not fit beside it.
    Refuses more than lies there (`not_there_to_bring`) less than was asked for without a reason
    (`altered_without_reason`; with one a lead decides) and more than the face has room for (`bin_full`).
    """
    wished = work.get(Replenishment, replenishment_id, lock=True)
    altered = quantity < wished.quantity
    if altered and not reason.strip():
        raise Refusal("altered_without_reason", asked=wished.quantity, brought=quantity)
    room = _checked_room(work, wished, quantity)
    if quantity:
        _move(work, wished, quantity, from_bin)
    wished.moved, wished.reason = quantity, reason.strip()[:REASON_MAX] or None
    work.step(wished, ReplenishmentStep.ALTER if altered else ReplenishmentStep.COMPLETE)
    too_much = quantity - (room or 0)
    if wished.cause is Cause.ROTATE and too_much > 0:
        wish_back(work, wished.bin_id, wished.sku, too_much, Cause.OVERFULL, wished.due_at)
    return wished


def goes_back(work: UnitOfWork, wished: Replenishment) -> bool:
    """Tell whether goods leave a face for a bin behind."""
    return work.get(Bin, wished.bin_id).kind is BinKind.RESERVE


def accept(work: UnitOfWork, replenishment_id: str) -> Replenishment:
    """Agree to a replenishment that came otherwise than asked for."""
    wished = _own(work, replenishment_id)
    work.step(wished, ReplenishmentStep.ACCEPT)
    return wished


def refuse(work: UnitOfWork, replenishment_id: str) -> Replenishment:
    """Do not believe it: somebody counts where it came from."""
    wished = _own(work, replenishment_id)
    work.step(wished, ReplenishmentStep.REFUSE)
    work.tell(ReplenishmentRefused(wished.from_bin, wished.sku))
    return wished


def _own(work: UnitOfWork, replenishment_id: str) -> Replenishment:
    work.by.require("counts")
    found = work.get(Replenishment, replenishment_id, lock=True)
    if found.store_id != work.by.store_id:
        raise unknown("Replenishment", replenishment_id)
    return found


def _checked_room(work: UnitOfWork, wished: Replenishment, quantity: int) -> int | None:
    room = room_in(work.session, work.get(Item, wished.sku), work.get(Bin, wished.bin_id))
    if room is not None and quantity > max(room, wished.quantity):
        raise Refusal("bin_full", bin=wished.bin_id, room=room)
    return room


def _move(work: UnitOfWork, wished: Replenishment, quantity: int, from_bin: str) -> None:
    is_back = goes_back(work, wished)
    source = wished.from_bin if is_back else from_bin
    carry = stock.fetch_last if is_back else stock.fetch
    missing = carry(work, wished.sku, quantity, source, wished.bin_id, "replenish", document=wished.id)
    if missing:
        raise Refusal("not_there_to_bring", bin=source, sku=wished.sku, missing=missing)
    stock.send_elsewhere(work, source, wished.sku)
