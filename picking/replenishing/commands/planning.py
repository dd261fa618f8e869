"""A store's plan of filling: how often its faces are looked at, and what each should hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from picking.catalogue.model import Item
from picking.floor.model import Store
from picking.floor.queries import bin_of
from picking.foundation.refusals import invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.lifecycle import FillPlanStep
from picking.replenishing.model import FaceLimit, FillPlan


@dataclass(frozen=True)
class FillDraft:
    """A plan as it is written: every so many minutes, and an hour by the store's wall for filling up."""

    every_minutes: int = 5
    closing_at: str = "21:30"


def keep_plan(work: UnitOfWork, draft: FillDraft) -> FillPlan:
    """Keep the store's plan of filling as it is written now."""
    if not (work.by.may("counts") or work.by.may("settings")):
        work.by.require("settings")
    if draft.every_minutes <= 0:
        raise invalid("every_minutes", "must be above zero")
    try:
        work.get(Store, work.by.store_id).next_clock(work.now, draft.closing_at)
    except ValueError as wrong:
        raise invalid("closing_at", str(wrong)) from wrong
    plan = work.find(FillPlan, work.by.store_id)
    if plan is None:
        plan = FillPlan(
            id=work.by.store_id,
            store_id=work.by.store_id,
            every_minutes=draft.every_minutes,
            closing_at=draft.closing_at,
        )
        work.add(plan)
    else:
        plan.every_minutes, plan.closing_at = draft.every_minutes, draft.closing_at
        work.step(plan, FillPlanStep.CHANGE)
    plan.deadline_at = work.now + timedelta(minutes=draft.every_minutes)
    work.session.flush()
    return plan


def pause_plan(work: UnitOfWork) -> FillPlan:
    """Fill nothing by the clock for now; lines that wait still call for goods."""
    work.by.require("counts", "settings")
    plan = work.find(FillPlan, work.by.store_id)
    if plan is None:
        raise unknown("FillPlan", work.by.store_id)
    work.step(plan, FillPlanStep.PAUSE)
    return plan


def keep_limits(work: UnitOfWork, limits: Iterable[tuple[str, str, int, int]]) -> int:
    """Keep faces' own limits, as (bin, sku, least, most); gives how many. They go before the forecast's."""
    if not (work.by.may("counts") or work.by.may("settings")):
        work.by.require("settings")
    kept = 0
    for bin_id, sku, least, most in limits:
        bin_of(work.session, work.by.store_id, bin_id)
        work.get(Item, sku)
        if not 0 <= least < most:
            raise invalid(f"limits of {sku} in {bin_id}", "least is not below zero, and most is above it")
        row = work.find(FaceLimit, (bin_id, sku))
        if row is None:
            work.session.add(FaceLimit(bin_id=bin_id, sku=sku, store_id=work.by.store_id, least=least, most=most))
        else:
            row.least, row.most = least, most
        kept += 1
    work.session.flush()
    return kept
