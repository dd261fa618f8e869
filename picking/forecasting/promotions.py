"""Which items are promoted on which days, by the price plans: of the past, and of what is planned."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import Item, PlanKind, PlannedPrice, PricePlan


def promoted_on(session: Session, store_id: str, zone: ZoneInfo, days: Sequence[date]) -> dict[date, set[str]]:
    """Give for each day the items for which a promotion runs through noon of that day."""
    plans = _plans(session, store_id, zone, days)
    skus = {plan.id: _items(session, plan) for plan in plans}
    return {day: _on(plans, skus, datetime.combine(day, time(12), zone)) for day in days}


def _on(plans: Sequence[PricePlan], skus: dict[str, set[str]], noon: datetime) -> set[str]:
    running = (plan for plan in plans if plan.starts_at <= noon and (plan.ends_at is None or plan.ends_at > noon))
    return set().union(*(skus[plan.id] for plan in running))


def _plans(session: Session, store_id: str, zone: ZoneInfo, days: Sequence[date]) -> Sequence[PricePlan]:
    if not days:
        return ()
    begin = datetime.combine(min(days), time(0), zone)
    end = datetime.combine(max(days) + timedelta(days=1), time(0), zone)
    rows = select(PricePlan).where(
        PricePlan.store_id == store_id,
        PricePlan.kind == PlanKind.PROMOTION,
        PricePlan.state != PlanState.CANCELLED,
        PricePlan.starts_at < end,
        PricePlan.ends_at.is_(None) | (PricePlan.ends_at > begin),
    )
    return session.scalars(rows.order_by(PricePlan.id)).all()


def _items(session: Session, plan: PricePlan) -> set[str]:
    """Give a plan's items; one that takes something off a category names none before it has begun."""
    named = set(session.scalars(select(PlannedPrice.sku).where(PlannedPrice.plan_id == plan.id)))
    if named or plan.off_permille is None:
        return named
    of_category = select(Item.sku)
    if plan.category is not None:
        of_category = of_category.where(Item.category == plan.category)
    return set(session.scalars(of_category))
