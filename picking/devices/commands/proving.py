"""When planned prices count as effective: nearly all of their shelf labels show them, or a lead says so."""

from datetime import timedelta

from picking.catalogue.lifecycle import PRICE_PLAN, PlanState, PlanStep
from picking.catalogue.model import PlanKind, PricePlan
from picking.catalogue.plans import end_plan, open_plan, take_plan_step
from picking.devices.commands.labels import count_labels
from picking.foundation.unit_of_work import UnitOfWork


def look_at_plan(work: UnitOfWork, plan: PricePlan) -> None:
    """Count a running plan's labels: it is effective when enough show it, over when its time is; else look again."""
    if plan.ends_at is not None and plan.ends_at <= work.now:
        end_plan(work, plan)
        return
    plan.labels, plan.shown = count_labels(work, plan)
    if 1000 * plan.shown >= work.settings.labels_shown_permille_min * plan.labels:
        _effective(work, plan, PlanStep.PROVE)
        return
    again = work.now + PRICE_PLAN.patience[PlanState.RUNNING][0]
    plan.deadline_at = min(again, plan.ends_at) if plan.ends_at else again
    late = timedelta(minutes=work.settings.promotion_late_minutes)
    if plan.told_late_at is None and work.now >= plan.state_since + late:
        plan.told_late_at = work.now
        _tell(work, plan, "plan_not_shown")


def override_plan(work: UnitOfWork, store_id: str, code: str) -> PricePlan:
    """Take a plan for effective although not enough labels have said so: a lead has looked."""
    work.by.require("force_complete")
    plan = open_plan(work, store_id, code)
    _effective(work, plan, PlanStep.OVERRIDE)
    return plan


def _effective(work: UnitOfWork, plan: PricePlan, step: PlanStep) -> None:
    take_plan_step(work, plan, step, labels=plan.labels, shown=plan.shown)
    _tell(work, plan, "plan_effective")
    if plan.kind is PlanKind.REGULAR:
        end_plan(work, plan)
    else:
        plan.deadline_at = plan.ends_at


def _tell(work: UnitOfWork, plan: PricePlan, code: str) -> None:
    facts = {"code": code, "plan": plan.code, "shown": plan.shown, "labels": plan.labels}
    work.push(f"store:{plan.store_id}", "alert", facts)
