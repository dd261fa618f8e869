"""Five seconds in passing: "how many are left?", asked of a picker who stands before a doubtful bin anyway."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update

from picking.counting.commands.looking import complete_count, note_line
from picking.counting.commands.offering import confidence_of
from picking.counting.commands.scheduling import open_count, schedule
from picking.counting.events import CountSettled
from picking.counting.lifecycle import CountState
from picking.counting.model import BinTruth, CountCause, StockCount
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.model import OnHand

# Made once: putting a statement together takes longer than the database needs to answer it.
_TRUTHS = cast("Table", BinTruth.__table__)
_OF_BIN = (_TRUTHS.c.bin_id == bindparam("of_bin"), _TRUTHS.c.sku == bindparam("of_sku"))
_LYING = (
    select(func.coalesce(func.sum(OnHand.quantity), 0))
    .where(OnHand.place == bindparam("of_bin"), OnHand.sku == bindparam("of_sku"))
    .scalar_subquery()
)
_READ = select(
    *(_TRUTHS.c[name] for name in ("doubt", "looked_at", "sales", "piece", "asked_at")), _LYING.label("lying")
).where(*_OF_BIN)
SALES_MIN = 3  # pieces sold since the last look: only what is wanted is worth five seconds
NOT_AGAIN_WITHIN = timedelta(hours=4)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class BinSeen:
    """What the books say of an item in a bin, and whether whoever stands there is better asked how many are left."""

    lying: int
    worth_asking: bool


def look_at_bin(work: UnitOfWork, bin_id: str, sku: str) -> BinSeen | None:
    """Say what lies in a bin, and whether to ask: the books are doubtful, the item is wanted, nobody is pestered.

    None where no score is kept yet. One question to the database, because it is asked after every line.
    """
    row = work.session.execute(_READ, {"of_bin": bin_id, "of_sku": sku}).first()
    return None if row is None else BinSeen(int(row.lying), _is_worth_asking(work, row))


def _is_worth_asking(work: UnitOfWork, row: Any) -> bool:
    if row.lying <= 0 or confidence_of(work, row) > work.settings.truth_ask_permille_max:
        return False
    if row.sales < SALES_MIN * row.piece or (row.asked_at is not None and row.asked_at > work.now - NOT_AGAIN_WITHIN):
        return False
    return _asked_in_an_hour(work) < work.settings.truth_questions_hour_max


def note_asked(work: UnitOfWork, bin_id: str, sku: str) -> None:
    """Remember whom it was asked, so that neither bin nor person is asked too often."""
    asked = update(_TRUTHS).where(_TRUTHS.c.bin_id == bin_id, _TRUTHS.c.sku == sku)
    work.session.execute(asked.values(asked_at=work.now, asked_of=work.by.person_id))


def glance(work: UnitOfWork, bin_id: str, sku: str, quantity: int) -> StockCount | None:
    """Take a number somebody saw in passing as a count; None while the same is being counted properly."""
    known = open_count(work, f"{bin_id}:{sku}")
    if known is not None and known.state is not CountState.COUNT_SCHEDULED:
        return None
    count = known or schedule(work, bin_id, sku, CountCause.GLANCE, ask=False)
    count.cause = CountCause.GLANCE
    note_line(work, count.id, sku, quantity)
    complete_count(work, count.id)
    if known is not None:
        work.tell(CountSettled(count.id))
    return count


def _asked_in_an_hour(work: UnitOfWork) -> int:
    asked = select(func.count()).where(
        _TRUTHS.c.asked_of == work.by.person_id, _TRUTHS.c.asked_at > work.now - HOUR
    )  # fmt: skip
    return work.session.execute(asked).scalar_one()
