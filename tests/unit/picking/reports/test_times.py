"""Reports on time: orders by cause, riders' waits, stalls against their plan, devices in trouble, a day's cost."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking import story
from picking.devices.commands import enrol
from picking.devices.commands.registry import cure, hello, vanish, weaken
from picking.devices.model import DeviceClass
from picking.floor.model import Stall
from picking.foundation.kinds import Mode, WorkType
from picking.orders.lifecycle import OrderStep
from picking.orders.model import Order, SubOrder
from picking.outbound.lifecycle import HandOverState
from picking.outbound.model import HandOver
from picking.people.commands import start_shift
from picking.reports.asking import Asked
from picking.reports.registry import REPORTS, rows_of
from picking.reports.shares import average, nine_of_ten
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stock.commands import write_off

TODAY = date(2026, 1, 15)


def report(floor, name, *, first=TODAY, last=TODAY):
    with floor.transactions.reading() as session:
        asked = Asked(session, STORE, first, last, floor.clock.now())
        keys = [column.key for column in REPORTS[name].columns]
        return [dict(zip(keys, row, strict=True)) for row in rows_of(REPORTS[name], asked)]


def walked_out(floor, order, *minutes):
    """Let an order be taken, made ready and leave, each so many minutes after the step before."""
    last = OrderStep.COLLECT if order.mode is Mode.PICKUP else OrderStep.HAND_OVER
    for step, wait in zip((OrderStep.ACCEPT, OrderStep.COMPLETE, last), minutes, strict=True):
        floor.clock.advance(minutes=wait)
        floor.run(lambda work, step=step: work.step(work.get(Order, order.id), step))


def test_orders_times_are_booked_to_causes_day_by_day(floor):
    """Whoever asks why it takes so long hears queue, stock or stall, and no name."""
    floor.stock("rice", 20, "A-1", price=500)
    due = floor.clock.now() + timedelta(minutes=4)
    walked_out(floor, floor.order({"rice": 1}, promised_at=due), 3, 2, 4)
    floor.order({"rice": 1})

    (day,) = report(floor, "order-times")

    assert (day["orders"], day["late"], day["took"], day["nine_of_ten"]) == (1, 1, 540, 540)
    assert (day["queue_time"], day["pack_time"], day["rider_time"], day["stall_time"]) == (180, 120, 240, 0)


def test_a_customer_who_comes_late_does_not_make_the_store_slow(floor):
    """An order that is fetched waits in its slot as long as its customer likes."""
    floor.stock("rice", 20, "A-1", price=500)
    walked_out(floor, floor.order({"rice": 1}, mode=Mode.PICKUP), 1, 1, 600)

    (day,) = report(floor, "order-times")

    assert (day["took"], day["late"], day["rider_time"]) == (120, 0, 0)


def test_a_rider_waits_for_the_order_or_for_the_bags(floor):
    """Whose the wait was is another matter than how long it was."""
    at = floor.clock.now()
    waits = (("Speedy", 100, 20, HandOverState.DONE), ("Speedy", 300, 60, HandOverState.DONE))
    for number, (carrier, called, finished, state) in enumerate(waits):
        times = {"called_at": at + timedelta(seconds=called), "finished_at": at + timedelta(seconds=called + finished)}
        who = {"id": f"h{number}", "store_id": STORE, "carrier": carrier, "rider_id": str(number)}
        floor.put(HandOver(state=state, state_since=at, arrived_at=at, **who, **times))
    floor.put(
        HandOver(
            id="h9", store_id=STORE, carrier="Speedy", rider_id="9", state=HandOverState.NO_SHOW, state_since=at
        )
    )  # fmt: skip

    (row,) = report(floor, "rider-waits")

    assert (row["riders"], row["waited"], row["longest"], row["no_show"]) == (2, 240, 360, 1)
    assert (row["for_orders"], row["for_bags"]) == (200, 40)


@pytest.fixture
def stall(make_floor):
    """Give a floor with a wok whose plan is five minutes a ticket."""
    floor = make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
    floor.stock("rice", 20, "A-1", price=500)
    floor.put(Stall(id="wok", store_id=STORE, names={"en": "Wok"}, work_type=WorkType.CATERING, node=0))
    return floor


def test_a_stalls_tickets_are_held_against_their_plan(stall):
    """A plan that is always missed is a wrong plan, and fires everything too late."""
    order = stall.order({"rice": 1})
    part = stall.all(SubOrder, order_id=order.id)[0]
    at = stall.clock.now()
    for place, minutes in enumerate((4, 8)):
        times = {"fire_at": at, "claimed_at": at + timedelta(minutes=1), "due_at": at + timedelta(minutes=6)}
        stall.put(
            Ticket(
                id=f"t{place}", store_id=STORE, order_id=order.id, sub_order_id=part.id, stall_id="wok", place=place,
                number=str(place), work_type=WorkType.CATERING, state=TicketState.READY, state_since=at,
                prep_seconds=300, ready_at=at + timedelta(minutes=1 + minutes), **times,
            )
        )  # fmt: skip

    (row,) = report(stall, "stall-times")

    assert (row["stall"], row["tickets"], row["planned"], row["took"]) == ("Wok", 2, 300, 360)
    assert (row["before_begun"], row["over_plan"], row["late_share"]) == (60, 500, 500)


def test_a_device_that_was_weak_and_away_stands_with_its_minutes_and_its_cause(floor):
    """What fails most is replaced first."""
    for name in ("lp-1", "sc-1"):
        floor.run(enrol, f"gw1/{name}", DeviceClass.LABEL_PRINTER, name)
        floor.run(hello, f"gw1/{name}")
    for cause in ("paper-out", "paper-out", "jam"):
        floor.run(weaken, "gw1/lp-1", cause)
        floor.clock.advance(minutes=2)
        floor.run(cure, "gw1/lp-1")
    floor.run(vanish, "gw1/lp-1", None)
    floor.clock.advance(minutes=30)

    (row,) = report(floor, "device-troubles")

    assert (row["device"], row["times"], row["weak"], row["away"]) == ("lp-1", 4, 6, 30)
    assert row["cause"] == "paper_out"


def test_a_day_shows_what_an_order_takes_of_people_and_loses_of_money(floor):
    """More orders that only cost more are no success."""
    lot = floor.stock("rice", 20, "A-1", price=500)
    floor.person("ana")
    floor.run(start_shift, "ana")
    for _ in range(2):
        walked_out(floor, floor.order({"rice": 1}), 5, 5, 5)
    floor.run(write_off, "rice", lot, 1, "A-1", "dropped")

    (day,) = report(floor, "day-by-day")

    assert (day["orders"], day["sales"], day["on_shift"], day["thrown_away"]) == (2, 1000, 30, 500)
    assert (day["minutes_an_order"], day["lost_an_order"]) == (15.0, 250)


def test_waits_are_said_as_average_and_what_nine_of_ten_stay_within():
    """One rider who waited an hour must not look like all of them."""
    assert (average([1, 2, 6]), nine_of_ten(list(range(1, 11)))) == (3, 9)
    assert (average([]), nine_of_ten([])) == (None, None)
