"""Takes a price feed for one store: what HTTP and the command line have in common."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from picking.catalogue.feed import FeedError, plans_of, read_feed
from picking.catalogue.model import Listing
from picking.catalogue.plans import plan_prices
from picking.floor.model import Store
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Taken:
    """What became of each plan, and of which items rows for every store were left out: this one does not list them."""

    plans: dict[str, str]
    left_out: list[str]


def take_feed(work: UnitOfWork, store_id: str, content: str, version: int) -> Taken:
    """Keep what a feed plans for a store; refuses (`feed_wrong`) a file with its lines and reasons."""
    store = work.get(Store, store_id)
    try:
        rows = read_feed(content, ZoneInfo(store.timezone))
    except FeedError as wrong:
        faults = [{"path": f"line {line}", "reason": reason} for line, reason in wrong.faults]
        raise Refusal("feed_wrong", Kind.INVALID, first=str(wrong), faults=faults) from wrong
    listed = set(work.session.scalars(select(Listing.sku).where(Listing.store_id == store_id)))
    ours = [row for row in rows if row.store is not None or row.sku in listed]
    drafts = plans_of(ours, store_id, version, work.now, store.language)
    became = {draft.code: plan_prices(work, store_id, draft) for draft in drafts}
    return Taken(became, sorted({row.sku for row in rows if row.store is None} - listed))
