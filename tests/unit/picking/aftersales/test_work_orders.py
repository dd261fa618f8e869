"""Work orders: what the service desk may open, what the floor answers, and how each of them ends."""

from datetime import timedelta

import pytest

from picking.aftersales.commands import answer_stock, decide, open_work_order, reject
from picking.aftersales.drafts import ComplaintLine
from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import WorkKind
from picking.aftersales.queries import family
from picking.foundation.refusals import Refusal
from picking.orders.commands import confirm_refund, request_cancellation
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order, Refund
from picking.stock.queries import availability
from picking.tasks.commands import finish_floor_task
from picking.tasks.model import FloorTask, FloorTaskKind, PickTask

EXCHANGE, RESHIP, REFUND_ONLY, RETURN = WorkKind.EXCHANGE, WorkKind.RESHIP, WorkKind.REFUND_ONLY, WorkKind.RETURN


def questions(shop):
    return [task for task in shop.floor.all(FloorTask, kind=FloorTaskKind.QUESTION) if task.state == "NEW"]


def answered(shop, *, yes):
    for task in questions(shop):
        shop.floor.run(finish_floor_task, task.id, {"yes": yes}, by=shop.ana)


def test_a_refund_only_is_money_and_no_work_for_the_floor(shop):
    """Compensation: nobody walks, and the work order ends when the channel has paid."""
    order = shop.sold({"rice": 2})

    wish = shop.complain(order, REFUND_ONLY, ComplaintLine(1, 1, amount_minor=300))
    (told,) = shop.floor.webhooks("order.refund")
    shop.floor.run(confirm_refund, shop.floor.one(Refund).id)

    assert (told["amount_minor"], wish.state) == (300, WorkOrderState.REFUNDING)
    assert shop.now(wish).state is WorkOrderState.CLOSED
    assert questions(shop) == []


def test_the_same_complaint_again_is_the_same_work_order(shop):
    """A service desk's machine repeats too; its number for something else is refused."""
    order = shop.sold({"rice": 2})
    complaint = shop.complaint(order, RETURN, external_id="C-1")
    first = shop.floor.run(open_work_order, complaint)

    again = shop.floor.run(open_work_order, complaint)
    with pytest.raises(Refusal, match="external_id_reused"):
        shop.floor.run(open_work_order, shop.complaint(order, RESHIP, external_id="C-1"))

    assert again.id == first.id


def test_the_stock_question_lands_in_the_zone_and_a_yes_reserves_and_sends(shop):
    """The customer waits on the telephone: yes means it is held in the same moment."""
    order = shop.sold({"rice": 2})

    wish = shop.complain(order, EXCHANGE, ComplaintLine(1, 1, wanted_sku="tea", wanted_quantity=2))
    (question,) = questions(shop)
    answered(shop, yes=True)

    replacement = shop.floor.get(Order, shop.now(wish).replacement_id)
    assert (question.zone_id, question.subject["quantity"], question.due_at) == ("A", 2, shop.floor.clock.now())
    assert (replacement.total_minor, replacement.paid_minor, replacement.replaces_id) == (0, 0, order.id)
    assert replacement.number.startswith("R")
    assert replacement.issue_document is not None
    assert shop.now(wish).state is WorkOrderState.RESHIPPING
    assert shop.floor.ask(availability, "s1", ["tea"]) == {"tea": 18}
    assert [task.order_id for task in shop.floor.all(PickTask)] == [replacement.id]


def test_the_question_is_pushed_to_the_handhelds_of_the_zone_at_once(shop):
    """Seconds, not the next time somebody asks for work."""
    order = shop.sold({"rice": 1})
    shop.floor.pushed.clear()

    shop.complain(order, RESHIP)

    alerts = [push for push in shop.floor.pushed if push.name == "alert" and push.body["code"] == "stock_question"]
    assert [push.room for push in alerts] == ["zone:A"]


def test_a_no_goes_back_to_the_service_desk_and_the_bin_is_counted(shop):
    """The books said there was one; whoever looked says there is none: one of them is wrong."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RESHIP)

    answered(shop, yes=False)

    assert (shop.now(wish).state, shop.now(wish).answer) == (WorkOrderState.TRIAGED, "not_seen")
    assert len(shop.floor.all(FloorTask, kind=FloorTaskKind.COUNT)) == 1


def test_of_what_no_book_knows_nobody_is_asked(shop):
    """A walk to an empty shelf answers nothing."""
    order = shop.sold({"rice": 1})

    wish = shop.complain(order, RESHIP, ComplaintLine(1, 1, wanted_quantity=500))

    assert (wish.state, wish.answer) == (WorkOrderState.TRIAGED, "not_in_the_books")
    assert questions(shop) == []


def test_no_answer_in_two_minutes_is_no_answer(shop):
    """Customers are not kept waiting for a floor that is busy; the question is taken back."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RESHIP)

    shop.floor.clock.advance(seconds=121)
    shop.floor.sweep()

    assert (shop.now(wish).state, shop.now(wish).answer) == (WorkOrderState.TRIAGED, "no_answer")
    assert questions(shop) == []


