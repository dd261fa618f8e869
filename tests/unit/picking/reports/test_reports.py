"""Reports say what the books say: turns, slow movers, waste, shorts, heat, the day's reconciliation, people."""

from datetime import date, timedelta

import pytest
from floor import STORE
from sqlalchemy import update

from picking import story
from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal
from picking.orders.commands import complete_cart
from picking.orders.model import OrderLine
from picking.outbound.model import CartCount
from picking.people.commands import start_shift
from picking.receiving.model import Delivery, DeliveryLine
from picking.reports.asking import Asked, Shape
from picking.reports.registry import REPORTS, report_named, rows_of, usual_days
from picking.stock.commands import book_receipt, move, write_off
from picking.stock.commands.till_sales import TillDraft, TillLine
from picking.stock.model import IN_HAND
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine, PickTask

TODAY = date(2026, 1, 15)


@pytest.fixture
def shop(make_floor):
    """Give a floor with rice in front and tea behind, one order collected and one receipt of a till."""
    floor = make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
    floor.way(nodes=3)
    floor.bin("A-1", node=0)
    floor.bin("A-2", node=2)
    floor.stock("rice", 20, "A-1", price=500)
    floor.stock("tea", 10, "A-2", price=900)
    return floor


def report(floor, name, *, first=TODAY, last=TODAY, **facts):
    """Make a report of the test's day; each row by the keys of its columns."""
    with floor.transactions.reading() as session:
        asked = Asked(session, STORE, first, last, floor.clock.now(), **facts)
        keys = [column.key for column in REPORTS[name].columns]
        return [dict(zip(keys, row, strict=True)) for row in rows_of(report_named(name), asked)]


def till(floor, sku, quantity):
    sale = TillDraft("till-1", f"R-{sku}-{quantity}", floor.clock.now(), (TillLine(1, sku, quantity, 100),))
    floor.run(book_receipt, sale)


def collected(floor, lines):
    order = floor.order(lines, mode=Mode.SCAN_AND_GO)
    floor.run(complete_cart, order.id)
    return order


def test_turns_are_what_went_out_over_what_lay_there(shop):
    """Opening, closing and sales come from one ledger, so they add up also for days long past."""
    shop.clock.advance(days=1)
    till(shop, "rice", 5)
    shop.clock.advance(days=1)
    till(shop, "rice", 3)

    rows = {row["sku"]: row for row in report(shop, "turns", first=TODAY + timedelta(1), last=TODAY + timedelta(1))}

    rice = rows["rice"]
    assert (rice["opening"], rice["closing"], rice["sold"]) == (20, 15, 5)
    assert (rice["turns"], rice["days_of_stock"]) == (0.29, 3.0)
    assert (rows["tea"]["turns"], rows["tea"]["days_of_stock"]) == (0.0, None)


def test_slow_movers_are_those_whose_stock_lasts_a_month_the_dearest_first(shop):
    """Money that lies still is found before its date comes."""
    till(shop, "rice", 18)

    rows = report(shop, "slow-movers")

    assert [(row["sku"], row["on_hand"], row["worth"]) for row in rows] == [("tea", 10, 9000)]


def test_waste_is_summed_up_by_reason_with_its_money(shop):
    """What is thrown away is bought twice."""
    lot = shop.stock("rice", 1, "A-1")
    shop.run(write_off, "rice", lot, 2, "A-1", "dropped")
    shop.run(write_off, "rice", lot, 1, "A-1", "dropped")

    (row,) = report(shop, "waste")

    assert (row["became"], row["reason"], row["quantity"], row["worth"], row["times"]) == (
        "waste", "dropped", 3, 1500, 2,
    )  # fmt: skip


def test_shorts_stand_by_cause_and_bin(shop):
    """The same bin three times is a bin to count, not three pickers to blame."""
    order = shop.order({"tea": 2})
    line = shop.one(PickLine, order_id=order.id)
    short = update(PickLine).values(short_reason="empty", state=PickLineState.SHORT)
    shop.run(lambda work: work.session.execute(short))

    (row,) = report(shop, "shorts")

    assert line.bin_id == "A-2"
    assert (row["reason"], row["item"], row["bin"], row["times"], row["quantity"]) == ("empty", "Tea", "A-2", 1, 2)


