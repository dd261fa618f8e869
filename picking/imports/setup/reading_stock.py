"""What keeps the stock true, fresh and filled, written as rows of the store file, a function a section."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from picking.counting.lifecycle import CountPlanState
from picking.counting.model import CountPlan
from picking.freshness.model import FreshDay
from picking.imports import document
from picking.replenishing.lifecycle import FillPlanState
from picking.replenishing.model import FaceLimit, FillPlan


def count_plans(_session: Session, _store_id: str, rows: Sequence[CountPlan]) -> list[document.CountPlanRow]:
    """Write plans of counts; one that pauses is retired."""
    return [
        document.CountPlanRow(
            row.code, row.kind, row.at_clock, row.bins_max, row.days, row.zone_id, row.blind,
            row.state is CountPlanState.PAUSED,
        )
        for row in rows
    ]  # fmt: skip


def face_limits(_session: Session, _store_id: str, rows: Sequence[FaceLimit]) -> list[document.FaceLimitRow]:
    """Write the limits that faces have for themselves."""
    return [document.FaceLimitRow(row.bin_id, row.sku, row.least, row.most) for row in rows]


def fill_plans(_session: Session, _store_id: str, rows: Sequence[FillPlan]) -> list[document.FillPlanFacts]:
    """Write how often faces are looked at; a plan that pauses is retired."""
    return [
        document.FillPlanFacts(row.every_minutes, row.closing_at, row.state is FillPlanState.PAUSED) for row in rows
    ]  # fmt: skip


def fresh_days(_session: Session, _store_id: str, rows: Sequence[FreshDay]) -> list[document.FreshDayFacts]:
    """Write the hours for goods that do not keep."""
    return [document.FreshDayFacts(row.opens_at, row.marks_down_at, row.clears_at, row.by_itself) for row in rows]
