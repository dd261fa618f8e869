"""Hundreds of times a customer cancels in the very moment in which the rider's last bag is scanned."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from floor import STORE, Floor, MakeFloor
from sqlalchemy import select

from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal
from picking.foundation.settings import FloorSettings
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.model import Bag, OutboundSlot
from picking.people import commands as people
from picking.stock.queries import conservation_errors
from picking.story import REACTIONS, TIME_OUTS
from picking.tasks import commands as tasks
from picking.tasks.model import PickLine, PickTask
from web_handheld.simulation.dice import Dice

RACES = 250  # on each database
HEAD_START = (-0.002, 0.010)  # seconds: most races are lost by the scan, so that an order serves for several
CANCEL_WINS = "cancel_pending"
SCAN_WINS = "service_desk_only"


@pytest.fixture
def store(any_url: str, make_floor: MakeFloor) -> Floor:
    """Give a store with the whole story and one picker, one order a walk."""
    floor = make_floor(
        url=any_url, reactions=REACTIONS, time_outs=TIME_OUTS, settings=FloorSettings(batch_orders_max=1)
    )
    floor.way()
    floor.stock("rice", RACES * 2)
    floor.person("p1", skills=("A",))
    floor.run(people.start_shift, "p1", by=floor.actor("p1", "pick"))
    slot = OutboundSlot(id="A01", store_id=STORE, temperature_class=TemperatureClass.AMBIENT, node=0, capacity=4)
    floor.run(lambda work: work.add(slot))
    floor.basket("000001")
    return floor


def bring_to_the_door(floor: Floor) -> tuple[str, str, str]:
    """Bring an order as far as its rider: everything is in the slot, no bag is scanned; give order, hand-over, bag."""
    order = floor.order({"rice": 1})
    floor.run(_pick, by=floor.actor("p1", "pick"))
    bag = floor.one(Bag, order_id=order.id)
    floor.run(_put_in_slot, bag.id)
    floor.run(outbound.assign_rider, "dada", f"r{order.number}", "Wang", "4711", [order.id])
    hand_over = floor.run(outbound.check_in, f"r{order.number}")
    return order.id, hand_over.id, bag.id


def _pick(work: UnitOfWork) -> None:
    walk = tasks.pull_work(work, "p1")
    assert walk is not None
    task = work.session.scalars(select(PickTask).where(PickTask.walk_id == walk.id)).one()
    tasks.bind_basket(work, task.id, "000001")
    for line in work.session.scalars(select(PickLine).where(PickLine.task_id == task.id)).all():
        tasks.reach_bin(work, line.id, line.bin_id)
        tasks.take_item(work, line.id, line.quantity)


def _put_in_slot(work: UnitOfWork, bag_id: str) -> None:
    bag = outbound.seal_bag(work, bag_id, f"S-{bag_id[-12:]}")
    outbound.label_scanned(work, bag_id, bag.label_version)
    slot = work.session.scalars(select(OutboundSlot).where(OutboundSlot.order_id == bag.order_id)).one()
    outbound.put_in_slot(work, bag_id, slot.id)


def both_at_once(
    first: Callable[[], object], second: Callable[[], object], second_waits: float
) -> tuple[str | None, str | None]:
    """Do two things in the same moment, or one some milliseconds later, and give the code with which each was refused.

    `second_waits` are seconds; below zero the first one waits.
    """
    gate = Barrier(2)

    def outcome(deed: Callable[[], object], waits: float) -> str | None:
        gate.wait()
        time.sleep(max(0.0, waits))
        try:
            deed()
        except Refusal as no:
            return no.code
        return None

    with ThreadPoolExecutor(2) as hands:
        outcomes = hands.submit(outcome, first, -second_waits), hands.submit(outcome, second, second_waits)
        return outcomes[0].result(), outcomes[1].result()


def race(floor: Floor, order_id: str, hand_over_id: str, bag_id: str, scan_waits: float) -> str:
    """Let cancel and scan-out run against each other; give who won, and hold the loser to the true reason."""
    cancelled, scanned = both_at_once(
        lambda: floor.run(orders.request_cancellation, order_id, "changed my mind", "customer"),
        lambda: floor.run(outbound.scan_out, hand_over_id, bag_id, 1),
        scan_waits,
    )
    state = floor.get(Order, order_id).state
    if cancelled is None:
        assert (scanned, state) == (CANCEL_WINS, OrderState.CANCEL_PENDING)
        return "cancel"
    assert (cancelled, scanned, state) == (SCAN_WINS, None, OrderState.OUT_FOR_DELIVERY)
    return "scan-out"


def test_of_cancel_and_scan_out_exactly_one_wins(store):
    """Goods that left the store and an order that was paid back would be given away; neither may be lost."""
    dice = Dice(1).of("races")
    won: Counter[str] = Counter()
    at_the_door = None
    while won.total() < RACES:
        at_the_door = at_the_door or bring_to_the_door(store)
        winner = race(store, *at_the_door, scan_waits=dice.uniform(*HEAD_START))
        won[winner] += 1
        if winner == "cancel":  # the lead says no, and the next one tries
            store.run(orders.refuse_cancellation, at_the_door[0], "the rider is here")
        else:
            at_the_door = None

    assert set(won) == {"cancel", "scan-out"}, "the two must really meet"
    assert store.ask(conservation_errors, STORE) == []
