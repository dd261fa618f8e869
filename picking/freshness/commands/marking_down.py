"""Markdowns: proposed by the ladder, decided by a lead or by the store's own rule, and asked for by price plans."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from picking.catalogue import plans
from picking.catalogue.lifecycle import PRICE_PLAN
from picking.catalogue.model import Listing, PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft
from picking.catalogue.queries import regular_price
from picking.floor.model import Store
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import ladder
from picking.freshness.ladder import Rung
from picking.freshness.lifecycle import MarkdownState, MarkdownStep
from picking.freshness.model import Markdown, MarkdownCause
from picking.freshness.queries import DatedShare, dated_shares, open_markdowns, pace_of_sales

NAMES = {
    MarkdownCause.NEAR_END: {"en": "Eat soon", "zh": "临期特价", "es": "Consumo próximo"},
    MarkdownCause.DAY_FRESH: {"en": "Fresh today", "zh": "日清特价", "es": "Del día"},
}


def propose_markdowns(work: UnitOfWork, *, by_itself: bool) -> list[Markdown]:
    """Propose what the ladder says of everything near its end, where more of it lies than sells in time at this pace.

    What is proposed or runs so already is left alone.
    """
    pace = pace_of_sales(work.session, work.by.store_id, work.now)
    today = work.get(Store, work.by.store_id).day(work.now)
    latest = today + timedelta(days=max(days for _, days in ladder.NEAR))
    made = []
    for sku, shares in _by_item(dated_shares(work.session, work.by.store_id, latest)).items():
        found = _near_end(shares, today_ordinal=today.toordinal())
        if found is None:
            continue
        first, off, days = found
        rung = Rung(off, work.now, _end_of_day(work, today.toordinal() + days - 1))
        near = sum(each.share.quantity for each in shares if each.ends_on <= first.ends_on)
        if near <= pace.get(sku, 0) * ((first.ends_on - today).days + 1):
            continue
        made += _propose(work, MarkdownCause.NEAR_END, first, near, rung, sku)
    return _decided(work, made, by_itself=by_itself)


def propose_evening(work: UnitOfWork, ends_at: datetime, *, by_itself: bool) -> list[Markdown]:
    """Propose to sell off tonight what is sold only today."""
    today = work.get(Store, work.by.store_id).day(work.now)
    fresh = [each for each in dated_shares(work.session, work.by.store_id, today) if each.ends_on == today]
    made = []
    for sku, shares in _by_item([each for each in fresh if ladder.is_day_fresh(each.life_days)]).items():
        first_rung = ladder.evening(work.now, ends_at)[0]
        quantity = sum(each.share.quantity for each in shares)
        made += _propose(work, MarkdownCause.DAY_FRESH, shares[0], quantity, first_rung, sku)
    return _decided(work, made, by_itself=by_itself)


def approve_markdown(work: UnitOfWork, markdown_id: str) -> Markdown:
    """Let a markdown reach price and shelf label; only a lead may."""
    work.by.require("counts")
    markdown = work.get(Markdown, markdown_id, lock=True)
    if markdown.ends_at <= work.now:
        raise Refusal("markdown_over", Kind.TOO_LATE, sku=markdown.sku)
    return _run(work, markdown)


def refuse_markdown(work: UnitOfWork, markdown_id: str) -> Markdown:
    """Leave the price as it is."""
    work.by.require("counts")
    markdown = work.get(Markdown, markdown_id, lock=True)
    work.step(markdown, MarkdownStep.REFUSE)
    markdown.decided_by = work.by.person_id
    return markdown


def withdraw_markdown(work: UnitOfWork, markdown_id: str) -> Markdown:
    """Ask the regular price again, now."""
    work.by.require("counts")
    markdown = work.get(Markdown, markdown_id, lock=True)
    _stop(work, markdown, MarkdownStep.WITHDRAW)
    return markdown


def end_markdown(work: UnitOfWork, markdown: Markdown) -> None:
    """End a markdown whose time is over; its price plans end by themselves."""
    work.step(markdown, MarkdownStep.END)


def lapse_markdown(work: UnitOfWork, markdown: Markdown) -> None:
    """Forget a proposal nobody decided in time."""
    work.step(markdown, MarkdownStep.LAPSE)


def _by_item(shares: Sequence[DatedShare]) -> dict[str, list[DatedShare]]:
    found: dict[str, list[DatedShare]] = {}
    for each in shares:
        found.setdefault(each.item.sku, []).append(each)
    return found


def _near_end(shares: Sequence[DatedShare], *, today_ordinal: int) -> tuple[DatedShare, int, int] | None:
    """Give the share of an item that is next to end, what is taken off for it, and for how many days from today."""
    for each in shares:
        left = each.ends_on.toordinal() - today_ordinal
        off = ladder.off_permille(each.life_days, left)
        if off:
            return each, off, ladder.rung_days(each.life_days, left)
    return None


def _propose(
    work: UnitOfWork, cause: MarkdownCause, first: DatedShare, quantity: int, rung: Rung, sku: str
) -> list[Markdown]:
    listing = work.find(Listing, (work.by.store_id, sku))
    if listing is None or not listing.listed:
        return []
    rows = open_markdowns(work.by.store_id).where(Markdown.sku == sku)
    for known in work.session.scalars(rows).all():
        if known.off_permille >= rung.off_permille and known.cause is cause and known.ends_at >= rung.ends_at:
            return []
        _stop(work, known, MarkdownStep.LAPSE if known.state is MarkdownState.PROPOSED else MarkdownStep.WITHDRAW)
    regular = regular_price(listing)
    markdown = work.add(
        Markdown(
            id=work.ids.new(), store_id=work.by.store_id, sku=sku, cause=cause, expires_on=first.ends_on,
            quantity=quantity, regular_minor=regular, price_minor=ladder.reduced(regular, rung.off_permille),
            off_permille=rung.off_permille, starts_at=rung.starts_at, ends_at=rung.ends_at,
        )
    )  # fmt: skip
    markdown.deadline_at = rung.ends_at
    work.session.flush()
    return [markdown]


def _decided(work: UnitOfWork, made: list[Markdown], *, by_itself: bool) -> list[Markdown]:
    if by_itself:
        return [_run(work, markdown) for markdown in made]
    if made:
        work.push(f"store:{work.by.store_id}", "stock", {"markdowns_proposed": len(made)})
    return made


def _run(work: UnitOfWork, markdown: Markdown) -> Markdown:
    work.step(markdown, MarkdownStep.APPROVE, off_permille=markdown.off_permille)
    markdown.deadline_at = markdown.ends_at
    markdown.decided_by = work.by.person_id
    for number, rung in enumerate(_rungs(work, markdown), start=1):
        price = ladder.reduced(markdown.regular_minor, rung.off_permille)
        draft = PlanDraft(
            f"{markdown.plan_code} {number}", 1, PlanKind.PROMOTION, rung.starts_at, rung.ends_at,
            NAMES[markdown.cause], {markdown.sku: price},
        )  # fmt: skip
        plans.keep_plan(work, markdown.store_id, draft)
    work.session.flush()
    return markdown


def _rungs(work: UnitOfWork, markdown: Markdown) -> list[Rung]:
    """Give what is still to come of a markdown's rungs; of one that began the rest of it."""
    if markdown.cause is MarkdownCause.NEAR_END:
        return [Rung(markdown.off_permille, work.now, markdown.ends_at)]
    rungs = ladder.evening(markdown.starts_at, markdown.ends_at)
    current = [rung for rung in rungs if rung.starts_at <= work.now][-1:]
    coming = [rung for rung in rungs if rung.starts_at > work.now]
    return [Rung(rung.off_permille, work.now, rung.ends_at) for rung in current] + coming


def _stop(work: UnitOfWork, markdown: Markdown, step: MarkdownStep) -> None:
    work.step(markdown, step)
    mine = select(PricePlan).where(
        PricePlan.store_id == markdown.store_id, PricePlan.code.startswith(f"{markdown.plan_code} ", autoescape=True),
        PricePlan.state.not_in(PRICE_PLAN.ends),
    )  # fmt: skip
    for plan in work.session.scalars(mine.order_by(PricePlan.code)).all():
        plans.stop_plan(work, plan)


def _end_of_day(work: UnitOfWork, ordinal: int) -> datetime:
    return work.get(Store, work.by.store_id).beginning_of(date.fromordinal(ordinal + 1))
