"""How suppliers keep their word: on time, complete, good; from what was received against what was announced."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from picking.receiving.model import Delivery, DeliveryKind, DeliveryLine
from picking.reports.asking import ROWS_MAX, Asked, Report, Row, columns
from picking.reports.charts import TIMES, Chart, Drawn
from picking.reports.goods import goods_of

ON_TIME = timedelta(minutes=30)  # so late is still on time
PERMILLE = 1000


@dataclass
class Sender:
    """The sums of one supplier; goods are pieces and grams together."""

    deliveries: int = 0
    late: int = 0
    late_minutes: int = 0
    missing: int = 0
    lines: int = 0
    wrong_lines: int = 0
    expected: int = 0
    received: int = 0
    refused: int = 0

    def add(self, delivery: Delivery, lines: Sequence[DeliveryLine], *, now_late: bool) -> None:
        """Count a delivery; one that has not come although its time is over is late and missing."""
        self.deliveries += 1
        behind = (delivery.arrived_at or delivery.expected_at) - delivery.expected_at
        if behind > ON_TIME or now_late:
            self.late += 1
            self.late_minutes += int(behind.total_seconds()) // 60
        self.missing += now_late
        if delivery.arrived_at is None:
            return
        for line in lines:
            self.lines += 1
            self.wrong_lines += line.difference != 0 or line.refused > 0
            self.expected += line.expected
            self.received += min(line.received, line.expected)
            self.refused += line.refused


def _rows(asked: Asked) -> Iterator[Row]:
    senders: dict[str, Sender] = defaultdict(Sender)
    for delivery, lines in _deliveries(asked):
        now_late = delivery.arrived_at is None and asked.now > delivery.expected_at + ON_TIME
        if delivery.arrived_at is not None or now_late:
            senders[delivery.supplier].add(delivery, lines, now_late=now_late)
    for name, each in sorted(senders.items(), key=lambda pair: (-pair[1].deliveries, pair[0])):
        came = each.received + each.refused
        yield (
            name, each.deliveries, _share(each.deliveries - each.late, each.deliveries),
            each.late_minutes // each.late if each.late else None, each.missing,
            _share(each.lines - each.wrong_lines, each.lines), _share(each.received, each.expected),
            _share(each.refused, came),
        )  # fmt: skip


def _differences(asked: Asked) -> Iterator[Row]:
    """Name each line that was not as announced, with the reasons people gave."""
    found = [
        (delivery, line)
        for delivery, lines in _deliveries(asked)
        if delivery.arrived_at is not None
        for line in lines
        if line.difference or line.refused
    ]
    goods = goods_of(asked, [line.sku for _, line in found])
    for delivery, line in found:
        yield (
            delivery.supplier, delivery.number, delivery.expected_at.astimezone(asked.zone).date(), line.sku,
            goods.name(line.sku), goods.unit(line.sku), line.expected, line.received, line.refused, line.difference,
            line.difference_reason or line.refusal_reason,
        )  # fmt: skip


def _deliveries(asked: Asked) -> Iterator[tuple[Delivery, list[DeliveryLine]]]:
    expected = select(Delivery).where(
        Delivery.store_id == asked.store_id,
        Delivery.kind == DeliveryKind.PURCHASE,
        Delivery.expected_at >= asked.begin,
        Delivery.expected_at < asked.end,
    )
    for delivery in asked.session.scalars(expected.order_by(Delivery.expected_at, Delivery.id).limit(ROWS_MAX)):
        lines = select(DeliveryLine).where(DeliveryLine.delivery_id == delivery.id).order_by(DeliveryLine.line_no)
        yield delivery, list(asked.session.scalars(lines))


def _share(part: int, whole: int) -> int | None:
    return part * PERMILLE // whole if whole else None


SUPPLIERS = Report(
    "suppliers",
    columns(
        "supplier deliveries:count on_time:share minutes_late:minutes never_came:count right_lines:share filled:share "
        "refused_share:share"
    ),
    _rows,
    days=28,
    chart=Chart(Drawn.BARS, "supplier", ("on_time", "right_lines", "filled")),
    beside="delivery-differences",
)
DELIVERY_DIFFERENCES = Report(
    "delivery-differences",
    columns(
        "supplier delivery day:day sku item unit:word/unit announced:amount received:amount refused:amount "
        "difference:amount reason:word/reason"
    ),
    _differences,
    days=28,
    chart=Chart(Drawn.BARS, "reason", (TIMES,), ranked=True),
)