def test_suppliers_are_judged_by_what_came_when(shop):
    """Who is late is told with minutes, who sends bad goods with a share; what never came counts against its sender."""
    at = shop.clock.now()
    for number, (supplier, late) in enumerate((("fresh", 0), ("fresh", 90), ("dry", None))):
        facts = {"id": f"d{number}", "store_id": STORE, "number": str(number), "state_since": at, "supplier": supplier}
        arrived = None if late is None else at + timedelta(minutes=late)
        shop.put(Delivery(expected_at=at, arrived_at=arrived, **facts))
    for number, (delivery, received, refused) in enumerate((("d0", 10, 0), ("d1", 7, 2))):
        line = {"id": f"l{number}", "delivery_id": delivery, "line_no": 1, "sku": "rice", "expected": 10}
        shop.put(DeliveryLine(received=received, refused=refused, refusal_reason="warm" if refused else None, **line))
    shop.clock.advance(hours=2)

    fresh, dry = report(shop, "suppliers")
    (wrong,) = report(shop, "delivery-differences")

    assert (fresh["supplier"], fresh["on_time"], fresh["minutes_late"], fresh["right_lines"]) == ("fresh", 500, 90, 500)
    assert (fresh["filled"], fresh["refused_share"]) == (850, 105)
    assert (dry["on_time"], dry["never_came"], dry["filled"]) == (0, 1, None)
    assert (wrong["delivery"], wrong["difference"], wrong["reason"]) == ("1", -1, "warm")


def test_the_hot_goods_far_behind_are_to_be_moved_forward(shop):
    """Twenty items that lie wrong cost more metres than all others together."""
    lot = shop.stock("tea", 5, "A-2")
    for _ in range(3):
        shop.run(move, "tea", lot, 1, "A-2", IN_HAND, "pick", order_id="o1")

    hottest = report(shop, "heat")[0]
    (forward,) = report(shop, "move-forward")

    assert (hottest["bin"], hottest["picks"], hottest["share"]) == ("A-2", 3, 1000)
    moved = (forward["sku"], forward["bin"], forward["better_bin"], forward["lies_there"])
    assert moved == ("tea", "A-2", "A-1", "Rice")
    assert forward["metres_saved"] == 3 * (forward["metres"] - forward["better_metres"]) > 0


def test_the_days_books_agree_and_an_order_on_which_they_do_not_is_named(shop):
    """Out = scanned = issued less refunded: whoever loses a piece finds the order it belongs to."""
    right = collected(shop, {"rice": 2})
    wrong = collected(shop, {"rice": 1, "tea": 1})

    def count(work):
        for order, seen in ((right, (2,)), (wrong, (1, 0))):
            lines = shop.all(OrderLine, order_id=order.id)
            for line, counted in zip(sorted(lines, key=lambda line: line.line_no), seen, strict=True):
                work.session.add(CartCount(order_line_id=line.id, order_id=order.id, counted=counted))

    shop.run(count)

    day, named = report(shop, "reconciliation")

    assert (day["orders"], day["out"], day["scanned"], day["issued"], day["difference"]) == (2, 4, 3, 4, 1)
    assert (named["order"], named["difference"]) == (wrong.number, 1)


def test_everybody_reads_the_own_figures(shop):
    """A figure about somebody is that person's first."""
    for person in ("ana", "bo"):
        shop.person(person, skills=("A",))
        shop.run(start_shift, person)
    lot = shop.stock("rice", 1, "A-1")
    shop.clock.advance(minutes=30)
    shop.run(move, "rice", lot, 2, "A-1", IN_HAND, "pick", order_id="o1", by=shop.actor("ana", "pick"))

    (own,) = report(shop, "own", person_id="ana")
    everybody = report(shop, "people")

    assert (own["minutes"], own["lines"], own["grams"], own["lines_an_hour"]) == (30, 1, 1000, 2.0)
    assert [row["person"] for row in everybody] == ["ana", "bo"]


def test_a_report_of_no_days_or_too_many_is_refused(shop):
    """A question over ten years is a mistake, and nobody should wait for it."""
    for first in (TODAY + timedelta(days=1), TODAY - timedelta(days=400)):
        with pytest.raises(Refusal, match="invalid_field"):
            report(shop, "turns", first=first)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_can_be_made_of_an_empty_store(floor, name):
    """The first evening has reports too, on whatever there is; each row fits its columns."""
    first, last = usual_days(REPORTS[name], TODAY)

    assert report(floor, name, first=first, last=last) == []


def test_columns_have_words_for_their_titles_and_no_two_share_a_key():
    """A column nobody can name is a column nobody reads."""
    for each in REPORTS.values():
        keys = [column.key for column in each.columns]
        assert len(set(keys)) == len(keys), each.name
        assert all(column.shape in Shape for column in each.columns)


def test_a_days_orders_reach_the_floor(shop):
    """The fixture's story is the store's own."""
    shop.order({"rice": 1})

    assert len(shop.all(PickTask)) == 1
