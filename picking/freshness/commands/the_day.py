"""A store's day as its fresh goods see it: the morning look, the evening's markdown, the clearing of the shelves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from picking.floor.model import Store
from picking.foundation.refusals import invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness.commands.marking_down import propose_evening, propose_markdowns
from picking.freshness.events import ClearOutWanted
from picking.freshness.lifecycle import FreshDayState, FreshDayStep
from picking.freshness.model import FreshDay
from picking.freshness.queries import dated_shares

SLEPT_MAX = timedelta(days=1)


@dataclass(frozen=True)
class FreshDayDraft:
    """A store's hours for fresh goods ("07:00"), by its wall; `by_itself` marks down without asking a lead."""

    opens_at: str = "07:00"
    marks_down_at: str = "19:00"
    clears_at: str = "21:30"
    by_itself: bool = False


def keep_day(work: UnitOfWork, draft: FreshDayDraft) -> FreshDay:
    """Keep a store's hours for fresh goods as they are written now."""
    if not (work.by.may("counts") or work.by.may("settings")):
        work.by.require("settings")
    _check(work, draft)
    day = work.find(FreshDay, work.by.store_id, lock=True)
    if day is None:
        day = work.add(FreshDay(id=work.by.store_id, store_id=work.by.store_id, **vars(draft)))
    else:
        for name, value in vars(draft).items():
            setattr(day, name, value)
        work.step(day, FreshDayStep.CHANGE)
    _wait(work, day, work.now)
    work.session.flush()
    return day


def open_the_day(work: UnitOfWork, day: FreshDay) -> None:
    """Look in the morning for what is near its end, and have taken off what is over."""
    _go_on(work, day, FreshDayStep.OPEN)
    propose_markdowns(work, by_itself=day.by_itself)
    _want_cleared(work, day.store_id, work.get(Store, day.store_id).day(work.now) - timedelta(days=1))


def mark_down_the_day(work: UnitOfWork, day: FreshDay) -> None:
    """Begin in the evening to sell off what is sold only today."""
    _go_on(work, day, FreshDayStep.MARK_DOWN)
    if day.deadline_at is not None and day.deadline_at > work.now:
        propose_evening(work, day.deadline_at, by_itself=day.by_itself)


def clear_the_shelves(work: UnitOfWork, day: FreshDay) -> None:
    """Have everything taken off the shelves at closing that cannot be sold tomorrow."""
    _go_on(work, day, FreshDayStep.CLEAR_OUT)
    _want_cleared(work, day.store_id, work.get(Store, day.store_id).day(work.now))


def _want_cleared(work: UnitOfWork, store_id: str, until: date) -> None:
    zones = {each.bin.zone_id for each in dated_shares(work.session, store_id, until)}
    for zone_id in sorted(zones, key=lambda zone: zone or ""):
        work.tell(ClearOutWanted(store_id, zone_id, until))


def _go_on(work: UnitOfWork, day: FreshDay, step: FreshDayStep) -> None:
    """Go on to the next part of the day; one that was slept through (the service was down) follows at once."""
    due_at = day.deadline_at or work.now
    work.step(day, step)
    _wait(work, day, due_at if work.now - due_at < SLEPT_MAX else work.now)


def _wait(work: UnitOfWork, day: FreshDay, since: datetime) -> None:
    """Wait for the hour that ends this part of the day, the first one after a time."""
    ends = {
        FreshDayState.SELLING: day.marks_down_at,
        FreshDayState.MARKED_DOWN: day.clears_at,
        FreshDayState.CLEARING: day.opens_at,
    }
    day.deadline_at = work.get(Store, day.store_id).next_clock(since, ends[day.state])


def _check(work: UnitOfWork, draft: FreshDayDraft) -> None:
    store = work.get(Store, work.by.store_id)
    for name in ("opens_at", "marks_down_at", "clears_at"):
        try:
            store.next_clock(work.now, getattr(draft, name))
        except ValueError as wrong:
            raise invalid(name, f"{getattr(draft, name)!r} is no time of day, as 19:00") from wrong
    if not draft.opens_at < draft.marks_down_at < draft.clears_at:
        raise invalid("clears_at", "opening, marking down and clearing follow each other within a day")
