"""Goods at the counter: scanned in, then looked at piece by piece: into a bin, damaged, or held."""

from collections.abc import Mapping
from dataclasses import dataclass

from picking.aftersales.commands.paying import pay_back
from picking.aftersales.commands.telling import take_step
from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import ReturnDecision, Verdict, WorkKind, WorkOrder, WorkOrderLine
from picking.aftersales.queries import BACK_SOON, lines_of
from picking.catalogue.model import Item
from picking.floor.queries import bin_of
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import commands as freshness
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.stock import commands as stock
from picking.stock.model import DAMAGED, HOLD

REASON_MAX = 80


@dataclass(frozen=True)
class Finding:
    """What somebody found about so much of a line; `photo` is the SHA-256 of a picture that was sent before."""

    verdict: Verdict
    quantity: int
    bin_id: str | None = None
    reason: str | None = None
    photo: str | None = None


def return_in(work: UnitOfWork, work_order_id: str, came: Mapping[str, int]) -> WorkOrder:
    """Note what came back over the counter, as {line id: pieces or grams}; more than was agreed is refused."""
    work.by.require("return_in")
    wish = _open(work, work_order_id)
    lines = {line.id: line for line in lines_of(work.session, wish.id)}
    if not any(came.values()):
        raise Refusal("quantity_zero")
    for line_id, quantity in came.items():
        if line_id not in lines:
            raise invalid("lines", f"the work order has no line {line_id}")
        line = lines[line_id]
        if not 0 <= quantity <= line.quantity - line.received:
            raise Refusal("more_than_delivered", sku=line.sku, asked=quantity, left=line.quantity - line.received)
        line.received += quantity
    if wish.return_document is None:
        wish.return_document = orders.return_document(work, wish.return_store_id)
    take_step(work, wish, WorkOrderStep.RETURN_IN, document=wish.return_document)
    return wish


def inspect(work: UnitOfWork, line_id: str, finding: Finding) -> WorkOrder:
    """Decide about goods that came back: sold again, damaged, or held until somebody knows.

    What a stall made, what has to be kept cold or hot, and what is expired is never sold again. With the last piece
    the money goes back, or the exchange is done.
    """
    work.by.require("return_in")
    wish = _open(work, work.get(WorkOrderLine, line_id).work_order_id)
    line = work.get(WorkOrderLine, line_id, lock=True)
    if not 0 < finding.quantity <= line.undecided:
        raise Refusal("count_open", sku=line.sku, quantity=line.undecided, counted=finding.quantity)
    _book(work, wish, line, finding)
    take_step(work, wish, WorkOrderStep.INSPECT, verdict=str(finding.verdict), sku=line.sku, quantity=finding.quantity)
    _end_when_decided(work, wish)
    return wish


def _open(work: UnitOfWork, work_order_id: str) -> WorkOrder:
    """Open a work order whose goods come back here, behind its order's lock."""
    wish = work.get(WorkOrder, work_order_id)
    work.get(Order, wish.order_id, lock=True)
    wish = work.get(WorkOrder, work_order_id, lock=True)
    if wish.return_store_id != work.by.store_id:
        raise Refusal("returns_elsewhere", number=wish.number, store=wish.return_store_id)
    if not wish.kind.brings_back or wish.state not in BACK_SOON:
        raise Refusal("no_return_expected", number=wish.number, state=str(wish.state))
    return wish


def _book(work: UnitOfWork, wish: WorkOrder, line: WorkOrderLine, finding: Finding) -> None:
    place = _place(work, line, finding)
    own = wish.order_id if wish.store_id == wish.return_store_id else None
    reason = finding.reason or str(finding.verdict)
    document = wish.return_document or wish.number
    stock.take_back(work, line.sku, finding.quantity, place, _ledger_reason(finding, reason), document, order_id=own)
    counted = {Verdict.RESTOCK: "restocked", Verdict.DAMAGE: "damaged", Verdict.HOLD: "held"}[finding.verdict]
    setattr(line, counted, getattr(line, counted) + finding.quantity)
    work.add(
        ReturnDecision(
            id=work.ids.new(), store_id=work.by.store_id, order_id=wish.order_id, line_id=line.id,
            verdict=finding.verdict, quantity=finding.quantity, bin_id=finding.bin_id, reason=finding.reason,
            photo=finding.photo, person_id=work.by.person_id, at=work.now,
        )
    )  # fmt: skip
    work.session.flush()


def _place(work: UnitOfWork, line: WorkOrderLine, finding: Finding) -> str:
    if finding.photo is not None:
        freshness.check_photo(work, finding.photo)
    if finding.verdict is Verdict.RESTOCK:
        return _bin(work, line, finding)
    if not finding.reason or len(finding.reason) > REASON_MAX:
        raise invalid("reason", f"say what is wrong with the goods, in up to {REASON_MAX} characters")
    return DAMAGED if finding.verdict is Verdict.DAMAGE else HOLD


def _bin(work: UnitOfWork, line: WorkOrderLine, finding: Finding) -> str:
    item = work.get(Item, line.sku)
    if item.work_type is not WorkType.STANDARD:
        raise Refusal("prepared_not_restocked", sku=item.sku)
    if item.temperature_class is not TemperatureClass.AMBIENT:
        raise Refusal("cold_not_restocked", sku=item.sku)
    if not finding.bin_id:
        raise invalid("bin_id", "scan the bin the goods go into")
    return bin_of(work.session, work.by.store_id, finding.bin_id).id


def _ledger_reason(finding: Finding, reason: str) -> str:
    return reason[:40] if finding.verdict is Verdict.DAMAGE else f"return_{finding.verdict}"


def _end_when_decided(work: UnitOfWork, wish: WorkOrder) -> None:
    lines = lines_of(work.session, wish.id)
    if any(line.undecided for line in lines) or wish.state is not WorkOrderState.INSPECTING:
        return
    if wish.kind is WorkKind.EXCHANGE:
        take_step(work, wish, WorkOrderStep.FINISH)
    else:
        pay_back(work, wish)
