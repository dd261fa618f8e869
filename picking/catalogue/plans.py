"""Prices that begin and end by themselves: planned by a feed, turned by the sweep, all items of a plan at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, delete, func, insert, literal, select, update

from picking.catalogue.events import PlannedPricesTurned, PlanStepped
from picking.catalogue.lifecycle import PlanState, PlanStep
from picking.catalogue.model import Item, Listing, PlanKind, PlannedPrice, PricePlan
from picking.catalogue.queries import plan_of_code
from picking.foundation.refusals import Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork

RUNS = (PlanState.RUNNING, PlanState.EFFECTIVE)
AT_ONCE_MAX = 500  # rows of one statement: SQLite takes 32,766 values


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it is handed in: prices of items, or so many thousandths off all (of a category)."""

    code: str
    version: int
    kind: PlanKind
    starts_at: datetime
    ends_at: datetime | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, int] = field(default_factory=dict)
    off_permille: int | None = None
    category: str | None = None


def plan_prices(work: UnitOfWork, store_id: str, draft: PlanDraft) -> str:
    """Keep a plan as its newest version has it; gives what became of it: `planned`, `changed`, `same` or `older`.

    Refuses a plan that contradicts itself, one with an item the store does not list, and one that is over.
    """
    require_keeper(work)
    return keep_plan(work, store_id, draft)


def keep_plan(work: UnitOfWork, store_id: str, draft: PlanDraft) -> str:
    """Keep a plan for a room that has looked itself whether it may be, as `plan_prices` does."""
    _check(work, store_id, draft)
    plan = plan_of_code(work.session, store_id, draft.code)
    if plan is None:
        _add(work, store_id, draft)
        return "planned"
    if draft.version <= plan.feed_version:
        return "same" if draft.version == plan.feed_version else "older"
    if plan.is_final:
        raise Refusal("plan_over", plan=draft.code, state=str(plan.state))
    _change(work, work.get(PricePlan, plan.id, lock=True), draft)
    return "changed"


def require_keeper(work: UnitOfWork) -> None:
    """Prices are kept by whoever sets the store up, and by the channel that sells."""
    if not work.by.may("channel"):
        work.by.require("settings")


def _check(work: UnitOfWork, store_id: str, draft: PlanDraft) -> None:
    where = f"plan {draft.code}"
    is_promotion = draft.kind is PlanKind.PROMOTION
    if is_promotion != (draft.ends_at is not None):
        raise invalid(where, "a promotion ends, a regular price does not")
    if draft.ends_at is not None and draft.ends_at <= max(draft.starts_at, work.now):
        raise invalid(where, "it ends before it begins, or is over")
    if bool(draft.prices) == (draft.off_permille is not None):
        raise invalid(where, "prices of items, or so much off all: one of both")
    if draft.off_permille is not None and not (is_promotion and 0 < draft.off_permille < 1000):  # noqa: PLR2004 - a whole
        raise invalid(where, "only a promotion takes something off, and less than all")
    if any(price < 0 for price in draft.prices.values()):
        raise invalid(where, "a price must not be negative")
    listed = select(Listing.sku).where(Listing.store_id == store_id)
    ours = set(work.session.scalars(listed)) if draft.prices else set()
    missing = next((sku for sku in draft.prices if sku not in ours), None)
    if missing is not None:
        raise unknown("item", missing)


def _add(work: UnitOfWork, store_id: str, draft: PlanDraft) -> None:
    plan = PricePlan(
        id=work.ids.new(), store_id=store_id, code=draft.code, feed_version=draft.version, kind=draft.kind,
        names=dict(draft.names), starts_at=draft.starts_at, ends_at=draft.ends_at,
        off_permille=draft.off_permille, category=draft.category,
    )  # fmt: skip
    work.add(plan)
    plan.deadline_at = draft.starts_at
    work.session.flush()  # its prices refer to it
    _write_prices(work, plan, draft)


def _change(work: UnitOfWork, plan: PricePlan, draft: PlanDraft) -> None:
    """Take a newer version over; of a running promotion the old prices go at once, the new ones come at once."""
    if plan.kind is not draft.kind or (plan.state in RUNS and draft.starts_at > work.now):
        raise Refusal("plan_under_way", plan=plan.code, state=str(plan.state))
    running = plan.state in RUNS
    if running and plan.kind is PlanKind.PROMOTION:
        _turn(work, plan, ending=True)
    plan.feed_version, plan.names = draft.version, dict(draft.names)
    plan.starts_at, plan.ends_at = draft.starts_at, draft.ends_at
    plan.off_permille, plan.category = draft.off_permille, draft.category
    take_plan_step(work, plan, PlanStep.REPLAN, version=draft.version)
    work.session.execute(delete(PlannedPrice).where(PlannedPrice.plan_id == plan.id))
    _write_prices(work, plan, draft)
    if running:
        _begin(work, plan)
    else:
        plan.deadline_at = plan.starts_at


def _write_prices(work: UnitOfWork, plan: PricePlan, draft: PlanDraft) -> None:
    rows = [{"plan_id": plan.id, "sku": sku, "price_minor": price} for sku, price in sorted(draft.prices.items())]
    for at in range(0, len(rows), AT_ONCE_MAX):
        work.session.execute(insert(PlannedPrice), rows[at : at + AT_ONCE_MAX])


def take_plan_step(work: UnitOfWork, plan: PricePlan, step: PlanStep, **facts: object) -> None:
    """Take a plan one step on, and tell whoever sells by it."""
    work.step(plan, step, None, **facts)
    work.tell(PlanStepped(plan.store_id, plan.id, plan.state))


