"""The nightly work: days rolled up from orders and tills, then the coming days forecast, a piece at a time."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking.catalogue.commands import mark_back_in_stock, mark_sold_out
from picking.floor.model import Store
from picking.forecasting.commands import is_idle, keep_special_days, work_on
from picking.forecasting.histories import category_history
from picking.forecasting.model import ForecastDay, ForecastProgress, SoldDay
from picking.forecasting.queries import limits_of_day, purchase_proposals
from picking.receiving.model import Delivery, DeliveryLine
from picking.stock.commands import book_receipt, write_off
from picking.stock.commands.till_sales import TillDraft, TillLine
from picking.stock.events import SoldOut
from picking.stock.model import OnHand

TODAY = date(2026, 1, 15)


@pytest.fixture
def sold(floor):
    """Give a floor that sold milk three days long, ten at the till at ten each morning and two by the app."""
    floor.stock("milk", 500, "A-1", shelf_life_days=10)
    for day in range(3):
        floor.clock.advance(days=1 if day else 0)
        sale = TillDraft("till-1", f"R-{day}", floor.clock.now(), (TillLine(1, "milk", 10, 100),))
        floor.run(book_receipt, sale)
        floor.order({"milk": 2})
    floor.clock.advance(days=1)
    return floor


def work_through(floor):
    pieces = 0
    while floor.run(work_on, STORE, floor.get(Store, STORE).day(floor.clock.now())):
        pieces += 1
    return pieces


def test_a_day_counts_orders_when_they_were_placed_and_tills_when_they_sold(sold):
    """An unpaid order, a return and a replacement are no demand."""
    sold.order({"milk": 5}, paid=False)
    work_through(sold)

    rows = sold.all(SoldDay, sku="milk")

    assert [row.day for row in rows] == [TODAY + timedelta(days=n) for n in range(3)]
    assert {row.hours[10] for row in rows} == {12}
    assert {sum(row.hours) for row in rows} == {12}


def test_the_work_is_done_in_pieces_once_a_day(sold):
    """Whoever stops in the middle goes on there; a restart does not begin anew."""
    pieces = work_through(sold)
    progress = sold.one(ForecastProgress)

    assert pieces == 3 + 1 + 1  # three days, one category, the end
    assert is_idle(progress, TODAY + timedelta(days=3))
    assert work_through(sold) == 0
    sold.clock.advance(days=1)
    assert not is_idle(progress, TODAY + timedelta(days=4))
    assert work_through(sold) == 1 + 1 + 1


def test_the_coming_days_have_hours_and_limits(sold):
    """Replenishment asks for the day's least and most of each face."""
    work_through(sold)
    today = TODAY + timedelta(days=3)

    limits = sold.ask(limits_of_day, STORE, today)["milk"]
    row = sold.get(ForecastDay, (STORE, "milk", today))

    assert 9 <= sum(row.hours_milli) / 1000 <= 13
    assert max(range(24), key=row.hours_milli.__getitem__) == 10
    assert 1 <= limits.least < limits.most


def test_a_special_day_is_forecast_as_one(sold):
    """The calendar is the store's: an empty word makes a day ordinary again."""
    tomorrow = TODAY + timedelta(days=4)
    sold.run(keep_special_days, STORE, {TODAY: "eve", tomorrow: "eve"})
    sold.run(keep_special_days, STORE, {TODAY: ""})
    work_through(sold)

    assert sold.get(ForecastDay, (STORE, "milk", tomorrow)).hours_milli[10] > 0


def test_what_is_announced_is_not_ordered_again(sold):
    """Tomorrow's lorry brings ten of them already."""
    work_through(sold)
    today = TODAY + timedelta(days=3)
    sold.run(write_off, "milk", sold.all(OnHand, place="A-1", sku="milk")[0].lot_id, 464, "A-1", "spoilt")
    ((_, before),) = sold.ask(purchase_proposals, STORE, today, sold.settings)
    at = sold.clock.now()
    facts = {"id": "d1", "store_id": STORE, "number": "1", "supplier": "dairy", "state_since": at}
    sold.put(Delivery(expected_at=at + timedelta(days=1), **facts))
    sold.put(DeliveryLine(id="l1", delivery_id="d1", line_no=1, sku="milk", expected=10))

    ((_, after),) = sold.ask(purchase_proposals, STORE, today, sold.settings)

    assert before.quantity - after.quantity == 10


def test_the_proposal_counts_what_lies_here_and_is_promised(sold):
    """464 of 500 are left, six of them promised: nothing is ordered of what sells twelve a day."""
    work_through(sold)

    ((item, proposal),) = sold.ask(purchase_proposals, STORE, TODAY + timedelta(days=3), sold.settings)

    assert (item.sku, proposal.quantity, proposal.because) == ("milk", 0, ("covered",))


def test_hours_in_which_an_item_was_sold_out_are_known_as_such(sold):
    """Nothing sold because nothing was there says nothing about what people wanted."""
    event = SoldOut(STORE, "milk")
    sold.run(mark_sold_out, event)
    sold.clock.advance(minutes=90)
    sold.run(mark_back_in_stock, event)
    sold.clock.advance(days=1)
    sold.run(mark_sold_out, event)
    sold.clock.advance(days=1)

    work_through(sold)

    gone, still = (sold.one(SoldDay, sku="milk", day=TODAY + timedelta(days=n)) for n in (3, 4))
    known = sold.ask(category_history, STORE, "food", TODAY + timedelta(days=5))
    assert gone.away_minutes == [*[0] * 10, 60, 30, *[0] * 12]
    assert (sum(gone.hours), still.away_minutes[11], still.away_minutes[12:]) == (0, 30, [60] * 12)
    assert known.history.open_share[0, 3, 9:13].tolist() == [1.0, 0.0, 0.5, 1.0]
