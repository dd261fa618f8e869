"""Cancelling and leaving share one gate; whoever comes first wins, and the money follows."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal
from picking.orders.commands import (
    arrive_sub_order,
    collect_order,
    confirm_cancellation,
    deliver_line,
    deliver_order,
    empty_sub_order,
    fail_delivery,
    hand_over_order,
    pay_order,
    refuse_cancellation,
    request_cancellation,
    return_in_order,
    start_sub_order,
)
from picking.orders.events import CancelAsked, CancelRefused, OrderCancelled, OrderLeft, OrderReturned
from picking.orders.lifecycle import CancellationState, OrderState
from picking.orders.model import Cancellation, Channel, Order, OrderLine, Refund, SubOrder
from picking.orders.queries import order_view, queue, queue_figures
from picking.reports.queries import timeline
from picking.stock.model import Reservation, StockLevel


def ask(floor, order, reason="changed my mind"):
    return floor.run(request_cancellation, order.id, reason, "customer")


def state(floor, order):
    return floor.get(Order, order.id).state


def part_states(floor, order):
    return {str(part.state) for part in floor.all(SubOrder, order_id=order.id)}


@pytest.fixture
def working(floor):
    """Give a paid order on which somebody works."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 2})
    floor.run(start_sub_order, floor.one(SubOrder).id)
    return order


def test_nothing_begun_cancels_at_once(floor):
    """No question to anybody: the goods are free, the money goes back."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "auto_accept", False))
    floor.stock("milk", 10)
    order = floor.order({"milk": 2})

    wish = ask(floor, order)

    assert wish.state is CancellationState.AUTO_APPROVED
    assert state(floor, order) is OrderState.CANCELLED
    assert floor.get(StockLevel, (STORE, "milk")).committed == 0
    assert [hook["amount_minor"] for hook in floor.webhooks("order.refund")] == [1000]


def test_an_unpaid_order_is_cancelled_without_money(floor):
    """Nothing was paid, nothing goes back, and a payment that comes now does."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 2}, paid=False)

    ask(floor, order)
    assert floor.all(Refund) == []
    floor.run(pay_order, order.id, 1000, floor.clock.now(), "late")

    assert state(floor, order) is OrderState.CANCELLED
    assert floor.one(Refund).amount_minor == 1000


def test_scheduled_and_held_orders_cancel_at_once(floor):
    """Neither has reached the floor."""
    floor.stock("milk", 10)
    later = floor.order({"milk": 1}, not_before=floor.clock.now() + timedelta(hours=3))
    risky = floor.order({"milk": 1}, paid=False, customer={"risk": "high"})

    ask(floor, later)
    ask(floor, risky)

    assert state(floor, later) is state(floor, risky) is OrderState.CANCELLED


def test_begun_work_must_be_stopped_by_a_person(floor, working):
    """The wish reaches whoever has the goods; until the answer nothing moves on."""
    wish = ask(floor, working)

    assert wish.state is CancellationState.FLOOR_PENDING
    assert state(floor, working) is OrderState.CANCEL_PENDING
    assert part_states(floor, working) == {"CANCEL_PENDING"}
    assert floor.events(CancelAsked) == [CancelAsked(working.id)]
    with pytest.raises(Refusal, match="step_not_possible"):
        floor.run(arrive_sub_order, floor.one(SubOrder).id)


def test_the_same_wish_again_gets_the_first_answer(floor, working):
    """Customers press twice."""
    first = ask(floor, working)

    assert ask(floor, working).id == first.id
    floor.run(confirm_cancellation, working.id, untouched=False)
    assert ask(floor, working).id == first.id
    assert len(floor.events(CancelAsked)) == 1


@pytest.mark.parametrize(
    ("untouched", "answer"), [(True, CancellationState.AUTO_APPROVED), (False, CancellationState.APPROVED)]
)
def test_the_floors_answer_cancels_the_order(floor, working, untouched, answer):
    """Everything not taken is free again, the money goes back, and what was picked must come back."""
    ask(floor, working)

    floor.run(confirm_cancellation, working.id, untouched=untouched)
    floor.run(confirm_cancellation, working.id, untouched=untouched)

    assert floor.one(Cancellation).state is answer
    assert state(floor, working) is OrderState.CANCELLED
    assert part_states(floor, working) == {"CANCELLED"}
    assert floor.events(OrderCancelled) == [OrderCancelled(working.id)]
    assert floor.get(Order, working.id).refunded_minor == 1000


