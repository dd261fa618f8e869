"""Goods are taken in at the door, scan by scan; bad ones are refused there, and every difference gets its reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from picking.catalogue.model import Item
from picking.floor.model import Store
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.events import DeliveryReceived, GoodsTakenIn
from picking.receiving.lifecycle import DeliveryState, DeliveryStep
from picking.receiving.model import REASON_MAX, Delivery, DeliveryLine, DeliveryLot
from picking.receiving.queries import delivery_of, line_of, lines_of
from picking.stock import commands as stock


@dataclass(frozen=True)
class Came:
    """Goods at the door: so many pieces or grams of an item, with lot and last day as far as they have one."""

    sku: str
    quantity: int
    lot_code: str = ""
    expires_on: date | None = None


def take_in(work: UnitOfWork, delivery_id: str, came: Came) -> DeliveryLot:
    """Take goods into the bay; what nobody announced becomes a line of its own.

    Refuses zero, an item that keeps for days without its last day (`date_needed`), what is expired
    (`lot_expired`) and what has too little of its life left (`life_too_short`): those are refused at the door.
    """
    delivery = _being_taken_in(work, delivery_id)
    item = work.get(Item, came.sku)
    _check_date(work, item, came.expires_on)
    lot = stock.take_in(
        work, delivery.store_id, came.sku, came.quantity, came.lot_code, came.expires_on, delivery.number
    )
    _line(work, delivery, came.sku).received += came.quantity
    share = work.find(DeliveryLot, (delivery.id, lot.id))
    if share is None:
        share = DeliveryLot(
            delivery_id=delivery.id, lot_id=lot.id, store_id=delivery.store_id, sku=came.sku, quantity=0, put_away=0
        )
        work.session.add(share)
    share.quantity += came.quantity
    share.is_open = True
    work.session.flush()
    work.tell(GoodsTakenIn(delivery.id, came.sku, came.quantity))
    return share


def refuse_goods(work: UnitOfWork, delivery_id: str, sku: str, quantity: int, reason: str) -> DeliveryLine:
    """Send goods back at the door, for a reason; they never come into the books."""
    delivery = _being_taken_in(work, delivery_id)
    if quantity <= 0:
        raise Refusal("quantity_zero")
    work.get(Item, sku)
    line = _line(work, delivery, sku)
    line.refused += quantity
    line.refusal_reason = _reason(reason)
    work.note(delivery, "refuse_goods", sku=sku, quantity=quantity, reason=reason)
    return line


def explain(work: UnitOfWork, delivery_id: str, sku: str, reason: str) -> DeliveryLine:
    """Say why more or less of an item came than was announced."""
    delivery = _being_taken_in(work, delivery_id)
    line = _line(work, delivery, sku)
    line.difference_reason = _reason(reason)
    return line


def finish(work: UnitOfWork, delivery_id: str, reason: str | None = None) -> Delivery:
    """End the taking in; one reason may be given for all differences that have none yet.

    Refuses while a difference has no reason (`difference_without_reason`).
    """
    delivery = _being_taken_in(work, delivery_id)
    for line in lines_of(work.session, delivery.id):
        if not line.difference or line.difference_reason:
            continue
        if reason is None:
            name = work.get(Item, line.sku).name(work.by.language)
            raise Refusal("difference_without_reason", item=name, difference=line.difference)
        line.difference_reason = _reason(reason)
    work.step(delivery, DeliveryStep.FINISH)
    delivery.finished_at = work.now
    work.tell(DeliveryReceived(delivery.id))
    close_when_empty(work, delivery)
    return delivery


def close_when_empty(work: UnitOfWork, delivery: Delivery) -> None:
    """End a delivery of which nothing is left in the bay."""
    work.session.flush()
    left = select(func.count()).where(DeliveryLot.delivery_id == delivery.id, DeliveryLot.is_open)
    if delivery.state is DeliveryState.RECEIVED and not work.session.scalars(left).one():
        work.step(delivery, DeliveryStep.PUT_AWAY)


def _being_taken_in(work: UnitOfWork, delivery_id: str) -> Delivery:
    work.by.require("receive")
    delivery = delivery_of(work.session, work.by.store_id, delivery_id)
    if delivery.state is not DeliveryState.RECEIVING:
        raise Refusal("delivery_not_at_door", number=delivery.number)
    return delivery


def _line(work: UnitOfWork, delivery: Delivery, sku: str) -> DeliveryLine:
    line = line_of(work.session, delivery.id, sku)
    if line is not None:
        return line
    last = select(func.max(DeliveryLine.line_no)).where(DeliveryLine.delivery_id == delivery.id)
    line = DeliveryLine(
        id=work.ids.new(), delivery_id=delivery.id, line_no=(work.session.scalars(last).one() or 0) + 1, sku=sku,
        expected=0, received=0, refused=0,
    )  # fmt: skip
    work.session.add(line)
    work.session.flush()
    return line


def _check_date(work: UnitOfWork, item: Item, expires_on: date | None) -> None:
    if item.shelf_life_days is None:
        return
    name = item.name(work.by.language)
    if expires_on is None:
        raise Refusal("date_needed", item=name)
    left = (expires_on - work.get(Store, work.by.store_id).day(work.now)).days
    if left < 0:
        raise Refusal("expired_at_door", item=name, expires_on=str(expires_on))
    least = item.shelf_life_days * work.settings.life_left_permille_min // 1000
    if left < least:
        raise Refusal("life_too_short", item=name, days=left, least=least)


def _reason(reason: str) -> str:
    if not reason.strip() or len(reason) > REASON_MAX:
        raise invalid("reason", f"a reason of up to {REASON_MAX} characters is needed")
    return reason.strip()
