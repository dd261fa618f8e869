"""Riders: named by their carrier, checked in at the door, and what happens when one cannot take an order."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from picking.catalogue.barcodes import RiderCode, parse, signed
from picking.floor.model import Store
from picking.foundation.kinds import Mode
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import ORDER, OrderState
from picking.orders.model import Order
from picking.outbound.commands.calling import (
    call_if_ready,
    open_hand_over,
    orders_to_take,
    push_hand_over,
)
from picking.outbound.commands.slots import uncall_slots
from picking.outbound.lifecycle import HandOverState, HandOverStep
from picking.outbound.model import HandOver, HandOverOrder
from picking.outbound.open import alert, require_one
from picking.timing.commands import learn
from picking.timing.leads import ANY_CARRIER
from picking.timing.model import Timed

LEFT = (OrderState.OUT_FOR_DELIVERY, OrderState.DELIVERED, OrderState.RETURNING)
OPEN_TO_MORE = (HandOverState.ASSIGNED, HandOverState.ARRIVED)


def assign_rider(
    work: UnitOfWork, carrier: str, rider_id: str, name: str, tail: str, order_ids: Collection[str]
) -> HandOver:
    """Name the rider who comes for orders; said again with other orders it adds them, another rider takes them over.

    `tail` is the last digits of the rider's number, all the floor ever sees of it.
    """
    require_one(work, "carrier", "outbound")
    if not order_ids:
        raise invalid("order_ids", "name at least one order")
    orders = [_for_rider(work, order_id) for order_id in sorted(set(order_ids))]
    hand_over = _coming(work, carrier, rider_id) or _expect(work, carrier, rider_id)
    hand_over.rider_name, hand_over.rider_tail = name[:80], tail[-4:]
    for order in orders:
        _give(work, hand_over, order)
    push_hand_over(work, hand_over)
    call_if_ready(work, hand_over.id)
    return hand_over


def check_in(work: UnitOfWork, rider_id: str, *, carrier: str | None = None) -> HandOver:
    """Note that a rider stands at the door, and call him when everything is ready."""
    hand_overs = _of_rider(work, rider_id, carrier)
    return _arrive(work, hand_overs, rider_id)


def check_in_by_tail(work: UnitOfWork, tail: str) -> HandOver:
    """Check a rider in by the last digits of his number; where two share them, the code on his telephone decides."""
    expected = select(HandOver).where(
        HandOver.store_id == work.by.store_id,
        HandOver.rider_tail == tail,
        HandOver.state.in_((HandOverState.ASSIGNED, HandOverState.ARRIVED, HandOverState.CALLED)),
    )
    hand_overs = work.session.scalars(expected.order_by(HandOver.id).with_for_update(**LOCK)).all()
    if len({(one.carrier, one.rider_id) for one in hand_overs}) > 1:
        raise Refusal("rider_tail_shared", tail=tail)
    return _arrive(work, hand_overs, tail)


def check_in_by_code(work: UnitOfWork, text: str) -> HandOver:
    """Check a rider in by the signed code on his telephone, not older than a minute."""
    code = parse(text)
    if not isinstance(code, RiderCode):
        raise Refusal("rider_code_unreadable", Kind.INVALID)
    fault = signed.fault(code, _secret(work, code.carrier), work.now)
    if fault is not None:
        raise Refusal(f"rider_code_{fault}", Kind.FORBIDDEN)
    return check_in(work, code.rider_id, carrier=code.carrier)


def report_rider_failure(work: UnitOfWork, hand_over_id: str, reason: str) -> HandOver:
    """Note that a rider cannot take his orders; without an answer in time it counts as agreed."""
    require_one(work, "carrier", "outbound")
    if not reason:
        raise invalid("reason", "say why the rider cannot take it")
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    minutes = work.settings.rider_failure_answer_minutes_max
    work.step(hand_over, HandOverStep.REPORT_FAILURE, patience=timedelta(minutes=minutes), reason=reason)
    hand_over.flagged = reason[:80]
    for order in orders_to_take(work, hand_over):
        uncall_slots(work, order.id)
    alert(work, hand_over.store_id, "rider_failed", hand_over_id=hand_over.id, tail=hand_over.rider_tail, reason=reason)
    push_hand_over(work, hand_over)
    return hand_over


def agree_rider_failure(work: UnitOfWork, hand_over_id: str) -> HandOver:
    """Let a rider go; his orders wait for the next one."""
    work.by.require("outbound")
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    end_without_goods(work, hand_over, HandOverStep.AGREE)
    return hand_over


def refuse_rider_failure(work: UnitOfWork, hand_over_id: str, reason: str) -> HandOver:
    """Do not let a rider go: the orders stay his."""
    work.by.require("outbound")
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    work.step(hand_over, HandOverStep.REFUSE, reason=reason)
    hand_over.flagged = None
    push_hand_over(work, hand_over)
    call_if_ready(work, hand_over.id)
    return hand_over


def miss_rider(work: UnitOfWork, hand_over_id: str) -> HandOver:
    """Note that a rider did not come, or that his orders are gone."""
    work.by.require("outbound")
    hand_over = work.get(HandOver, hand_over_id, lock=True)
    end_without_goods(work, hand_over, HandOverStep.MISS)
    return hand_over


def end_without_goods(work: UnitOfWork, hand_over: HandOver, step: HandOverStep) -> None:
    """End a hand-over whose rider takes nothing; the desk asks for another one for what is left."""
    waiting = orders_to_take(work, hand_over)
    work.step(hand_over, step)
    hand_over.finished_at = work.now
    for order in waiting:
        if order.state is OrderState.READY:
            uncall_slots(work, order.id)
            alert(work, order.store_id, "rider_wanted", number=order.number)
    push_hand_over(work, hand_over)


def _for_rider(work: UnitOfWork, order_id: str) -> Order:
    order = work.find(Order, order_id, lock=True)
    if order is None or order.store_id != work.by.store_id:
        raise unknown("Order", order_id)
    if order.mode is not Mode.DELIVERY or order.state in ORDER.ends or order.state in LEFT:
        raise Refusal("not_for_a_rider", number=order.number, state=str(order.state))
    return order


def _expect(work: UnitOfWork, carrier: str, rider_id: str) -> HandOver:
    hand_over = work.add(HandOver(id=work.ids.new(), store_id=work.by.store_id, carrier=carrier, rider_id=rider_id))
    work.step(hand_over, HandOverStep.ASSIGN)
    work.session.flush()  # its orders name it
    return hand_over


def _coming(work: UnitOfWork, carrier: str, rider_id: str) -> HandOver | None:
    return next((one for one in _of_rider(work, rider_id, carrier) if one.state in OPEN_TO_MORE), None)


def _of_rider(work: UnitOfWork, rider_id: str, carrier: str | None) -> Sequence[HandOver]:
    """List a rider's hand-overs that are not under way yet; who was called already is among them."""
    mine = select(HandOver).where(
        HandOver.store_id == work.by.store_id,
        HandOver.rider_id == rider_id,
        HandOver.state.in_((*OPEN_TO_MORE, HandOverState.CALLED)),
    )
    if carrier is not None:
        mine = mine.where(HandOver.carrier == carrier)
    return work.session.scalars(mine.order_by(HandOver.id).with_for_update(**LOCK)).all()


