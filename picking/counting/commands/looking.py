"""Counting: each number is set beside what the books say at the very moment of the look."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from picking.counting.commands.deciding import decide
from picking.counting.lifecycle import CountState, CountStep
from picking.counting.model import CountLine, StockCount
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.commands.correcting import COUNT
from picking.stock.model import DIFFERENCE, Movement, OnHand

TO_START = (CountState.COUNT_SCHEDULED, CountState.RECOUNT_SCHEDULED)
RUNNING = (CountState.COUNT_IN_PROGRESS, CountState.RECOUNT_IN_PROGRESS)
CLOCKS_DIFFER_MAX = timedelta(seconds=30)


def note_line(work: UnitOfWork, count_id: str, sku: str, quantity: int) -> CountLine:
    """Write down what lies of an item in the bin of a count; entered again it replaces the number before.

    What was moved before the look and after it is told apart by the time of the look: a handheld that was cut off
    brings its own. A recount is refused to whoever counted before (`count_by_other`).
    """
    count = _begin(work, count_id)
    if isinstance(quantity, bool) or quantity < 0:
        raise invalid("quantity", "a whole number of pieces or grams")
    if count.sku not in (None, sku):
        raise Refusal("count_of_other_item", sku=sku, right=count.sku)
    stock.lock_level(work, count.store_id, sku)
    looked_at = said_at(work)
    found, overtaken = _corrected_since(work, count.bin_id, sku, looked_at)
    line = work.session.merge(
        CountLine(
            count_id=count.id, round=count.round, sku=sku, counted=quantity,
            expected=books_at(work, count.bin_id, sku, looked_at), looked_at=looked_at, person_id=work.by.person_id,
            found=found, overtaken=overtaken, booked=None,
        )
    )  # fmt: skip
    work.session.flush()
    return line


def complete_count(work: UnitOfWork, count_id: str) -> StockCount:
    """End a round: what the books have in the bin and nobody saw is not there; then it is decided what follows."""
    count = work.get(StockCount, count_id, lock=True)
    if count.sku is None:
        for sku in not_counted(work, count):
            note_line(work, count.id, sku, 0)
    elif work.find(CountLine, (count.id, count.round, count.sku)) is None:
        raise invalid("quantity", "a whole number of pieces or grams")
    count = _begin(work, count_id)
    count.counted_by = work.by.person_id
    work.step(count, CountStep.COMPLETE)
    decide(work, count)
    return count


def not_counted(work: UnitOfWork, count: StockCount) -> Sequence[str]:
    """List what the books have in a count's bin and has no number in this round."""
    seen = select(CountLine.sku).where(CountLine.count_id == count.id, CountLine.round == count.round)
    lying = select(OnHand.sku).where(OnHand.place == count.bin_id, OnHand.quantity > 0, OnHand.sku.not_in(seen))
    return work.session.scalars(lying.distinct().order_by(OnHand.sku)).all()


def said_at(work: UnitOfWork) -> datetime:
    """Give when a thing was done: by the device's clock where it was said later than it was done, else now.

    A clock that is only a little off is no delay.
    """
    said = work.by.said_at
    return said if said is not None and work.now - said > CLOCKS_DIFFER_MAX else work.now


def books_at(work: UnitOfWork, bin_id: str, sku: str, at: datetime) -> int:
    """Give what the books of a bin said at a time: what they say now without what was moved since."""
    lying = select(func.sum(OnHand.quantity)).where(OnHand.place == bin_id, OnHand.sku == sku)
    now = int(work.session.execute(lying).scalar_one() or 0)
    return now if at >= work.now else now - _moved_since(work, bin_id, sku, at)


def _moved_since(work: UnitOfWork, bin_id: str, sku: str, at: datetime) -> int:
    signed = func.sum(case((Movement.to_place == bin_id, Movement.quantity), else_=-Movement.quantity))
    touching = (Movement.to_place == bin_id) | (Movement.from_place == bin_id)
    rows = select(signed).where(touching, Movement.sku == sku, Movement.at > at)
    return int(work.session.execute(rows).scalar_one() or 0)


def _corrected_since(work: UnitOfWork, bin_id: str, sku: str, at: datetime) -> tuple[int, bool]:
    """Give what pickers have found since a look, and whether somebody has looked after it; both only of a late one."""
    if at >= work.now:
        return 0, False
    rows = select(Movement).where(Movement.sku == sku, Movement.at > at)
    came = work.session.scalars(rows.where(Movement.to_place == bin_id, Movement.from_place == DIFFERENCE)).all()
    went = rows.where(Movement.from_place == bin_id, Movement.to_place == DIFFERENCE)
    looked = any(movement.reason == COUNT for movement in came) or work.session.scalars(went.limit(1)).first()
    return sum(movement.quantity for movement in came), bool(looked)


def _begin(work: UnitOfWork, count_id: str) -> StockCount:
    count = work.get(StockCount, count_id, lock=True)
    if count.cause != "glance":  # whoever picks may glance
        work.by.require("count")
    if count.round > 1 and work.by.person_id is not None and work.by.person_id == count.counted_by:
        raise Refusal("count_by_other", Kind.FORBIDDEN, bin=count.bin_id)
    if count.state in TO_START:
        work.step(count, CountStep.START)
    if count.state not in RUNNING:
        raise Refusal("count_closed", state=str(count.state))
    return count
