"""The daily reconciliation: what the ledger says went out, what was scanned out, what documents and refunds say.

For each order that left: out = scanned = issued - refunded + given. `given` is what a weighed line weighed more than
ordered, which nobody pays for. A day is one row; an order on which the four disagree is a row more.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Executable, func, select

from picking.orders.model import Order, OrderLine, Refund, RefundReason
from picking.outbound.model import Bag, BagItem, CartCount
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.stock.model import OUT, Movement

AT_ONCE = 500
LEFT = "hand_over"
MISSING = (RefundReason.SHORT, RefundReason.WEIGHT)


@dataclass
class Left:
    """An order that left, in pieces and grams together: what each of the books says of it."""

    order: Order
    day: date
    out: int = 0
    scanned: int = 0
    issued: int = 0
    refunded: int = 0
    given: int = 0

    @property
    def difference(self) -> int:
        """How far the books are apart; zero when all agree."""
        said = (self.out, self.scanned, self.issued - self.refunded + self.given)
        return max(said) - min(said)


@dataclass
class Day:
    """The sums of a day."""

    orders: int = 0
    sums: list[int] = field(default_factory=lambda: [0] * 6)
    wrong: list[Left] = field(default_factory=list)

    def add(self, left: Left) -> None:
        """Count an order."""
        self.orders += 1
        figures = (left.out, left.scanned, left.issued, left.refunded, left.given, left.difference)
        self.sums = [known + more for known, more in zip(self.sums, figures, strict=True)]
        if left.difference:
            self.wrong.append(left)


def orders_left(asked: Asked) -> list[Left]:
    """Give every order that left in these days with what the books say of it."""
    went = (
        select(Movement.order_id, func.min(Movement.at), func.sum(Movement.quantity))
        .where(Movement.store_id == asked.store_id, Movement.at >= asked.begin, Movement.at < asked.end)
        .where(Movement.to_place == OUT, Movement.reason == LEFT, Movement.order_id.is_not(None))
        .group_by(Movement.order_id)
    )
    times = {str(order_id): (at, int(quantity)) for order_id, at, quantity in asked.session.execute(went)}
    left: list[Left] = []
    for ids in _parts(sorted(times)):
        left += _with_books(asked, ids, times)
    return left


def _with_books(asked: Asked, ids: Sequence[str], times: dict[str, tuple[datetime, int]]) -> list[Left]:
    orders = asked.session.scalars(select(Order).where(Order.id.in_(ids)).order_by(Order.id)).all()
    scanned = _sums(asked, _bags(ids)) | _sums(asked, _carts(ids))
    issued, refunded, given = _issued(asked, ids), _sums(asked, _refunds(ids)), _given(asked, ids)
    return [
        Left(
            order, times[order.id][0].astimezone(asked.zone).date(), times[order.id][1], scanned.get(order.id, 0),
            issued.get(order.id, 0), refunded.get(order.id, 0), given.get(order.id, 0),
        )
        for order in orders
    ]  # fmt: skip


def _bags(ids: Sequence[str]) -> Executable:
    return (
        select(Bag.order_id, func.sum(BagItem.quantity))
        .join(BagItem, BagItem.bag_id == Bag.id)
        .where(Bag.order_id.in_(ids), Bag.n.is_not(None), Bag.scanned_out_at.is_not(None))
        .group_by(Bag.order_id)
    )


def _carts(ids: Sequence[str]) -> Executable:
    return (
        select(CartCount.order_id, func.sum(CartCount.counted))
        .where(CartCount.order_id.in_(ids))
        .group_by(CartCount.order_id)
    )


def _refunds(ids: Sequence[str]) -> Executable:
    """What was missing of the lines; what came back or was paid as compensation later is another day's matter."""
    return (
        select(Refund.order_id, func.sum(Refund.quantity))
        .where(Refund.order_id.in_(ids), Refund.reason.in_(MISSING))
        .group_by(Refund.order_id)
    )


def _issued(asked: Asked, ids: Sequence[str]) -> dict[str, int]:
    rows = (
        select(OrderLine.order_id, func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.order_id.in_(ids), Order.issue_document.is_not(None))
        .group_by(OrderLine.order_id)
    )
    return _sums(asked, rows)


def _given(asked: Asked, ids: Sequence[str]) -> dict[str, int]:
    more = OrderLine.delivered_quantity - OrderLine.quantity
    rows = select(OrderLine.order_id, func.sum(more)).where(OrderLine.order_id.in_(ids), more > 0)
    return _sums(asked, rows.group_by(OrderLine.order_id))


def _sums(asked: Asked, rows: Executable) -> dict[str, int]:
    return {order_id: int(quantity or 0) for order_id, quantity in asked.session.execute(rows)}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), AT_ONCE):
        yield ids[at : at + AT_ONCE]


def _rows(asked: Asked) -> Iterator[Row]:
    days: dict[date, Day] = defaultdict(Day)
    for left in orders_left(asked):
        days[left.day].add(left)
    for day in sorted(days):
        yield (day, "", days[day].orders, *days[day].sums)
        for each in days[day].wrong:
            yield (
                day, each.order.number, 1, each.out, each.scanned, each.issued, each.refunded, each.given,
                each.difference,
            )  # fmt: skip


RECONCILIATION = Report(
    "reconciliation",
    columns(
        "day:day order orders:count out:count scanned:count issued:count refunded:count given:count difference:count"
    ),
    _rows,
    chart=Chart(Drawn.DAYS, "day", ("out", "scanned"), unless="order"),
)
