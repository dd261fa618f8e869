"""What ends a wait on the way out: goods stand too long, nobody comes, a bag stays behind."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.commands.riders import end_without_goods
from picking.outbound.events import ScanOutStalled
from picking.outbound.lifecycle import HandOverStep, SlotStep, StagingStep
from picking.outbound.model import HandOver, OutboundSlot, StagingPosition
from picking.outbound.open import alert, live_bags, push_slot


def held_too_long(work: UnitOfWork, position: StagingPosition) -> None:
    """Alarm the lead: an order's hot or cold goods stand on the staging shelf for longer than they may."""
    work.step(position, StagingStep.HOLD_TOO_LONG)
    facts = {"position": position.id, "order_id": position.order_id, "minutes": work.settings.hold_minutes_max}
    alert(work, position.store_id, "held_too_long", **facts)


def scan_out_stalled(work: UnitOfWork, slot: OutboundSlot) -> None:
    """Alarm the desk: a bag was scanned out and the next one did not follow; the slot shows itself again."""
    work.step(slot, SlotStep.STALL_OUT)
    bags = live_bags(work.session, slot.order_id) if slot.order_id else []
    missing = [bag for bag in bags if bag.scanned_out_at is None]
    alert(work, slot.store_id, "bags_missing", slot=slot.id, missing=len(missing), of=len(bags))
    push_slot(work, slot)
    if slot.order_id:
        work.tell(ScanOutStalled(slot.order_id, slot.id))


def nobody_came(work: UnitOfWork, slot: OutboundSlot) -> None:
    """Alarm the desk: an order waits in its slot for longer than it should; mind its cold bags."""
    work.step(slot, SlotStep.OVERSTAY)
    alert(work, slot.store_id, "nobody_came", slot=slot.id, order_id=slot.order_id)
    push_slot(work, slot)


def failure_unanswered(work: UnitOfWork, hand_over: HandOver) -> None:
    """Let a rider go whose report nobody answered: silence is agreement."""
    end_without_goods(work, hand_over, HandOverStep.AGREE)


def rider_missing(work: UnitOfWork, hand_over: HandOver) -> None:
    """Give up waiting for a rider who never checked in."""
    end_without_goods(work, hand_over, HandOverStep.MISS)