def _give(work: UnitOfWork, hand_over: HandOver, order: Order) -> None:
    before = open_hand_over(work, order.id)
    if before is not None and before.id == hand_over.id:
        return
    if before is not None:
        _take_from(work, before, order)
    work.add(HandOverOrder(hand_over_id=hand_over.id, order_id=order.id))
    work.note(order, "assign_rider", hand_over_id=hand_over.id, carrier=hand_over.carrier)
    work.session.flush()


def _take_from(work: UnitOfWork, before: HandOver, order: Order) -> None:
    """Another rider comes instead; one who is scanning already keeps his order."""
    if before.state is HandOverState.SCANNING:
        raise Refusal("rider_is_scanning", number=order.number, tail=before.rider_tail)
    work.session.delete(work.get(HandOverOrder, (before.id, order.id)))
    work.session.flush()
    if before.state is HandOverState.CALLED:
        work.step(before, HandOverStep.FALL_BACK, order_id=order.id)
        uncall_slots(work, order.id)
    if before.state is not HandOverState.FAILED_PENDING and not orders_to_take(work, before):
        end_without_goods(work, before, HandOverStep.MISS)


def _arrive(work: UnitOfWork, hand_overs: Sequence[HandOver], who: str) -> HandOver:
    if not hand_overs:
        raise Refusal("rider_not_expected", Kind.UNKNOWN, rider=who)
    fresh = [one for one in hand_overs if one.state is HandOverState.ASSIGNED]
    for hand_over in fresh:
        learn(work, Timed.RIDER, ANY_CARRIER, (work.now - hand_over.state_since).total_seconds())
        work.step(hand_over, HandOverStep.ARRIVE)
        hand_over.arrived_at = work.now
        push_hand_over(work, hand_over)
        call_if_ready(work, hand_over.id)
    return (fresh or hand_overs)[0]


def _secret(work: UnitOfWork, carrier: str) -> bytes:
    secrets = work.get(Store, work.by.store_id).settings.get("carrier_secrets", {})
    if carrier not in secrets:
        raise Refusal("carrier_unknown", Kind.UNKNOWN, carrier=carrier)
    return str(secrets[carrier]).encode()
