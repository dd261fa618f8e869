"""What is better not offered: each bin's doubtful last pieces, and what a count did not find."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update

from picking.catalogue.model import Item
from picking.counting import truth
from picking.counting.model import BinTruth, CountLine, StockCount
from picking.floor.model import Bin
from picking.foundation.quantity import Unit
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.model import OnHand

# Made once: putting a statement together takes longer than the database needs to answer it.
_TRUTHS = cast("Table", BinTruth.__table__)
_OF_BIN = (_TRUTHS.c.bin_id == bindparam("of_bin"), _TRUTHS.c.sku == bindparam("of_sku"))
_HOLD = update(_TRUTHS).where(*_OF_BIN).values(held=bindparam("so_much"))
_LYING = (
    select(
        _TRUTHS.c.bin_id, _TRUTHS.c.piece, _TRUTHS.c.doubt, _TRUTHS.c.looked_at, _TRUTHS.c.held, _TRUTHS.c.missing,
        func.sum(OnHand.quantity).label("quantity"),
    )
    .join(OnHand, (OnHand.place == _TRUTHS.c.bin_id) & (OnHand.sku == _TRUTHS.c.sku))
    .join(Bin, Bin.id == _TRUTHS.c.bin_id)
    .where(_TRUTHS.c.store_id == bindparam("of_store"), _TRUTHS.c.sku == bindparam("of_sku"), Bin.blocked.is_(False))
    .group_by(*(_TRUTHS.c[name] for name in ("bin_id", "piece", "doubt", "looked_at", "held", "missing")))
)  # fmt: skip


def refresh_offer(work: UnitOfWork, store_id: str, sku: str, *, looks: bool = True) -> None:
    """Reckon anew what of an item is better not offered; never more of a bin than the books have there."""
    stock.lock_level(work, store_id, sku)
    total = 0
    for row in work.session.execute(_LYING, {"of_store": store_id, "of_sku": sku}).all():
        held = doubtful(work, row)
        if held != row.held:
            work.session.execute(_HOLD, {"of_bin": row.bin_id, "of_sku": sku, "so_much": held})
        total += min(max(held, row.missing), max(0, row.quantity))
    stock.withhold(work, store_id, sku, total, looks=looks)


def refresh_offers(work: UnitOfWork, store_id: str) -> int:
    """Let the time that has passed count: give how many items are offered otherwise than before."""
    rows = select(*_TRUTHS.c).where(_TRUTHS.c.store_id == store_id).order_by(_TRUTHS.c.sku)
    stale = {row.sku: None for row in work.session.execute(rows).all() if doubtful(work, row) != row.held}
    for sku in stale:
        refresh_offer(work, store_id, sku)
    return len(stale)


def doubtful(work: UnitOfWork, row: Any) -> int:
    """Give how much of a bin's last pieces is better not offered, in pieces or grams."""
    return truth.held_back(confidence_of(work, row), work.settings.truth_last_pieces) * int(row.piece)


def confidence_of(work: UnitOfWork, row: Any) -> int:
    """Give how far the books of a bin are believed now, in thousandths."""
    doubted = truth.doubt(row.doubt, row.looked_at, work.now, work.settings.truth_halving_days)
    return truth.confidence(doubted)


def set_aside(work: UnitOfWork, count: StockCount, lines: Collection[CountLine]) -> None:
    """Offer nothing of what a count did not find, until it is decided."""
    for line in lines:
        _remember(work, count, line)
        refresh_offer(work, count.store_id, line.sku)


def release(work: UnitOfWork, count: StockCount, *, looks: bool = True) -> None:
    """Offer again what an undecided count kept back: it is decided now, or given up."""
    mine = _TRUTHS.c.pending_id == count.id
    freed = update(_TRUTHS).where(mine).values(pending_id=None, missing=0).returning(_TRUTHS.c.sku)
    for sku in sorted(work.session.scalars(freed).all()):
        refresh_offer(work, count.store_id, sku, looks=looks)


def leave_what_is_overtaken(work: UnitOfWork, count: StockCount, lines: Collection[CountLine]) -> None:
    """Let lines be that somebody has looked after: the newer look is the truth."""
    rows = select(_TRUTHS.c.sku, _TRUTHS.c.looked_at).where(_TRUTHS.c.bin_id == count.bin_id)
    looked = {row.sku: row.looked_at for row in work.session.execute(rows)}
    for line in lines:
        line.overtaken = line.overtaken or looked.get(line.sku, line.looked_at) > line.looked_at
    work.session.flush()


def _remember(work: UnitOfWork, count: StockCount, line: CountLine) -> None:
    wrong = truth.DOUBT[truth.Happening.SHORT] if line.difference else 0
    values = {"pending_id": count.id, "missing": max(0, -line.difference), "doubt": _TRUTHS.c.doubt + wrong}
    _overtake_others(work, count, line)
    work.session.execute(update(_TRUTHS).where(*_of(count, line)).values(values))


def settle_look(work: UnitOfWork, count: StockCount, line: CountLine, look: truth.Look) -> None:
    """Believe a bin again from the moment somebody looked."""
    values = {
        "looked_at": line.looked_at, "doubt": truth.LEFT_AFTER[look], "sales": 0, "missing": 0, "pending_id": None,
    }  # fmt: skip
    _overtake_others(work, count, line)
    work.session.execute(update(_TRUTHS).where(*_of(count, line)).values(values))
    refresh_offer(work, count.store_id, line.sku)


def _of(count: StockCount, line: CountLine) -> tuple[Any, Any]:
    return _TRUTHS.c.bin_id == count.bin_id, _TRUTHS.c.sku == line.sku


def _overtake_others(work: UnitOfWork, count: StockCount, line: CountLine) -> None:
    """Let this look stand for an older one of the same goods that is undecided; begin a score where there is none."""
    before = work.session.execute(select(_TRUTHS.c.pending_id).where(*_of(count, line))).first()
    if before is None:
        begin_truth(work, count.store_id, count.bin_id, line.sku)
    elif before.pending_id not in (None, count.id):
        older = (CountLine.count_id == before.pending_id, CountLine.sku == line.sku)
        work.session.execute(update(CountLine).where(*older).values(overtaken=True))


def begin_truth(work: UnitOfWork, store_id: str, bin_id: str, sku: str) -> None:
    """Begin to keep a score where goods were seen for the first time."""
    item = work.get(Item, sku)
    piece = max(1, item.weight_grams) if item.unit is Unit.GRAM else 1
    row = BinTruth(
        bin_id=bin_id, sku=sku, store_id=store_id, piece=piece, looked_at=work.now, touched_at=work.now, doubt=0,
        sales=0, held=0, missing=0,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
