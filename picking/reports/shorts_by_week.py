"""Shorts week by week: whether the bins come true; beside them the counts that were made and what they found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.counting.lifecycle import CountState
from picking.counting.model import StockCount
from picking.floor.model import Store
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine

WEEK = timedelta(days=7)
DECIDED = (
    PickLineState.PICKED, PickLineState.WEIGHED, PickLineState.UNVERIFIED, PickLineState.SHORT,
    PickLineState.SUBSTITUTED, PickLineState.REVERSED,
)  # fmt: skip


@dataclass(frozen=True)
class Week:
    """One week, from its Monday on: lines that were decided, those of them that were short, counts, what they found."""

    monday: date
    lines: int
    shorts: int
    counts: int
    differences_minor: int

    @property
    def short_permille(self) -> int:
        """Give how many of a thousand lines were short."""
        return round(self.shorts * 1000 / self.lines) if self.lines else 0


def shorts_by_week(asked: Asked) -> list[Week]:
    """Give the weeks these days lie in; a week without lines is there too."""
    first = asked.first - timedelta(days=asked.first.weekday())
    weeks = (asked.last - first).days // 7 + 1
    return [_week(asked.session, asked.store, first + WEEK * week) for week in range(weeks)]


def _week(session: Session, store: Store, monday: date) -> Week:
    since, until = store.beginning_of(monday), store.beginning_of(monday + WEEK)
    short = func.sum(case((PickLine.short_reason.is_not(None), 1), else_=0))
    lines = select(func.count(), short).where(
        PickLine.store_id == store.id, PickLine.state_since >= since, PickLine.state_since < until,
        PickLine.state.in_(DECIDED),
    )  # fmt: skip
    counts = select(func.count(), func.sum(StockCount.difference_minor)).where(
        StockCount.store_id == store.id, StockCount.state == CountState.BOOKED,
        StockCount.state_since >= since, StockCount.state_since < until,
    )  # fmt: skip
    all_lines, shorts = session.execute(lines).one()
    counted, differences = session.execute(counts).one()
    return Week(monday, all_lines, int(shorts or 0), counted, int(differences or 0))


def _rows(asked: Asked) -> Iterator[Row]:
    for each in shorts_by_week(asked):
        if each.lines or each.counts:
            yield (each.monday, each.lines, each.shorts, each.short_permille, each.counts, each.differences_minor)


SHORTS_BY_WEEK = Report(
    "shorts-by-week",
    columns("week:day lines:count short_lines:count short_share:share counts:count differences:money"),
    _rows,
    days=84,
    chart=Chart(Drawn.BARS, "week", ("short_share",)),
)