def test_the_service_desk_offers_something_else_after_a_no(shop):
    """Other goods, or the money: whatever the customer takes."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RESHIP)
    answered(shop, yes=False)

    shop.floor.run(decide, wish.id, RESHIP, [ComplaintLine(1, 1, wanted_sku="tea")])
    asked = shop.now(wish).state
    shop.floor.run(answer_stock, wish.id, yes=False, by=shop.ana)
    shop.floor.run(decide, wish.id, REFUND_ONLY)

    assert (asked, shop.now(wish).state) == (WorkOrderState.WAIT_STOCK, WorkOrderState.REFUNDING)
    assert shop.floor.one(Refund).amount_minor == 500


def test_a_replacement_that_comes_to_nothing_goes_back_to_the_service_desk(shop):
    """The customer was promised goods; silence would be the second mistake."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RESHIP)
    answered(shop, yes=True)
    replacement = shop.now(wish).replacement_id

    shop.floor.run(request_cancellation, replacement, "changed mind", "customer")

    assert (shop.now(wish).state, shop.now(wish).answer) == (WorkOrderState.TRIAGED, "replacement_failed")
    assert shop.floor.all(Refund) == []


def test_no_more_comes_back_than_was_delivered(shop):
    """Two work orders about the same two pieces would pay for four."""
    order = shop.sold({"rice": 2})
    first = shop.complain(order, RETURN, ComplaintLine(1, 2))

    with pytest.raises(Refusal, match="more_than_delivered"):
        shop.complain(order, RESHIP, ComplaintLine(1, 1))
    shop.floor.run(reject, first.id, "not ours")

    assert shop.complain(order, RESHIP, ComplaintLine(1, 1)).state is WorkOrderState.WAIT_STOCK
    assert shop.now(first).state is WorkOrderState.REJECTED


def test_an_order_is_not_closed_while_a_complaint_is_open(shop):
    """Afterwards nothing could be refunded any more."""
    order = shop.sold({"rice": 1})
    shop.floor.clock.advance(days=6)
    wish = shop.complain(order, RETURN)

    shop.floor.clock.advance(days=2)
    shop.floor.sweep()
    meanwhile = shop.floor.get(Order, order.id).state
    shop.floor.run(reject, wish.id, "not ours")
    shop.floor.clock.advance(days=1, seconds=1)
    shop.floor.sweep()

    assert meanwhile is OrderState.COLLECTED
    assert shop.floor.get(Order, order.id).state is OrderState.CLOSED


def test_a_closed_order_refuses_everything(shop):
    """The time for complaints is over; whoever asks hears why."""
    order = shop.sold({"rice": 1})
    shop.floor.clock.advance(days=8)
    shop.floor.sweep()

    with pytest.raises(Refusal, match="order_closed"):
        shop.complain(order, RETURN)


def test_what_is_not_delivered_yet_is_cancelled_not_complained_about(shop):
    """Two ways to undo one order would undo it twice."""
    order = shop.floor.order({"rice": 1}, promised_at=shop.floor.clock.now() + timedelta(minutes=20))

    with pytest.raises(Refusal, match="order_not_delivered"):
        shop.complain(order, RETURN)


def test_goods_that_never_come_back_end_the_return(shop):
    """Two weeks later nobody is waited for."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RETURN)

    shop.floor.clock.advance(days=14, seconds=1)
    shop.floor.sweep()

    assert (shop.now(wish).state, shop.now(wish).answer) == (WorkOrderState.REJECTED, "never_came_back")


def test_an_order_shows_its_family(shop):
    """Who reads one of them finds the others."""
    order = shop.sold({"rice": 1})
    wish = shop.complain(order, RESHIP)
    answered(shop, yes=True)
    replacement = shop.floor.get(Order, shop.now(wish).replacement_id)

    of_order = shop.floor.ask(family, order)
    of_replacement = shop.floor.ask(family, replacement)

    assert [each["number"] for each in of_order["replaced_by"]] == [replacement.number]
    assert [each["number"] for each in of_order["work_orders"]] == [wish.number]
    assert of_replacement["replaces"]["order_id"] == order.id


def test_the_channel_hears_of_every_step(shop):
    """Whoever sold it answers the customer's questions."""
    order = shop.sold({"rice": 1})

    shop.complain(order, RESHIP)
    answered(shop, yes=True)

    assert [body["state"] for body in shop.floor.webhooks("after_sales.state")] == [
        "OPENED",
        "WAIT_STOCK",
        "RESHIPPING",
    ]