def test_a_lead_may_refuse_with_a_reason(floor, working):
    """The dish is done; the order goes on exactly where it stood."""
    ask(floor, working)

    with pytest.raises(Refusal, match="right_missing"):
        floor.run(refuse_cancellation, working.id, "done", by=floor.actor("p1", "pick"))
    floor.run(refuse_cancellation, working.id, "dish is done", by=floor.actor("p2", "orders.cancel_answer"))

    assert state(floor, working) is OrderState.IN_FULFILMENT
    assert part_states(floor, working) == {"IN_WORK"}
    assert floor.one(Cancellation).answer == "dish is done"
    assert floor.events(CancelRefused) == [CancelRefused(working.id)]


def test_a_refused_wish_gives_a_held_part_its_time_back(floor):
    """It was to begin in an hour, and still is."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 1}, promised_at=floor.clock.now() + timedelta(hours=2))
    before = floor.one(SubOrder).deadline_at
    floor.clock.advance(minutes=5)

    ask(floor, order)
    floor.run(refuse_cancellation, order.id, "no")

    assert floor.one(SubOrder).deadline_at == before


def test_a_refused_wish_can_be_asked_again(floor, working):
    """Another reason, another answer."""
    ask(floor, working)
    floor.run(refuse_cancellation, working.id, "no")

    assert ask(floor, working, "really").state is CancellationState.FLOOR_PENDING


def test_an_unanswered_wish_asks_the_lead(floor, working):
    """Two minutes of silence are an answer too: somebody else must give it."""
    ask(floor, working)

    floor.clock.advance(seconds=120)
    floor.sweep()

    assert floor.one(Cancellation).state is CancellationState.EXPIRED
    assert floor.pushed[-1].body["code"] == "cancel_unanswered"
    floor.run(confirm_cancellation, working.id, untouched=True)
    assert state(floor, working) is OrderState.CANCELLED


def test_without_a_wish_there_is_nothing_to_answer(floor, working):
    """A late tap on an old screen."""
    for command, options in ((confirm_cancellation, {"untouched": True}), (refuse_cancellation, {"reason": "x"})):
        with pytest.raises(Refusal, match="no_cancellation"):
            floor.run(command, working.id, **options)


def test_a_wish_that_comes_first_stops_the_hand_over(floor, ready_order):
    """One second earlier: the rider is refused with that reason."""
    ask(floor, ready_order)

    with pytest.raises(Refusal, match="cancel_pending"):
        floor.run(hand_over_order, ready_order.id)
    floor.run(confirm_cancellation, ready_order.id, untouched=False)
    with pytest.raises(Refusal, match="order_cancelled"):
        floor.run(hand_over_order, ready_order.id)


def test_a_hand_over_that_comes_first_stops_the_wish(floor, ready_order):
    """One second later: only the service desk can help."""
    floor.run(hand_over_order, ready_order.id)

    with pytest.raises(Refusal, match="service_desk_only"):
        ask(floor, ready_order)
    assert part_states(floor, ready_order) == {"HANDED_OVER"}
    assert floor.events(OrderLeft) == [OrderLeft(ready_order.id)]


def test_a_refused_wish_leaves_a_ready_order_ready(floor, ready_order):
    """The rider goes on waiting for seconds, not for a new order."""
    ask(floor, ready_order)
    floor.run(refuse_cancellation, ready_order.id, "rider is here")

    assert floor.run(hand_over_order, ready_order.id).state is OrderState.OUT_FOR_DELIVERY


def test_an_empty_part_does_not_stand_in_a_cancellations_way(floor):
    """Its answer was given when its last line was short."""
    floor.stock("milk", 10)
    floor.stock("noodles", 5, "kitchen-bin", stall="kitchen")
    order = floor.order({"milk": 1, "noodles": 1})
    floor.run(empty_sub_order, floor.one(SubOrder, stall_id="kitchen").id)

    ask(floor, order)
    floor.run(confirm_cancellation, order.id, untouched=True)

    assert part_states(floor, order) == {"EMPTY", "CANCELLED"}


def test_a_closed_order_takes_nothing_more(floor, ready_order):
    """After the days for complaints the book is shut, by the sweep."""
    floor.run(hand_over_order, ready_order.id)
    floor.run(deliver_order, ready_order.id)
    with pytest.raises(Refusal, match="service_desk_only"):
        ask(floor, ready_order)
    floor.clock.advance(days=7)
    floor.sweep()

    assert state(floor, ready_order) is OrderState.CLOSED
    with pytest.raises(Refusal, match="order_closed"):
        ask(floor, ready_order)


def test_what_could_not_be_delivered_comes_back_and_is_refunded(floor, ready_order):
    """It counts as the customer's cancellation; the goods are looked at next."""
    floor.run(hand_over_order, ready_order.id)
    floor.run(fail_delivery, ready_order.id, "nobody at home")
    order = floor.run(return_in_order, ready_order.id)

    assert (order.state, order.refunded_minor) == (OrderState.RETURNED, order.paid_minor)
    assert floor.events(OrderReturned) == [OrderReturned(order.id)]


