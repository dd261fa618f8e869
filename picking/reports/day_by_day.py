"""What a day cost: orders and sales, people's minutes an order, and the money that was lost on an order."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from sqlalchemy import select

from picking.orders.model import Order, Refund
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.reports.goods import goods_of
from picking.reports.losses import IS_GONE
from picking.reports.order_times import LEFT
from picking.reports.people import minutes_on_shift
from picking.stock.model import Movement


@dataclass
class Day:
    """A day's orders that left, what they brought, what went back and what was thrown away, in minor units."""

    orders: int = 0
    sales: int = 0
    refunded: int = 0
    thrown: int = 0
    minutes: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened."""
        return not any(getattr(self, each.name) for each in fields(self))

    @property
    def row(self) -> Row:
        """Give its figures, and what an order took of people and lost of money."""
        minutes = round(self.minutes / self.orders, 1) if self.orders else None
        lost = round((self.refunded + self.thrown) / self.orders) if self.orders else None
        return (self.orders, self.sales, self.refunded, self.thrown, self.minutes, minutes, lost)


def _rows(asked: Asked) -> Iterator[Row]:
    days: dict[date, Day] = defaultdict(Day)
    _sell(asked, days)
    _pay_back(asked, days)
    _throw_away(asked, days)
    for day in (asked.first + timedelta(days=at) for at in range(asked.days)):
        days[day].minutes = sum(minutes_on_shift(replace(asked, first=day, last=day)).values())
        if not days[day].is_empty:
            yield (day, *days[day].row)


def _sell(asked: Asked, days: dict[date, Day]) -> None:
    rows = select(Order.paid_at, Order.total_minor).where(
        Order.store_id == asked.store_id, Order.paid_at >= asked.begin, Order.paid_at < asked.end, Order.state.in_(LEFT)
    )
    for paid_at, amount in asked.session.execute(rows):
        assert paid_at is not None
        each = days[asked.store.day(paid_at)]
        each.orders += 1
        each.sales += amount


def _pay_back(asked: Asked, days: dict[date, Day]) -> None:
    rows = select(Refund.state_since, Refund.amount_minor).where(
        Refund.store_id == asked.store_id, Refund.state_since >= asked.begin, Refund.state_since < asked.end
    )
    for at, amount in asked.session.execute(rows):
        days[asked.store.day(at)].refunded += amount


def _throw_away(asked: Asked, days: dict[date, Day]) -> None:
    rows = select(Movement.at, Movement.sku, Movement.quantity).where(
        Movement.store_id == asked.store_id, Movement.at >= asked.begin, Movement.at < asked.end, IS_GONE
    )
    found = asked.session.execute(rows).all()
    goods = goods_of(asked, [sku for _, sku, _ in found])
    for at, sku, quantity in found:
        days[asked.store.day(at)].thrown += goods.worth(sku, quantity)


DAY_BY_DAY = Report(
    "day-by-day",
    columns(
        "day:day orders:count sales:money refunded_money:money thrown_away:money on_shift:minutes "
        "minutes_an_order:ratio lost_an_order:money"
    ),
    _rows,
    days=28,
    chart=Chart(Drawn.DAYS, "day", ("minutes_an_order",)),
)
