"""What can be asked about counts: which are open, what one found with the bin's last movements, which bins to doubt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from picking.counting import truth
from picking.counting.lifecycle import STOCK_COUNT
from picking.counting.model import BinTruth, CountLine, StockCount
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.stock.model import Movement

MOVEMENTS_SEEN = 10
_TRUTHS = cast("Table", BinTruth.__table__)


def open_counts(store_id: str) -> Select[StockCount]:
    """Select a store's counts that are not settled."""
    return select(StockCount).where(StockCount.store_id == store_id, StockCount.state.not_in(STOCK_COUNT.ends))


def lines_of(session: Session, count_id: str) -> Sequence[CountLine]:
    """List all numbers of a count, round by round."""
    rows = select(CountLine).where(CountLine.count_id == count_id).order_by(CountLine.round, CountLine.sku)
    return session.scalars(rows).all()


def last_movements(session: Session, bin_id: str, sku: str) -> list[Movement]:
    """Give the newest movements of an item in a bin: what a lead looks at before approving."""
    found: list[Movement] = []
    for place in (Movement.from_place, Movement.to_place):
        rows = select(Movement).where(place == bin_id, Movement.sku == sku)
        found += session.scalars(rows.order_by(Movement.id.desc()).limit(MOVEMENTS_SEEN))
    return sorted(found, key=lambda movement: -movement.id)[:MOVEMENTS_SEEN]


def moved_between(session: Session, bin_id: str, sku: str, since: datetime) -> bool:
    """Tell whether goods came or went while somebody was counting them."""
    rows = select(_TRUTHS.c.touched_at).where(_TRUTHS.c.bin_id == bin_id, _TRUTHS.c.sku == sku)
    touched_at = session.execute(rows).scalar_one_or_none()
    return touched_at is not None and touched_at > since


def doubtful_bins(session: Session, store_id: str, now: datetime, settings: FloorSettings, *, limit: int) -> list[Json]:
    """Give the bins that are believed least, with what makes them doubtful."""
    rows = session.execute(select(*_TRUTHS.c).where(_TRUTHS.c.store_id == store_id)).all()
    shown = [_truth_shown(row, now, settings) for row in rows]
    return sorted(shown, key=lambda one: (one["confidence_permille"], one["bin"], one["sku"]))[:limit]


def _truth_shown(row: Any, now: datetime, settings: FloorSettings) -> Json:
    doubted = truth.doubt(row.doubt, row.looked_at, now, settings.truth_halving_days)
    return {
        "bin": row.bin_id,
        "sku": row.sku,
        "confidence_permille": truth.confidence(doubted),
        "looked_at": row.looked_at.isoformat(),
        "sales_since": row.sales,
        "held_back": max(row.held, row.missing),
    }