def test_goods_leave_the_counter_only_paid(floor):
    """The code alone is no money."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
    floor.stock("milk", 10)
    order = floor.order({"milk": 2}, mode=Mode.PICKUP, paid=False)
    floor.run(start_sub_order, floor.one(SubOrder).id)
    floor.run(arrive_sub_order, floor.one(SubOrder).id)

    with pytest.raises(Refusal) as no:
        floor.run(collect_order, order.id)
    assert (no.value.code, no.value.facts["amount_minor"]) == ("not_paid", 1000)
    floor.run(pay_order, order.id, 1000, floor.clock.now(), "till")

    assert floor.run(collect_order, order.id).state is OrderState.COLLECTED
    assert floor.one(Reservation).state == "RELEASED"  # nothing had been picked in this test


def test_a_delivery_is_not_collected_at_the_counter(floor, ready_order):
    """It belongs to its rider."""
    with pytest.raises(Refusal, match="not_for_pickup"):
        floor.run(collect_order, ready_order.id)


def test_a_line_knows_what_the_customer_gets(floor, working):
    """Pieces or grams, as they were packed."""
    line = floor.one(OrderLine)

    assert floor.run(deliver_line, line.id, 1).delivered_quantity == 1
    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(deliver_line, line.id, -1)


def test_the_view_of_an_order_shows_its_family(floor, working):
    """Whoever asks at the desk gets all of it in one answer."""
    ask(floor, working)

    view = floor.ask(order_view, working.id)

    assert (view["number"], view["state"], view["total_minor"]) == ("0001", "CANCEL_PENDING", 1000)
    assert [line["sku"] for line in view["lines"]] == ["milk"]
    assert [part["state"] for part in view["sub_orders"]] == ["CANCEL_PENDING"]
    assert [wish["state"] for wish in view["cancellations"]] == ["FLOOR_PENDING"]
    assert view["possible"] == ["confirm_cancel", "refuse_cancel"]
    with pytest.raises(Refusal, match="unknown_thing"):
        floor.ask(order_view, "nobody")


def test_the_timeline_tells_the_whole_story_in_order(floor, working):
    """From the journal, not from memory."""
    told = floor.ask(timeline, working.id)

    steps = [row["step"] for row in told if row["thing"] == "order"]
    assert steps == ["create", "pay", "accept"]
    assert {"reservation", "sub-order"} <= {row["thing"] for row in told}
    assert [row["at"] for row in told] == sorted(row["at"] for row in told)


def test_the_queue_in_figures_and_in_pages(floor, working):
    """Small answers, whatever the amount of work."""
    second = floor.order({"milk": 1})
    floor.clock.advance(minutes=31)

    figures = floor.ask(queue_figures, STORE, floor.clock.now())

    assert (figures["by_state"], figures["late"]) == ({"IN_FULFILMENT": 2}, 2)
    first_page = floor.ask(queue, STORE, limit=1)
    assert [row["order_id"] for row in first_page] == [working.id]
    assert [row["order_id"] for row in floor.ask(queue, STORE, after=working.id)] == [second.id]
