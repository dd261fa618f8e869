"""What was lost: goods thrown or given away with the reason, and lines that were short with their cause."""

from collections.abc import Iterator

from sqlalchemy import func, select

from picking.freshness.model import Gone
from picking.orders.model import Order, Refund, RefundReason
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import TIMES, Chart, Drawn
from picking.reports.goods import goods_of
from picking.stock.model import DAMAGED, Movement
from picking.tasks.model import PickLine

IS_GONE = (Movement.to_place == DAMAGED) | (Movement.reason == str(Gone.DONATION))


def _waste(asked: Asked) -> Iterator[Row]:
    """Sum up by reason and item; a write-off's own reason stands in its document."""
    rows = (
        select(Movement.reason, Movement.document, Movement.sku, func.sum(Movement.quantity), func.count())
        .where(Movement.store_id == asked.store_id, Movement.at >= asked.begin, Movement.at < asked.end)
        .where(IS_GONE)
        .group_by(Movement.reason, Movement.document, Movement.sku)
    )
    sums: dict[tuple[str, str, str], list[int]] = {}
    for reason, document, sku, quantity, times in asked.session.execute(rows):
        is_written_off = reason in (str(Gone.WASTE), str(Gone.DONATION))
        became = str(Gone.DONATION) if reason == str(Gone.DONATION) else str(Gone.WASTE)
        total = sums.setdefault((became, (document or reason) if is_written_off else reason, sku), [0, 0])
        total[0] += int(quantity)
        total[1] += int(times)
    goods = goods_of(asked, [sku for _, _, sku in sums])
    for (became, reason, sku), (quantity, times) in sorted(
        sums.items(), key=lambda each: (-goods.worth(each[0][2], each[1][0]), each[0])
    ):
        yield (
            became, reason, sku, goods.name(sku), goods.category(sku), goods.unit(sku), quantity,
            goods.worth(sku, quantity), times,
        )  # fmt: skip


def _shorts(asked: Asked) -> Iterator[Row]:
    """Sum up by cause, item and bin; the money is what went back for these lines."""
    rows = (
        select(
            PickLine.short_reason, PickLine.sku, PickLine.bin_id, func.count(), func.sum(PickLine.quantity),
            func.count(func.distinct(PickLine.order_id)),
        )
        .where(PickLine.store_id == asked.store_id, PickLine.short_reason.is_not(None))
        .where(PickLine.state_since >= asked.begin, PickLine.state_since < asked.end)
        .group_by(PickLine.short_reason, PickLine.sku, PickLine.bin_id)
        .order_by(func.count().desc(), PickLine.short_reason, PickLine.sku)
    )  # fmt: skip
    found = asked.session.execute(rows).all()
    goods = goods_of(asked, [row.sku for row in found])
    for reason, sku, bin_id, times, quantity, orders in found:
        yield (
            reason, sku, goods.name(sku), goods.category(sku), bin_id, int(times), int(orders), int(quantity),
            goods.unit(sku), goods.worth(sku, int(quantity)),
        )  # fmt: skip


def refunded_by_reason(asked: Asked) -> dict[str, int]:
    """Give what went back to customers by reason, in minor units."""
    rows = (
        select(Refund.reason, func.sum(Refund.amount_minor))
        .join(Order, Order.id == Refund.order_id)
        .where(Refund.store_id == asked.store_id, Refund.state_since >= asked.begin, Refund.state_since < asked.end)
        .group_by(Refund.reason)
    )
    return {str(RefundReason(reason)): int(amount) for reason, amount in asked.session.execute(rows)}


def _refunds(asked: Asked) -> Iterator[Row]:
    yield from sorted(refunded_by_reason(asked).items(), key=lambda each: -each[1])


WASTE = Report(
    "waste",
    columns(
        "became:word/became reason:word/reason sku item category unit:word/unit quantity:amount worth:money times:count"
    ),
    _waste,
    days=28,
    chart=Chart(Drawn.BARS, "reason", ("worth",), ranked=True),
)
SHORTS = Report(
    "shorts",
    columns(
        "reason:word/reason sku item category bin times:count orders:count quantity:amount unit:word/unit worth:money"
    ),
    _shorts,
    days=28,
    chart=Chart(Drawn.BARS, "reason", (TIMES,), ranked=True),
    beside="shorts-by-week",
)
REFUNDS = Report(
    "refunds",
    columns("reason:word/refund amount:money"),
    _refunds,
    days=28,
    chart=Chart(Drawn.BARS, "reason", ("amount",), ranked=True),
)
