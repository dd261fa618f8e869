"""Intake: an order comes in from a channel, holds its stock, is looked at for risk and before payment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import select

from picking.catalogue.model import Item, Listing
from picking.floor.model import Store
from picking.foundation.kinds import Mode, StockPolicy, WorkType
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.acceptance import begin_unpaid
from picking.orders.commands.announcing import announce, take_step
from picking.orders.commands.serials import order_number
from picking.orders.drafts import LineDraft, OrderDraft
from picking.orders.lifecycle import OrderState, OrderStep
from picking.orders.model import Channel, Order, OrderLine
from picking.stock.commands import extend, reserve, shortages

RISK_HOLD = "high"  # somebody must look before the order may be paid
RISK_PAYS_FIRST = "medium"  # one who often cancels takes stock only when the money has come


def submit_order(work: UnitOfWork, draft: OrderDraft) -> Order:
    """Take an order in: all of its stock is locked, or it is refused with `stock_short` and every short line.

    The same `external_id` again gives the same order when it is equal, and is refused as `external_id_reused` else.
    """
    work.by.require("channel", "desk")
    known = _known(work, draft)
    if known is not None:
        return known
    channel = _channel(work, draft.channel)
    items = check_lines(work, draft)
    order = new_order(work, draft, items)
    if draft.customer.get("risk") == RISK_HOLD:
        take_step(work, order, OrderStep.HOLD)
        return order
    _open_for_payment(work, order, channel)
    announce(work, order)
    _begin_if_paid_later(work, order, channel)
    return order


def clear_risk(work: UnitOfWork, order_id: str) -> Order:
    """Let a held order be paid: somebody looked and found it all right. Its stock is locked only now."""
    work.by.require("orders.risk")
    order = work.get(Order, order_id, lock=True)
    take_step(work, order, OrderStep.CLEAR)
    channel = _channel(work, order.channel)
    _open_for_payment(work, order, channel)
    _begin_if_paid_later(work, order, channel)
    return order


def reject_risk(work: UnitOfWork, order_id: str, reason: str) -> Order:
    """Turn a held order away: somebody looked and found it bad."""
    work.by.require("orders.risk")
    order = work.get(Order, order_id, lock=True)
    take_step(work, order, OrderStep.REJECT, reason=reason)
    return order


def check_before_payment(work: UnitOfWork, order_id: str) -> Order:
    """Look at stock and prices again when the customer presses pay, and hold the stock a little longer, once.

    Refuses with `payment_time_over`, `price_changed` or `stock_short`.
    """
    work.by.require("channel", "desk", "pos")
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.PENDING_PAYMENT and order.deadline_at and order.deadline_at <= work.now:
        raise Refusal("payment_time_over", Kind.TOO_LATE, number=order.number)
    _refuse_changed_prices(work, order)
    if order.stock_policy is StockPolicy.DEDUCT_ON_PAYMENT:
        _refuse_shortages(work, order)
    take_step(work, order, OrderStep.CHECK, patience=_time_left(work, order))
    extend(work, order.id)
    return order


def lines_of(work: UnitOfWork, order: Order) -> list[OrderLine]:
    """Give an order's lines as they were ordered."""
    rows = select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.line_no)
    return list(work.session.scalars(rows))


def _known(work: UnitOfWork, draft: OrderDraft) -> Order | None:
    same = select(Order).where(
        Order.store_id == work.by.store_id,
        Order.channel == draft.channel,
        Order.external_id == draft.external_id,
    )
    order = work.session.scalars(same).first()
    if order is not None and order.fingerprint != draft.fingerprint():
        raise Refusal("external_id_reused", Kind.INVALID, external_id=draft.external_id, number=order.number)
    return order


def _channel(work: UnitOfWork, channel_id: str) -> Channel:
    channel = work.find(Channel, (work.by.store_id, channel_id))
    if channel is None:
        raise unknown("Channel", channel_id)
    return channel


def check_lines(work: UnitOfWork, draft: OrderDraft) -> dict[str, Item]:
    """Refuse a line that cannot be; gives the items that are ordered."""
    if not draft.lines:
        raise invalid("lines", "an order has at least one line")
    if len({line.line_no for line in draft.lines}) < len(draft.lines):
        raise invalid("lines", "a line number stands twice")
    items = {line.sku: work.get(Item, line.sku) for line in draft.lines}
    for line in draft.lines:
        _check_line(work, draft, line, items[line.sku])
    return items


def _check_line(work: UnitOfWork, draft: OrderDraft, line: LineDraft, item: Item) -> None:
    if line.quantity <= 0:
        raise invalid(f"lines[{line.line_no}].quantity", "must be more than zero")
    if line.unit_price_minor < 0:
        raise invalid(f"lines[{line.line_no}].unit_price_minor", "must not be negative")
    listing = work.find(Listing, (work.by.store_id, line.sku))
    if listing is None or not listing.listed:
        raise Refusal("not_on_sale", sku=line.sku)
    if item.work_type is not WorkType.STANDARD and listing.stall_id is None:
        raise Refusal("no_stall", sku=line.sku)
    if draft.mode is Mode.SCAN_AND_GO and item.work_type is not WorkType.STANDARD:
        raise invalid(f"lines[{line.line_no}].sku", "a stall makes it: it cannot be in the shopper's cart")
    wrong = set(line.options) - {option["code"] for option in item.options}
    if wrong:
        raise invalid(f"lines[{line.line_no}].options", f"the item has no {', '.join(sorted(wrong))}")


