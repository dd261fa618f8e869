"""Goods at the counter: each piece is sold again, damaged or held; then the money goes back, once."""

import pytest

from picking.aftersales.commands import Finding, inspect, return_in
from picking.aftersales.drafts import ComplaintLine
from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import ReturnDecision, Verdict, WorkKind
from picking.catalogue.model import Item, Listing
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.freshness.commands import keep_photo
from picking.orders.commands import confirm_refund
from picking.orders.model import Refund
from picking.stock.commands import settle_hold
from picking.stock.model import DAMAGED, HOLD, Movement, OnHand, StockLevel
from picking.stock.queries import availability, held_goods

PHOTO = "ab" * 32
GOOD, BROKEN, ASIDE = (
    Finding(Verdict.RESTOCK, 1, "A-1"),
    Finding(Verdict.DAMAGE, 1, reason="broken", photo=PHOTO),
    Finding(Verdict.HOLD, 1, reason="opened"),
)


@pytest.fixture
def three_back(shop):
    """Give a return of three rice that lies on the counter."""
    order = shop.sold({"rice": 3})
    wish = shop.complain(order, WorkKind.RETURN, ComplaintLine(1, 3))
    shop.floor.run(return_in, wish.id, {shop.line(wish).id: 3}, by=shop.counter)
    shop.floor.run(keep_photo, PHOTO, "image/jpeg", 4, by=shop.counter)
    return wish


def looked_at(shop, wish, *findings):
    for finding in findings:
        shop.floor.run(inspect, shop.line(wish).id, finding, by=shop.counter)


def test_each_piece_goes_where_its_finding_sends_it_and_then_the_money_back(shop, three_back):
    """One good, one broken, one nobody is sure of: the customer is paid for all three."""
    looked_at(shop, three_back, GOOD, BROKEN, ASIDE)

    lying = {row.place: row.quantity for row in shop.floor.all(OnHand, sku="rice")}
    assert (lying["A-1"], lying[DAMAGED], lying[HOLD], lying["~out"]) == (18, 1, 1, 0)
    assert shop.floor.one(Refund).amount_minor == 1500
    assert shop.now(three_back).state is WorkOrderState.REFUNDING
    assert {row.document for row in shop.floor.all(Movement, to_place=DAMAGED)} == {"SR-20260115-0001"}
    assert shop.floor.one(ReturnDecision, verdict=Verdict.DAMAGE).photo == PHOTO


def test_what_is_restocked_can_be_sold_again_at_once(shop, three_back):
    """Otherwise it lies on the shelf and the app says sold out."""
    looked_at(shop, three_back, Finding(Verdict.RESTOCK, 3, "A-1"))

    assert shop.floor.get(StockLevel, ("s1", "rice")).on_hand == 20


def test_the_work_order_ends_when_the_channel_has_paid(shop, three_back):
    """Queued money is not paid money."""
    looked_at(shop, three_back, Finding(Verdict.RESTOCK, 3, "A-1"))
    before = shop.now(three_back).state

    shop.floor.run(confirm_refund, shop.floor.one(Refund).id)

    assert (before, shop.now(three_back).state) == (WorkOrderState.REFUNDING, WorkOrderState.CLOSED)


def test_no_piece_is_decided_twice_and_none_that_did_not_come(shop, three_back):
    """The count must close."""
    looked_at(shop, three_back, GOOD, GOOD)

    with pytest.raises(Refusal, match="count_open"):
        looked_at(shop, three_back, Finding(Verdict.RESTOCK, 2, "A-1"))


def test_damage_needs_its_reason_and_a_photo_was_sent_before(shop, three_back):
    """Waste without a reason teaches nobody; a picture that is named can be looked at."""
    for wrong in (Finding(Verdict.DAMAGE, 1), Finding(Verdict.DAMAGE, 1, reason="broken", photo="cd" * 32)):
        with pytest.raises(Refusal, match="invalid_field"):
            looked_at(shop, three_back, wrong)


@pytest.mark.parametrize(
    ("fact", "code"),
    [({"work_type": "CATERING"}, "prepared_not_restocked"), ({"temperature_class": "CHILLED"}, "cold_not_restocked")],
)
def test_a_dish_and_what_was_out_of_the_cold_are_never_sold_again(shop, three_back, fact, code):
    """Nobody knows where it has been."""
    shop.floor.run(lambda work: [setattr(work.get(Item, "rice"), name, value) for name, value in fact.items()])

    with pytest.raises(Refusal, match=code):
        looked_at(shop, three_back, GOOD)


def test_more_than_was_agreed_is_not_taken_in(shop):
    """Somebody else's goods would be paid for."""
    order = shop.sold({"rice": 3})
    wish = shop.complain(order, WorkKind.RETURN, ComplaintLine(1, 1))

    with pytest.raises(Refusal, match="more_than_delivered"):
        shop.floor.run(return_in, wish.id, {shop.line(wish).id: 2}, by=shop.counter)


def test_goods_of_another_stores_order_come_back_here(shop):
    """A customer does not know which of our stores packed the bag; the refund is the first store's, the goods ours."""
    here = shop.sister()
    order = shop.sold({"rice": 2})
    shop.floor.run(_open_bin, by=here)
    wish = shop.complain(order, WorkKind.RETURN, ComplaintLine(1, 2), return_store="s2")
    line = shop.line(wish)

    with pytest.raises(Refusal, match="returns_elsewhere"):
        shop.floor.run(return_in, wish.id, {line.id: 2}, by=shop.counter)
    shop.floor.run(return_in, wish.id, {line.id: 2}, by=here)
    shop.floor.run(inspect, line.id, Finding(Verdict.RESTOCK, 2, "s2-1"), by=here)

    assert shop.floor.ask(availability, "s2", ["rice"]) == {"rice": 2}
    assert shop.floor.ask(availability, "s1", ["rice"]) == {"rice": 18}
    refund = shop.floor.one(Refund)
    assert (refund.store_id, refund.amount_minor) == ("s1", 1000)
    assert [body["order_id"] for body in shop.floor.webhooks("order.refund")] == [order.id]


def _open_bin(work):
    work.session.add(Bin(id="s2-1", store_id="s2", aisle="1", node=0, kind="face", check_number="01"))
    work.session.add(Listing(store_id="s2", sku="rice", price_minor=500))


def test_what_was_held_is_decided_later(shop, three_back):
    """A lead looks at the shelf of doubtful goods once a day."""
    looked_at(shop, three_back, Finding(Verdict.HOLD, 3, reason="opened"))
    ((share, lot),) = shop.floor.ask(held_goods, "s1")
    before = share.quantity

    shop.floor.run(settle_hold, "rice", lot.id, 2, 1, "A-1", "smells", by=shop.counter)

    assert before == 3
    assert shop.floor.ask(held_goods, "s1") == []
    assert shop.floor.get(OnHand, (DAMAGED, lot.id)).quantity == 1
    assert shop.floor.ask(availability, "s1", ["rice"]) == {"rice": 19}
