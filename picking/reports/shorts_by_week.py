"""Shorts week by week: whether the bins come true; beside them the counts that were made and what they found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.counting.lifecycle import CountState
from picking.counting.model import StockCount
from picking.floor.model import Store
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


def shorts_by_week(session: Session, store: Store, now: datetime, weeks: int) -> list[Week]:
    """Give so many weeks, this one last; a week without lines is there too."""
    return [_week(session, store, monday) for monday in _mondays(store.day(now), weeks)]


def _mondays(today: date, weeks: int) -> Iterator[date]:
    this = today - timedelta(days=today.weekday())
    return (this - WEEK * back for back in range(weeks - 1, -1, -1))


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
