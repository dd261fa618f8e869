"""How long orders took, day by day, booked to what they waited for (queue, walk, stock, stall …), never to whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from picking.foundation.kinds import Mode
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.reports.order_clock import Cause, Span, seconds_by_cause
from picking.reports.queries import clocks
from picking.reports.shares import nine_of_ten

AT_ONCE = 500
LEFT = (
    OrderState.OUT_FOR_DELIVERY, OrderState.DELIVERED, OrderState.COLLECTED, OrderState.CLOSED, OrderState.RETURNING,
    OrderState.RETURNED,
)  # fmt: skip
CAUSES = tuple(Cause)


@dataclass
class Day:
    """The orders paid on a day that have left since: how long each took, and what all of them waited for together."""

    took: list[int] = field(default_factory=list)
    late: int = 0
    seconds: dict[Cause, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, order: Order, spans: Sequence[Span]) -> None:
        """Count an order; when its customer fetches it, the wait for them is not the store's."""
        by_cause = seconds_by_cause(spans)
        if order.mode is not Mode.DELIVERY:
            by_cause.pop(Cause.RIDER, None)
        for cause, seconds in by_cause.items():
            self.seconds[cause] += seconds
        self.took.append(sum(by_cause.values()))
        self.late += bool(spans) and order.mode is Mode.DELIVERY and spans[-1].end > order.due_at

    def row(self, day: date) -> Row:
        """Give averages an order, in seconds."""
        orders = len(self.took)
        average = [round(self.seconds[cause] / orders) for cause in CAUSES]
        return (day, orders, self.late, round(sum(self.took) / orders), nine_of_ten(self.took), *average)


def _rows(asked: Asked) -> Iterator[Row]:
    days: dict[date, Day] = defaultdict(Day)
    left = select(Order).where(
        Order.store_id == asked.store_id, Order.paid_at >= asked.begin, Order.paid_at < asked.end,
        Order.state.in_(LEFT), Order.mode != Mode.SCAN_AND_GO,
    )  # fmt: skip
    found = asked.session.scalars(left.order_by(Order.paid_at, Order.id)).all()
    for at in range(0, len(found), AT_ONCE):
        some = found[at : at + AT_ONCE]
        spans = clocks(asked.session, [order.id for order in some], asked.now)
        for order in some:
            assert order.paid_at is not None
            days[asked.store.day(order.paid_at)].add(order, spans[order.id])
    for day in sorted(days):
        yield days[day].row(day)


ORDER_TIMES = Report(
    "order-times",
    columns(
        "day:day orders:count late:count took:seconds nine_of_ten:seconds "
        + " ".join(f"{cause}_time:seconds" for cause in CAUSES)
    ),
    _rows,
    chart=Chart(Drawn.DAYS, "day", tuple(f"{cause}_time" for cause in CAUSES), stacked=True),
)
