"""A floor where pickers walk: two zones, people on shift, orders released to pick tasks."""

from datetime import timedelta

import pytest

from picking.foundation.kinds import TemperatureClass
from picking.orders.commands import accept_order, release_sub_order
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import SubOrder
from picking.people.model import Shift
from picking.replenishing.events import ReplenishmentWanted
from picking.stock.events import AllocationMoved, GoodsPutIn
from picking.tasks.commands import (
    TIME_OUTS,
    bind_basket,
    follow_allocation,
    make_pick_tasks,
    pull_work,
    send_filler,
    take_item,
    wake_lines,
)
from picking.tasks.commands.queue import offer_trip
from picking.tasks.model import PickLine, PickTask

REACTIONS = {AllocationMoved: [follow_allocation], GoodsPutIn: [wake_lines], ReplenishmentWanted: [send_filler]}
STORE = "s1"


class PickFloor:
    """What the tests of this room say: somebody picks, an order is in work, so much of it is in a basket."""

    def __init__(self, floor):
        self.floor = floor
        self.baskets = 0
        floor.way(nodes=8)
        floor.zone("A")
        floor.zone("F", TemperatureClass.FROZEN)

    def __getattr__(self, name):
        return getattr(self.floor, name)

    def picker(self, person_id="p1", skills=("A",), roles=("picker",)):
        """Bring somebody to work and give their hand."""
        self.floor.person(person_id, *roles, skills=tuple(skills))
        self.floor.put(
            Shift(id=f"shift-{person_id}", store_id=STORE, person_id=person_id, started_at=self.floor.clock.now())
        )
        return self.hand(person_id)

    def hand(self, person_id="p1", *more):
        """Give a picker's hand again, perhaps with more rights."""
        return self.floor.actor(person_id, "pick", "put_back", "move", "count", *more)

    def offer(self, task, person_id):
        """Ask somebody to take a task."""
        self.floor.run(lambda work: offer_trip(work, person_id, [work.get(PickTask, task.id)], "walk_offered"))

    def lead(self, person_id="boss", skills=("A", "F", "freezer")):
        """Bring a lead to work."""
        self.picker(person_id, skills, ("lead",))
        return self.hand(person_id, "unpick", "take_over", "force_complete", "orders.cancel_answer")

    def in_work(self, lines, due_minutes=60, **order):
        """Give the pick tasks of an order that is paid, accepted and released."""
        due_at = self.floor.clock.now() + timedelta(minutes=due_minutes)
        row = self.floor.order(lines, promised_at=due_at, **order)
        self.floor.run(accept_order, row.id)
        tasks = []
        for part in self.floor.all(SubOrder, order_id=row.id):
            if self.floor.get(SubOrder, part.id).state is SubOrderState.HELD:
                self.floor.run(release_sub_order, part.id)
            tasks += self.floor.run(make_pick_tasks, part.id)
        return tasks

    def begun(self, lines, by=None, **order):
        """Give the only task of an order, pulled and bound to a basket by a picker (p1 if none is given)."""
        (task,) = self.in_work(lines, **order)
        return self.begin(task, by or self.hand())

    def begin(self, task, by):
        """Pull work and bind a basket to this task."""
        self.floor.run(pull_work, by.person_id, by=by)
        self.baskets += 1
        basket = self.floor.basket(f"{self.baskets:06d}")
        self.floor.run(bind_basket, task.id, basket.id, by=by)
        return self.task(task)

    def begin_again(self, task, by):
        """Pull a task that came back and scan the basket it has."""
        self.floor.run(pull_work, by.person_id, by=by)
        self.floor.run(bind_basket, task.id, self.task(task).basket_id, by=by)

    def task(self, task):
        """Read a task afresh."""
        return self.floor.get(PickTask, task.id)

    def line(self, task, sku=None, **columns):
        """Give the only line of a task, of an item if one is named."""
        rows = self.floor.all(PickLine, task_id=task.id, **({"sku": sku} if sku else {}), **columns)
        assert len(rows) == 1, [(row.sku, row.state) for row in rows]
        return rows[0]

    def lines(self, task):
        """Give all lines of a task in walking order."""
        return sorted(self.floor.all(PickLine, task_id=task.id), key=lambda line: (line.rank, line.id))

    def pick(self, line, quantity=None, by=None, **how):
        """Take so much of a line, all of it unless said otherwise."""
        return self.floor.run(take_item, line.id, quantity or line.quantity, by=by or self.hand(), **how)


@pytest.fixture
def shop(make_floor):
    """Give a floor of pickers on SQLite."""
    return PickFloor(make_floor(reactions=REACTIONS, time_outs=TIME_OUTS))


@pytest.fixture
def any_shop(any_url, make_floor):
    """Give a floor of pickers on each kind of database in turn."""
    return PickFloor(make_floor(url=any_url, reactions=REACTIONS, time_outs=TIME_OUTS))


@pytest.fixture
def shop_on():
    """Give the maker of a floor of pickers on a floor that a test made itself."""
    return PickFloor
