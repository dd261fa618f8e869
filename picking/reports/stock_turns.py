"""How often stock turned over, and what hardly moved: opening and closing from the ledger, what went out between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.reports.goods import goods_of
from picking.stock.model import OUT, VIRTUAL_PLACES, Lot, Movement, OnHand, StockLevel

SLOW_DAYS = 30  # so many days of stock are slow


@dataclass(frozen=True)
class Turned:
    """An item's stock over some days, in pieces or grams."""

    sku: str
    opening: int
    closing: int
    out: int

    @property
    def average(self) -> float:
        """What lay there on average."""
        return (self.opening + self.closing) / 2

    def days_of_stock(self, days: int) -> float | None:
        """How many days what lies there lasts at this pace; None when nothing sold."""
        return self.closing / (self.out / days) if self.out else None


def turned(asked: Asked) -> list[Turned]:
    """Give each item's opening, closing and what went out to customers."""
    now = select(StockLevel.sku, StockLevel.on_hand).where(StockLevel.store_id == asked.store_id)
    since = {sku: (net, out) for sku, net, out in _moved(asked, after=True)}
    between = {sku: (net, out) for sku, net, out in _moved(asked, after=False)}
    found: list[Turned] = []
    for sku, on_hand in asked.session.execute(now):
        closing = on_hand - since.get(sku, (0, 0))[0]
        net, out = between.get(sku, (0, 0))
        found.append(Turned(sku, closing - net, closing, out))
    return found


def _moved(asked: Asked, *, after: bool) -> Iterator[tuple[str, int, int]]:
    """Give what came into the bins less what left them, and what went out, by item."""
    in_bins = case((Movement.to_place.in_(VIRTUAL_PLACES), 0), else_=Movement.quantity)
    from_bins = case((Movement.from_place.in_(VIRTUAL_PLACES), 0), else_=Movement.quantity)
    out = case((Movement.to_place == OUT, Movement.quantity), else_=0)
    rows = select(Movement.sku, func.sum(in_bins - from_bins), func.sum(out)).where(
        Movement.store_id == asked.store_id, Movement.at >= (asked.end if after else asked.begin)
    )
    if not after:
        rows = rows.where(Movement.at < asked.end)
    for sku, net, gone in asked.session.execute(rows.group_by(Movement.sku)):
        yield sku, int(net), int(gone)


def _turns(asked: Asked) -> Iterator[Row]:
    found = sorted(turned(asked), key=lambda each: (-(each.out / each.average if each.average else 0), each.sku))
    goods = goods_of(asked, [each.sku for each in found])
    for each in found:
        if each.average or each.out:
            turns = round(each.out / each.average, 2) if each.average else None
            days = each.days_of_stock(asked.days)
            yield (
                each.sku, goods.name(each.sku), goods.category(each.sku), goods.unit(each.sku), each.opening,
                each.closing, each.out, turns, None if days is None else round(days, 1),
            )  # fmt: skip


def _slow(asked: Asked) -> Iterator[Row]:
    slow = [each for each in turned(asked) if each.closing > 0 and _is_slow(each, asked.days)]
    goods = goods_of(asked, [each.sku for each in slow])
    sold, expires = _last_sold(asked, slow), _expires(asked, slow)
    for each in sorted(slow, key=lambda each: (-goods.worth(each.sku, each.closing), each.sku)):
        last, days = sold.get(each.sku), each.days_of_stock(asked.days)
        yield (
            each.sku, goods.name(each.sku), goods.category(each.sku), goods.unit(each.sku), each.closing,
            goods.worth(each.sku, each.closing), each.out, None if days is None else round(days, 1),
            None if last is None else last.astimezone(asked.zone).date(), expires.get(each.sku),
        )  # fmt: skip


def _is_slow(each: Turned, days: int) -> bool:
    lasts = each.days_of_stock(days)
    return lasts is None or lasts > SLOW_DAYS


def _last_sold(asked: Asked, slow: list[Turned]) -> dict[str, datetime]:
    rows = select(Movement.sku, func.max(Movement.at)).where(
        Movement.store_id == asked.store_id, Movement.to_place == OUT, Movement.sku.in_([each.sku for each in slow])
    )
    return {row[0]: row[1] for row in asked.session.execute(rows.group_by(Movement.sku))}


def _expires(asked: Asked, slow: list[Turned]) -> dict[str, date]:
    rows = (
        select(OnHand.sku, func.min(Lot.expires_on))
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == asked.store_id, OnHand.sku.in_([each.sku for each in slow]), OnHand.quantity > 0)
        .where(OnHand.place.not_like("~%"))
        .group_by(OnHand.sku)
    )
    return {sku: day for sku, day in asked.session.execute(rows) if day}


TURNS = Report(
    "turns",
    columns(
        "sku item category unit:word/unit opening:amount closing:amount sold:amount turns:ratio days_of_stock:ratio"
    ),
    _turns,
    days=28,
    chart=Chart(Drawn.BARS, "item", ("turns",)),
)
SLOW_MOVERS = Report(
    "slow-movers",
    columns(
        "sku item category unit:word/unit on_hand:amount worth:money sold:amount days_of_stock:ratio last_sold:day "
        "expires:day"
    ),
    _slow,
    days=28,
    chart=Chart(Drawn.BARS, "item", ("worth",)),
)
