"""The truth score follows the goods: each movement makes a bin more doubtful, and keeps open counts right."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from picking.counting import truth
from picking.counting.commands.looking import said_at
from picking.counting.commands.offering import begin_truth, confidence_of, doubtful, refresh_offer
from picking.counting.commands.scheduling import schedule
from picking.counting.model import BinTruth, CountCause, CountLine
from picking.counting.truth import Happening
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.commands.correcting import COUNT
from picking.stock.events import GoodsMoved
from picking.stock.model import DIFFERENCE, IN_HAND, OUT, STAGED, VIRTUAL_PLACES

# Made once: putting a statement together takes longer than the database needs to answer it.
_TRUTHS = cast("Table", BinTruth.__table__)
_TOUCH = (
    update(_TRUTHS)
    .where(_TRUTHS.c.bin_id == bindparam("of_bin"), _TRUTHS.c.sku == bindparam("of_sku"))
    .values(
        doubt=_TRUTHS.c.doubt + bindparam("more_doubt"),
        sales=_TRUTHS.c.sales + bindparam("more_sales"),
        touched_at=bindparam("now", type_=_TRUTHS.c.touched_at.type),
    )
    .returning(*(_TRUTHS.c[name] for name in ("doubt", "looked_at", "held", "piece", "pending_id")))
)
SOLD_TO = (IN_HAND, OUT)
FROM_PEOPLE = (IN_HAND, STAGED, OUT)
COUNT_DOUBTFUL_WITHIN = timedelta(hours=8)


def follow_goods(work: UnitOfWork, event: GoodsMoved) -> None:
    """Let the scores of both ends of a movement know of it; a count's own correction is a look and no movement."""
    if event.reason == COUNT:
        return
    for bin_id, came in ((event.from_place, False), (event.to_place, True)):
        if bin_id not in VIRTUAL_PLACES:
            _touch(work, event, bin_id, came=came)


def _touch(work: UnitOfWork, event: GoodsMoved, bin_id: str, *, came: bool) -> None:
    happening = happening_of(event)
    sold = event.quantity if happening is Happening.SALE else 0
    more = truth.DOUBT[happening]
    of_bin = {"of_bin": bin_id, "of_sku": event.sku, "more_doubt": more, "more_sales": sold, "now": work.now}
    row = work.session.execute(_TOUCH, of_bin).first()
    if row is None:
        begin_truth(work, event.store_id, bin_id, event.sku)
        return
    signed = event.quantity if came else -event.quantity
    if row.pending_id is not None:
        _keep_count_right(work, row.pending_id, event, signed)
    elif said_at(work) < row.looked_at and DIFFERENCE not in (event.from_place, event.to_place):
        stock.correct(work, bin_id, event.sku, -signed)  # the look that is booked has seen it already
    _after_touch(work, event, row, bin_id)


def happening_of(event: GoodsMoved) -> Happening:
    """Say what a movement is to the books of a bin."""
    if DIFFERENCE in (event.from_place, event.to_place):
        return Happening.SHORT
    if event.to_place in SOLD_TO:
        return Happening.SALE
    return Happening.PUT_BACK if event.from_place in FROM_PEOPLE else Happening.BROUGHT


def _keep_count_right(work: UnitOfWork, count_id: str, event: GoodsMoved, signed: int) -> None:
    """Tell an undecided count what it could not see: a late message, goods no book knew, a newer look."""
    rows = select(CountLine).where(CountLine.count_id == count_id, CountLine.sku == event.sku)
    line = work.session.scalars(rows.order_by(CountLine.round.desc()).limit(1)).first()
    if line is None:
        return
    if event.from_place == DIFFERENCE:
        line.found += event.quantity
    elif event.to_place == DIFFERENCE:
        line.overtaken = True
    elif said_at(work) < line.looked_at:
        line.expected += signed


def _after_touch(work: UnitOfWork, event: GoodsMoved, row: Any, bin_id: str) -> None:
    """Offer less where doubt has grown, and have somebody look where too little is believed."""
    held = doubtful(work, row)
    if held != row.held or (held and event.left < held):
        refresh_offer(work, event.store_id, event.sku)
    if confidence_of(work, row) < work.settings.truth_count_permille_max:
        schedule(work, bin_id, event.sku, CountCause.DOUBT, due_at=work.now + COUNT_DOUBTFUL_WITHIN)
