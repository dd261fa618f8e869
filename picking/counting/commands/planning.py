"""Counts by the clock: a plan wishes its counts at its hour, for the bins that need it most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, select

from picking.counting.commands.offering import confidence_of, refresh_offers
from picking.counting.commands.scheduling import schedule
from picking.counting.lifecycle import CountPlanStep
from picking.counting.model import BinTruth, CountCause, CountPlan, CountPlanKind
from picking.floor.model import Bin, Store
from picking.foundation.locking import LOCK
from picking.foundation.refusals import invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork

_TRUTHS = cast("Table", BinTruth.__table__)
_READ = select(
    *(_TRUTHS.c[name] for name in ("bin_id", "sku", "looked_at", "touched_at", "doubt", "piece"))
).join_from(_TRUTHS, Bin, Bin.id == _TRUTHS.c.bin_id)  # fmt: skip
DONE_WITHIN = timedelta(hours=4)
BELIEVED_ENOUGH = 500


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it is written: `at_clock` by the store's wall ("06:30"), `days` of a cycle, a zone or all."""

    code: str
    kind: CountPlanKind
    at_clock: str
    days: int = 30
    bins_max: int = 20
    zone_id: str | None = None
    blind: bool = True


def keep_plan(work: UnitOfWork, draft: PlanDraft) -> CountPlan:
    """Keep a plan of counts as it is written now."""
    if not (work.by.may("counts") or work.by.may("settings")):
        work.by.require("settings")
    begins_at = next_time(work, draft.at_clock)
    if draft.days <= 0 or draft.bins_max <= 0:
        raise invalid(f"count plan {draft.code}", "days and bins_max are above zero")
    plan = find_plan(work, draft.code)
    if plan is None:
        plan = work.add(CountPlan(id=work.ids.new(), store_id=work.by.store_id, **vars(draft)))
    else:
        for name, value in vars(draft).items():
            setattr(plan, name, value)
        work.step(plan, CountPlanStep.CHANGE)
    plan.deadline_at = begins_at
    work.session.flush()
    return plan


def pause_plan(work: UnitOfWork, code: str) -> CountPlan:
    """Let nobody count by a plan for now."""
    plan = _opened(work, code)
    work.step(plan, CountPlanStep.PAUSE)
    return plan


def resume_plan(work: UnitOfWork, code: str) -> CountPlan:
    """Go on with a plan, from its next hour."""
    plan = _opened(work, code)
    work.step(plan, CountPlanStep.RESUME)
    plan.deadline_at = next_time(work, plan.at_clock)
    return plan


def run_plan(work: UnitOfWork, plan: CountPlan) -> None:
    """Wish the counts of a plan whose hour has come, and let the time that has passed tell on what is offered."""
    work.step(plan, CountPlanStep.COME_DUE)
    plan.deadline_at = next_time(work, plan.at_clock)
    for row in _picked_out(work, plan)[: plan.bins_max]:
        due_at = work.now + DONE_WITHIN
        schedule(work, row.bin_id, row.sku, CountCause.PLAN, blind=plan.blind, due_at=due_at)
    refresh_offers(work, plan.store_id)


def find_plan(work: UnitOfWork, code: str) -> CountPlan | None:
    """Open a store's plan by its code."""
    rows = select(CountPlan).where(CountPlan.store_id == work.by.store_id, CountPlan.code == code)
    return work.session.scalars(rows.with_for_update(**LOCK)).one_or_none()


def next_time(work: UnitOfWork, at_clock: str) -> datetime:
    """Give when a clock in the store shows this hour next."""
    try:
        return work.get(Store, work.by.store_id).next_clock(work.now, at_clock)
    except ValueError as wrong:
        raise invalid("at_clock", f"{at_clock!r} is no time of day, as 06:30") from wrong


def _opened(work: UnitOfWork, code: str) -> CountPlan:
    work.by.require("counts", "settings")
    plan = find_plan(work, code)
    if plan is None:
        raise unknown("count plan", code)
    return plan


def _picked_out(work: UnitOfWork, plan: CountPlan) -> list[Any]:
    rows = _READ.where(_TRUTHS.c.store_id == plan.store_id, ~Bin.retired)
    if plan.zone_id is not None:
        rows = rows.where(Bin.zone_id == plan.zone_id)
    return _needed_most(work, plan, work.session.execute(rows.order_by(_TRUTHS.c.bin_id, _TRUTHS.c.sku)).all())


def _needed_most(work: UnitOfWork, plan: CountPlan, rows: Iterable[Any]) -> list[Any]:
    if plan.kind is CountPlanKind.CYCLE:
        since = work.now - timedelta(days=plan.days)
        return sorted((row for row in rows if row.looked_at < since), key=lambda row: row.looked_at)
    believed = {row: confidence_of(work, row) for row in rows}
    if plan.kind is CountPlanKind.TOUCHED:
        return sorted((row for row in believed if row.touched_at > row.looked_at), key=believed.__getitem__)
    return sorted((row for row in believed if believed[row] < BELIEVED_ENOUGH), key=believed.__getitem__)
