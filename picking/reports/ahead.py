"""Reports that look ahead: what today should sell with the face's limits, and what to order."""

from collections.abc import Iterator

from sqlalchemy import select

from picking.forecasting.model import ForecastDay
from picking.forecasting.queries import MILLI, purchase_proposals
from picking.reports.asking import ROWS_MAX, Asked, Report, Row, columns
from picking.reports.charts import TIMES, Chart, Drawn
from picking.reports.goods import goods_of


def _forecast(asked: Asked) -> Iterator[Row]:
    rows = select(ForecastDay).where(
        ForecastDay.store_id == asked.store_id, ForecastDay.day >= asked.first, ForecastDay.day <= asked.last
    )
    found = asked.session.scalars(rows.order_by(ForecastDay.day, ForecastDay.sku).limit(ROWS_MAX)).all()
    goods = goods_of(asked, [row.sku for row in found])
    for row in found:
        hour = max(range(24), key=row.hours_milli.__getitem__)
        yield (
            row.day, row.sku, goods.name(row.sku), goods.category(row.sku), goods.unit(row.sku),
            round(sum(row.hours_milli) / MILLI, 1), f"{hour:02d}:00", row.face_least, row.face_most,
        )  # fmt: skip


def _purchase(asked: Asked) -> Iterator[Row]:
    found = purchase_proposals(asked.session, asked.store_id, asked.today, asked.settings, limit=ROWS_MAX)
    goods = goods_of(asked, [item.sku for item, _ in found])
    for item, each in sorted(found, key=lambda pair: (pair[0].category, pair[0].sku)):
        if each.quantity or each.waste:
            yield (
                item.sku, goods.name(item.sku), item.category, str(item.unit), each.quantity, each.needed, each.usable,
                each.waste, ", ".join(each.because),
            )  # fmt: skip


FORECAST = Report(
    "forecast",
    columns("day:day sku item category unit:word/unit expected:amount busiest_hour face_least:amount face_most:amount"),
    _forecast,
    days=1,
    chart=Chart(Drawn.BARS, "busiest_hour", (TIMES,)),
)
PURCHASE = Report(
    "purchase",
    columns(
        "sku item category unit:word/unit to_order:amount needed:amount usable:amount expires_unsold:amount "
        "because:word/because"
    ),
    _purchase,
    days=1,
    chart=Chart(Drawn.BARS, "category", (TIMES,), ranked=True),
)
