"""A delivery is announced, told anew while nobody has begun with it, called off, or comes unannounced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.lifecycle import DeliveryState, DeliveryStep
from picking.receiving.model import Delivery, DeliveryKind, DeliveryLine
from picking.receiving.queries import delivery_of

LINES_MAX = 2000


@dataclass(frozen=True)
class DraftLine:
    """So many pieces or grams of an item."""

    sku: str
    quantity: int


@dataclass(frozen=True)
class DeliveryDraft:
    """A delivery as its sender announces it."""

    number: str
    supplier: str
    expected_at: datetime
    lines: Sequence[DraftLine]
    kind: DeliveryKind = DeliveryKind.PURCHASE


def expect(work: UnitOfWork, store_id: str, draft: DeliveryDraft) -> Delivery:
    """Expect a delivery; the same number again replaces what was announced while nobody has begun with it.

    Refuses an item nobody knows, the same item twice, no lines or more than 2,000, and a delivery that was begun
    (`delivery_begun`).
    """
    _check(work, draft.lines)
    same = select(Delivery).where(Delivery.store_id == store_id, Delivery.number == draft.number)
    known = work.session.scalars(same).one_or_none()
    if known is None:
        return _announce(work, store_id, draft)
    if known.state is not DeliveryState.EXPECTED:
        raise Refusal("delivery_begun", number=known.number)
    work.step(known, DeliveryStep.CHANGE)
    known.supplier, known.expected_at, known.kind = draft.supplier, draft.expected_at, draft.kind
    work.session.execute(delete(DeliveryLine).where(DeliveryLine.delivery_id == known.id))
    _write_lines(work, known, draft.lines)
    return known


def cancel_delivery(work: UnitOfWork, delivery_id: str) -> Delivery:
    """Call a delivery off that nobody has begun with."""
    delivery = delivery_of(work.session, work.by.store_id, delivery_id)
    work.step(delivery, DeliveryStep.CANCEL)
    return delivery


def begin(work: UnitOfWork, delivery_id: str) -> Delivery:
    """Begin to take a delivery in, or go on with it."""
    work.by.require("receive")
    delivery = delivery_of(work.session, work.by.store_id, delivery_id)
    if delivery.state is not DeliveryState.RECEIVING:
        work.step(delivery, DeliveryStep.ARRIVE)
        delivery.arrived_at = work.now
    return delivery


def begin_blind(work: UnitOfWork, supplier: str) -> Delivery:
    """Begin with a delivery nobody announced; its number is ours."""
    work.by.require("receive")
    if not supplier.strip():
        raise invalid("supplier", "who brings it?")
    number = f"BLIND-{work.ids.new()[-12:]}"
    draft = DeliveryDraft(number, supplier.strip()[:80], work.now, (), DeliveryKind.BLIND)
    return begin(work, _announce(work, work.by.store_id, draft).id)


def _announce(work: UnitOfWork, store_id: str, draft: DeliveryDraft) -> Delivery:
    delivery = Delivery(
        id=work.ids.new(), store_id=store_id, number=draft.number, kind=draft.kind, supplier=draft.supplier,
        expected_at=draft.expected_at,
    )  # fmt: skip
    work.add(delivery)
    work.session.flush()
    _write_lines(work, delivery, draft.lines)
    return delivery


def _write_lines(work: UnitOfWork, delivery: Delivery, lines: Sequence[DraftLine]) -> None:
    work.session.add_all(
        DeliveryLine(id=work.ids.new(), delivery_id=delivery.id, line_no=n, sku=line.sku, expected=line.quantity)
        for n, line in enumerate(lines, start=1)
    )
    work.session.flush()


def _check(work: UnitOfWork, lines: Sequence[DraftLine]) -> None:
    if not 0 < len(lines) <= LINES_MAX:
        raise invalid("lines", f"a delivery has 1 to {LINES_MAX} lines")
    seen: set[str] = set()
    for n, line in enumerate(lines):
        if line.sku in seen:
            raise invalid(f"lines.{n}.sku", f"item {line.sku} stands twice")
        if line.quantity <= 0:
            raise invalid(f"lines.{n}.quantity", "must be more than zero")
        seen.add(line.sku)
    known = set(work.session.scalars(select(Item.sku).where(Item.sku.in_(seen))))
    for n, line in enumerate(lines):
        if line.sku not in known:
            raise invalid(f"lines.{n}.sku", f"nobody knows item {line.sku}")
