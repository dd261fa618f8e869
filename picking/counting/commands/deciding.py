"""What follows from a count: it is booked, counted again by somebody else, or shown to a lead."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue.model import Item, Listing
from picking.counting import truth
from picking.counting.commands.offering import leave_what_is_overtaken, release, set_aside, settle_look
from picking.counting.commands.scheduling import schedule
from picking.counting.events import CountSettled, CountWanted
from picking.counting.lifecycle import CountState, CountStep
from picking.counting.model import CountCause, CountLine, StockCount
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock


def decide(work: UnitOfWork, count: StockCount) -> None:
    """Choose what follows from a round that is complete, by what its differences are worth."""
    lines = lines_of_round(work, count)
    count.difference_minor = sum(worth(work, count.store_id, line.sku, abs(line.difference)) for line in lines)
    if count.round == 1 and count.difference_minor >= work.settings.count_recount_minor_min:
        set_aside(work, count, lines)
        count_again(work, count, CountStep.RECOUNT)
    elif count.difference_minor >= work.settings.count_approval_minor_min:
        set_aside(work, count, lines)
        work.step(count, CountStep.ASK_APPROVAL, worth_minor=count.difference_minor)
    else:
        work.step(count, CountStep.BOOK, worth_minor=count.difference_minor)
        _book(work, count, lines)
    tell(work, count)


def approve_count(work: UnitOfWork, count_id: str) -> StockCount:
    """Book what a count found; only a lead may, and not whoever counted."""
    count = _opened_by_lead(work, count_id)
    work.step(count, CountStep.APPROVE, worth_minor=count.difference_minor)
    count.approved_by = work.by.person_id
    _book(work, count, lines_of_round(work, count))
    tell(work, count)
    return count


def refuse_count(work: UnitOfWork, count_id: str) -> StockCount:
    """Send a count back: somebody else counts once more, and until then nothing is booked."""
    count = _opened_by_lead(work, count_id)
    count_again(work, count, CountStep.REFUSE)
    tell(work, count)
    return count


def cancel_count(work: UnitOfWork, count_id: str) -> StockCount:
    """Give a count up; what it found so far is forgotten, and the bin stays as doubtful as it is."""
    work.by.require("counts")
    count = work.get(StockCount, count_id, lock=True)
    work.step(count, CountStep.CANCEL)
    release(work, count)
    work.tell(CountSettled(count.id))
    tell(work, count)
    return count


def count_again(work: UnitOfWork, count: StockCount, step: CountStep) -> None:
    """Let another person count the same bin."""
    work.step(count, step, worth_minor=count.difference_minor)
    count.round += 1
    work.session.flush()
    work.tell(CountWanted(count.id))


def lines_of_round(work: UnitOfWork, count: StockCount) -> Sequence[CountLine]:
    """Give the numbers of a count's last complete round, item by item."""
    rows = select(CountLine).where(CountLine.count_id == count.id)
    lines = work.session.scalars(rows.order_by(CountLine.sku).execution_options(populate_existing=True)).all()
    last = max((line.round for line in lines), default=0)
    return [line for line in lines if line.round == last]


def worth(work: UnitOfWork, store_id: str, sku: str, quantity: int) -> int:
    """Give what so many pieces or grams cost in the store, in minor units; nothing where it is not listed."""
    listing = work.find(Listing, (store_id, sku))
    if listing is None or not quantity:
        return 0
    if work.get(Item, sku).unit is Unit.GRAM:
        return price_of_grams(listing.price_minor, quantity)
    return listing.price_minor * quantity


def tell(work: UnitOfWork, count: StockCount) -> None:
    """Let the store's desks know where a count stands."""
    body = {"count_id": count.id, "bin": count.bin_id, "state": str(count.state)}
    work.push(f"store:{count.store_id}", "stock", body)


def _opened_by_lead(work: UnitOfWork, count_id: str) -> StockCount:
    work.by.require("counts")
    count = work.get(StockCount, count_id, lock=True)
    own = work.by.person_id is not None and count.counted_by == work.by.person_id
    if own and count.state is CountState.APPROVAL_SCHEDULED:
        raise Refusal("count_own", Kind.FORBIDDEN, bin=count.bin_id)
    return count


def _book(work: UnitOfWork, count: StockCount, lines: Sequence[CountLine]) -> None:
    """Correct the books by each difference, whatever was moved since; what cannot be taken is looked at again."""
    leave_what_is_overtaken(work, count, lines)
    release(work, count, looks=False)
    counted = count.cause is not CountCause.GLANCE
    for line in lines:
        difference = line.difference
        line.booked = stock.correct(work, count.bin_id, line.sku, difference, document=count.id) if difference else 0
        if not line.overtaken:
            right = difference == 0
            settle_look(work, count, line, truth.look(counted=counted, right=right))
        stock.look_at_shelf(work, count.store_id, line.sku)
        if line.booked != difference:
            schedule(work, count.bin_id, line.sku, CountCause.REST)
