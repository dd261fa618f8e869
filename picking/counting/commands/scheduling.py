"""Wishing that somebody looks: one open count for a bin and item, however often it is wished."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.counting.events import CountWanted
from picking.counting.lifecycle import STOCK_COUNT
from picking.counting.model import CountCause, StockCount
from picking.floor.queries import bin_of
from picking.foundation.locking import LOCK
from picking.foundation.refusals import invalid
from picking.foundation.unit_of_work import UnitOfWork

SOON = timedelta(minutes=30)
BINS_AT_ONCE_MAX = 500
EVERYTHING = "*"


def schedule(
    work: UnitOfWork,
    bin_id: str,
    sku: str | None,
    cause: CountCause,
    *,
    blind: bool = True,
    due_at: datetime | None = None,
    ask: bool = True,
) -> StockCount:
    """Wish a count of an item in a bin, or of the whole bin; the open one is given back when there is one.

    Who says not to `ask` stands before the bin already: nobody else is sent there.
    """
    key = f"{bin_id}:{sku or EVERYTHING}"
    due_at = due_at or work.now + SOON
    known = open_count(work, key)
    if known is not None:
        known.due_at = min(known.due_at, due_at)
        return known
    bin_of(work.session, work.by.store_id, bin_id)
    count = work.add(
        StockCount(
            id=work.ids.new(), store_id=work.by.store_id, key=key, bin_id=bin_id, sku=sku, cause=cause, blind=blind,
            due_at=due_at, round=1, difference_minor=0,
        )
    )  # fmt: skip
    work.session.flush()
    if ask:
        work.tell(CountWanted(count.id))
    return count


def schedule_many(work: UnitOfWork, bin_ids: Collection[str], *, blind: bool, due_at: datetime) -> list[StockCount]:
    """Wish counts of whole bins; only a lead may."""
    work.by.require("counts")
    if not 0 < len(bin_ids) <= BINS_AT_ONCE_MAX:
        raise invalid("bins", f"1 to {BINS_AT_ONCE_MAX} at once")
    return [
        schedule(work, bin_id, None, CountCause.LEAD, blind=blind, due_at=due_at) for bin_id in sorted(set(bin_ids))
    ]


def open_count(work: UnitOfWork, key: str) -> StockCount | None:
    """Give the open count of a bin and item, if there is one."""
    rows = select(StockCount).where(
        StockCount.store_id == work.by.store_id, StockCount.key == key, StockCount.state.not_in(STOCK_COUNT.ends)
    )
    return work.session.scalars(rows.with_for_update(**LOCK)).one_or_none()