def start_plan(work: UnitOfWork, plan: PricePlan) -> None:
    """Let a plan begin: from now on its prices are asked, and shelf labels are to show them."""
    take_plan_step(work, plan, PlanStep.START)
    _begin(work, plan)


def _begin(work: UnitOfWork, plan: PricePlan) -> None:
    if plan.off_permille is not None:
        work.session.execute(
            insert(PlannedPrice).from_select(["plan_id", "sku", "price_minor"], _reduced(plan, plan.off_permille))
        )
    if plan.kind is PlanKind.REGULAR:
        _turn_regular(work, plan)
    else:
        _turn(work, plan)
    plan.labels = plan.shown = 0
    plan.told_late_at = None
    plan.deadline_at = work.now  # the first look at its shelf labels is soon


def end_plan(work: UnitOfWork, plan: PricePlan) -> None:
    """Let a plan end: its items cost what they cost without it."""
    take_plan_step(work, plan, PlanStep.END)
    if plan.kind is PlanKind.PROMOTION:
        _turn(work, plan)


def cancel_plan(work: UnitOfWork, store_id: str, code: str) -> PricePlan:
    """Withdraw a plan: before it began it never happens, a running promotion ends now."""
    require_keeper(work)
    plan = open_plan(work, store_id, code)
    stop_plan(work, plan)
    return plan


def stop_plan(work: UnitOfWork, plan: PricePlan) -> None:
    """Let a plan never happen, or end now."""
    if plan.state in RUNS:
        end_plan(work, plan)
    else:
        take_plan_step(work, plan, PlanStep.CANCEL)


def open_plan(work: UnitOfWork, store_id: str, code: str) -> PricePlan:
    """Open a store's plan by its code; refuses one nobody knows."""
    plan = plan_of_code(work.session, store_id, code)
    if plan is None:
        raise unknown("price plan", code)
    return work.get(PricePlan, plan.id, lock=True)


def _reduced(plan: PricePlan, off_permille: int) -> Any:
    regular = func.coalesce(Listing.regular_minor, Listing.price_minor)
    reduced = (regular * (1000 - off_permille) + 500) // 1000
    query = select(literal(plan.id), Listing.sku, reduced).where(Listing.store_id == plan.store_id)
    if plan.category is not None:
        query = query.join(Item, Item.sku == Listing.sku).where(Item.category == plan.category)
    return query


def _turn_regular(work: UnitOfWork, plan: PricePlan) -> None:
    new = _of_plan(plan)
    free = Listing.promotion_id.is_(None)
    work.session.flush()
    work.session.execute(
        update(Listing)
        .where(*_listed(plan), Listing.feed_version <= plan.feed_version)
        .values(
            price_minor=case((free, new), else_=Listing.price_minor),
            regular_minor=case((free, None), else_=new),
            price_version=Listing.price_version + 1,
            feed_version=plan.feed_version,
        ),
        execution_options={"synchronize_session": False},
    )
    _turned(work, plan)


def _turn(work: UnitOfWork, plan: PricePlan, *, ending: bool = False) -> None:
    """Ask for each item of a plan what the promotion that began last asks, else its regular price; in one statement.

    `ending` looks as if the plan did not run any more, although it still stands so.
    """
    work.session.flush()
    others = PricePlan.id != plan.id if ending else literal(value=True)
    price, promotion = _winner(plan, PlannedPrice.price_minor, others), _winner(plan, PricePlan.id, others)
    regular = func.coalesce(Listing.regular_minor, Listing.price_minor)
    work.session.execute(
        update(Listing)
        .where(*_listed(plan))
        .values(
            price_minor=func.coalesce(price, regular),
            regular_minor=case((promotion.is_(None), None), else_=regular),
            promotion_id=promotion,
            price_version=Listing.price_version + 1,
        ),
        execution_options={"synchronize_session": False},
    )
    _turned(work, plan)


def _turned(work: UnitOfWork, plan: PricePlan) -> None:
    for listing in [row for row in work.session if isinstance(row, Listing)]:
        work.session.expire(listing)  # what was read before is no longer so
    work.tell(PlannedPricesTurned(plan.store_id, plan.id))


def _listed(plan: PricePlan) -> tuple[ColumnElement[bool], ...]:
    skus = select(PlannedPrice.sku).where(PlannedPrice.plan_id == plan.id)
    return Listing.store_id == plan.store_id, Listing.sku.in_(skus)


def _of_plan(plan: PricePlan) -> ScalarSelect[int]:
    query = select(PlannedPrice.price_minor).where(PlannedPrice.plan_id == plan.id, PlannedPrice.sku == Listing.sku)
    return query.correlate(Listing).scalar_subquery()


def _winner(plan: PricePlan, what: Any, others: ColumnElement[bool]) -> ScalarSelect[Any]:
    query = (
        select(what)
        .join_from(PlannedPrice, PricePlan, PricePlan.id == PlannedPrice.plan_id)
        .where(
            PlannedPrice.sku == Listing.sku, PricePlan.store_id == plan.store_id, PricePlan.state.in_(RUNS),
            PricePlan.kind == PlanKind.PROMOTION, others,
        )
        .order_by(PricePlan.starts_at.desc(), PricePlan.feed_version.desc(), PricePlan.id.desc())
        .limit(1)
    )  # fmt: skip
    return query.correlate(Listing).scalar_subquery()
