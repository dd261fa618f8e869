"""Opening a work order, and what the service desk decides about it: ask the floor, await the goods, pay, reject."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from picking.aftersales.commands.asking import ask_floor, drop_questions
from picking.aftersales.commands.paying import pay_back
from picking.aftersales.commands.telling import announce, take_step
from picking.aftersales.delivered import delivered_of
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import WorkKind, WorkOrder, WorkOrderLine
from picking.aftersales.queries import lines_of
from picking.catalogue.model import Item
from picking.floor.model import Store
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order, OrderLine

WITH_THE_CUSTOMER = (OrderState.DELIVERED, OrderState.COLLECTED)


def open_work_order(work: UnitOfWork, complaint: Complaint) -> WorkOrder:
    """Open a work order about goods the customer has; the same complaint again gives the same work order.

    A return waits for its goods, a refund is paid, an exchange or re-shipment asks the floor whether it is there.
    Refuses with `order_closed` when nothing can change any more, and with `more_than_delivered`.
    """
    work.by.require("channel", "desk", "return_in")
    order = work.get(Order, complaint.order_id, lock=True)
    known = _known(work, order, complaint)
    if known is not None:
        return known
    _refuse_wrong_time(order)
    wish = _new_work_order(work, order, complaint)
    _add_lines(work, wish, order, complaint.lines)
    announce(work, wish)
    go_on(work, wish, wish.kind)
    return wish


def decide(work: UnitOfWork, work_order_id: str, kind: WorkKind, wanted: Sequence[ComplaintLine] = ()) -> WorkOrder:
    """Decide what the customer gets after all, where the first wish could not be had; `wanted` names other goods."""
    work.by.require("desk", "channel")
    wish = _open(work, work_order_id)
    wish.kind, wish.answer = kind, None
    lines = {work.get(OrderLine, line.order_line_id).line_no: line for line in lines_of(work.session, wish.id)}
    for each in wanted:
        if each.line_no not in lines:
            raise invalid("lines", f"the work order has no line {each.line_no}")
        _want(work, wish, lines[each.line_no], each)
    for line in lines.values():
        if kind.sends_again and line.wanted_sku is None:
            line.wanted_sku, line.wanted_quantity = line.sku, line.quantity
    work.session.flush()
    go_on(work, wish, kind)
    return wish


def reject(work: UnitOfWork, work_order_id: str, reason: str) -> WorkOrder:
    """Refuse a complaint for a reason the customer can hear."""
    work.by.require("desk")
    wish = _open(work, work_order_id)
    wish.answer = reason
    drop_questions(work, wish)
    take_step(work, wish, WorkOrderStep.REJECT, reason=reason)
    return wish


def go_on(work: UnitOfWork, wish: WorkOrder, kind: WorkKind) -> None:
    """Begin what a kind of work order begins with."""
    if kind.sends_again:
        ask_floor(work, wish)
    elif kind is WorkKind.RETURN:
        take_step(work, wish, WorkOrderStep.AWAIT_RETURN, patience=timedelta(days=work.settings.return_wait_days))
    else:
        pay_back(work, wish)


def _open(work: UnitOfWork, work_order_id: str) -> WorkOrder:
    work.get(Order, work.get(WorkOrder, work_order_id).order_id, lock=True)
    return work.get(WorkOrder, work_order_id, lock=True)


def _known(work: UnitOfWork, order: Order, complaint: Complaint) -> WorkOrder | None:
    same = select(WorkOrder).where(
        WorkOrder.store_id == order.store_id,
        WorkOrder.channel == order.channel,
        WorkOrder.external_id == complaint.external_id,
    )
    wish = work.session.scalars(same).first()
    if wish is not None and wish.fingerprint != complaint.fingerprint():
        raise Refusal("external_id_reused", Kind.INVALID, external_id=complaint.external_id, number=wish.number)
    return wish


def _refuse_wrong_time(order: Order) -> None:
    if order.is_final:
        raise Refusal("order_closed", Kind.TOO_LATE, number=order.number)
    if order.state not in WITH_THE_CUSTOMER:
        raise Refusal("order_not_delivered", number=order.number, state=str(order.state))


def _new_work_order(work: UnitOfWork, order: Order, complaint: Complaint) -> WorkOrder:
    return_store = complaint.return_store or order.store_id
    work.get(Store, return_store)
    wish = work.add(
        WorkOrder(
            id=work.ids.new(), store_id=order.store_id, return_store_id=return_store,
            number=orders.work_order_number(work, order.store_id), kind=complaint.kind, order_id=order.id,
            channel=order.channel, external_id=complaint.external_id, fingerprint=complaint.fingerprint(),
            reason=complaint.reason, requested_by=complaint.requested_by, opened_at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    return wish


def _add_lines(work: UnitOfWork, wish: WorkOrder, order: Order, lines: Sequence[ComplaintLine]) -> None:
    if not lines or len({line.line_no for line in lines}) < len(lines):
        raise invalid("lines", "at least one line, each number once")
    known = select(OrderLine).where(OrderLine.order_id == order.id)
    ordered = {line.line_no: line for line in work.session.scalars(known)}
    for each in lines:
        if each.line_no not in ordered:
            raise invalid("lines", f"the order has no line {each.line_no}")
        _add_line(work, wish, ordered[each.line_no], each)
    work.session.flush()


def _add_line(work: UnitOfWork, wish: WorkOrder, ordered: OrderLine, each: ComplaintLine) -> None:
    sku, delivered = delivered_of(work.session, ordered)
    left = delivered - _complained(work, ordered.id)
    if each.quantity <= 0:
        raise Refusal("quantity_zero")
    if each.quantity > left:
        raise Refusal("more_than_delivered", sku=sku, asked=each.quantity, left=left)
    line = WorkOrderLine(
        id=work.ids.new(), work_order_id=wish.id, order_line_id=ordered.id, sku=sku, unit=ordered.unit,
        quantity=each.quantity, wanted_quantity=0, received=0, restocked=0, damaged=0, held=0,
        amount_minor=each.amount_minor,
    )  # fmt: skip
    work.session.add(line)
    if wish.kind.sends_again:
        _want(work, wish, line, each)


def _want(work: UnitOfWork, wish: WorkOrder, line: WorkOrderLine, each: ComplaintLine) -> None:
    """Write down what is to be sent for a line: the same again unless something else is named."""
    line.wanted_sku = work.get(Item, each.wanted_sku or line.sku).sku
    line.wanted_quantity = line.quantity if each.wanted_quantity is None else each.wanted_quantity
    line.in_stock = None
    if line.wanted_quantity <= 0:
        raise Refusal("quantity_zero")
    if not wish.kind.sends_again:
        raise invalid("lines", f"a {wish.kind} sends nothing")


def _complained(work: UnitOfWork, order_line_id: str) -> int:
    """Give how much of a line other work orders are about; a rejected one counts no more."""
    others = (
        select(func.sum(WorkOrderLine.quantity))
        .join(WorkOrder, WorkOrder.id == WorkOrderLine.work_order_id)
        .where(WorkOrderLine.order_line_id == order_line_id, WorkOrder.state != WorkOrderState.REJECTED)
    )
    return int(work.session.scalar(others) or 0)