def new_order(work: UnitOfWork, draft: OrderDraft, items: dict[str, Item]) -> Order:
    """Write an order and its lines into the books; nothing is held for it yet."""
    lines = [_new_line(work, line, items[line.sku]) for line in draft.lines]
    pays_first = draft.customer.get("risk") == RISK_PAYS_FIRST
    order = work.add(
        Order(
            id=work.ids.new(), store_id=work.by.store_id, number=order_number(work, work.by.store_id),
            channel=draft.channel, external_id=draft.external_id, mode=draft.mode,
            stock_policy=StockPolicy.DEDUCT_ON_PAYMENT if pays_first else draft.stock_policy,
            placed_at=draft.placed_at, not_before=draft.not_before, due_at=_due_at(work, draft),
            customer=draft.customer, currency=work.get(Store, work.by.store_id).currency,
            total_minor=sum(line.amount_minor for line in lines), paid_minor=0, refunded_minor=0,
            priority=draft.priority, lock_extended=False, fingerprint=draft.fingerprint(),
        )
    )  # fmt: skip
    work.session.flush()
    for line in lines:
        line.order_id = order.id
        work.session.add(line)
    work.session.flush()
    return order


def _new_line(work: UnitOfWork, line: LineDraft, item: Item) -> OrderLine:
    price, weighed = line.unit_price_minor, item.unit is Unit.GRAM
    options: list[Json] = [option for option in item.options if option["code"] in line.options]
    return OrderLine(
        id=work.ids.new(), line_no=line.line_no, sku=line.sku, unit=item.unit, quantity=line.quantity,
        unit_price_minor=price, amount_minor=price_of_grams(price, line.quantity) if weighed else price * line.quantity,
        price_version=work.get(Listing, (work.by.store_id, line.sku)).price_version,
        options=options, note=line.note, substitution=line.substitution, listed=list(line.listed),
        work_type=item.work_type, refunded_minor=0,
    )  # fmt: skip


def _due_at(work: UnitOfWork, draft: OrderDraft) -> datetime:
    promise = timedelta(minutes=work.settings.delivery_promise_minutes)
    return draft.promised_at or (draft.not_before or draft.placed_at) + promise


def _open_for_payment(work: UnitOfWork, order: Order, channel: Channel) -> None:
    """Lock the stock and start the wait for the money; who pays at the counter is not waited for."""
    pays_later = channel.pays_later(order.mode)
    if order.stock_policy is StockPolicy.LOCK or pays_later:
        reserve_lines(work, order)
    order.deadline_at = None if pays_later else work.now + timedelta(minutes=channel.payment_lock_minutes)


def _begin_if_paid_later(work: UnitOfWork, order: Order, channel: Channel) -> None:
    """Begin at once what is paid at pickup, unless the channel wants a person to accept it."""
    if channel.pays_later(order.mode) and channel.auto_accept:
        begin_unpaid(work, order)


def reserve_lines(work: UnitOfWork, order: Order) -> None:
    """Lock the stock of all lines, or refuse with every short one by the channel's own numbers."""
    lines = lines_of(work, order)
    try:
        reserve(work, order.id, _wanted(lines))
    except Refusal as no:
        raise (_stock_short(lines, no.facts["lines"]) if no.code == "stock_short" else no) from no


def _refuse_changed_prices(work: UnitOfWork, order: Order) -> None:
    changed: list[Json] = []
    for line in lines_of(work, order):
        listing = work.get(Listing, (order.store_id, line.sku))
        if listing.price_version != line.price_version and listing.price_minor != line.unit_price_minor:
            was, now = line.unit_price_minor, listing.price_minor
            changed.append({"line_no": line.line_no, "sku": line.sku, "was_minor": was, "now_minor": now})
    if changed:
        raise Refusal("price_changed", skus=", ".join(line["sku"] for line in changed), lines=changed)


def _refuse_shortages(work: UnitOfWork, order: Order) -> None:
    lines = lines_of(work, order)
    short = shortages(work, _wanted(lines))
    if short:
        raise _stock_short(lines, short)


def _wanted(lines: Sequence[OrderLine]) -> list[tuple[str, str, int]]:
    return [(line.id, line.sku, line.quantity) for line in lines]


def _stock_short(lines: Sequence[OrderLine], short: Any) -> Refusal:
    """Name the short lines by the numbers the channel gave them, in its order."""
    numbers = {line.id: line.line_no for line in lines}
    told = [
        {"line_no": numbers[one["line_id"]], "sku": one["sku"], "asked": one["asked"], "available": one["available"]}
        for one in short
    ]
    told.sort(key=itemgetter("line_no"))
    return Refusal("stock_short", skus=", ".join(dict.fromkeys(one["sku"] for one in told)), lines=told)


def _time_left(work: UnitOfWork, order: Order) -> timedelta | None:
    """Give the time until the stock is freed; the first press of pay makes sure of a minute."""
    if order.deadline_at is None:
        return None
    left = order.deadline_at - work.now
    if order.lock_extended:
        return left
    order.lock_extended = True
    return max(left, timedelta(seconds=work.settings.payment_extension_seconds_max))
