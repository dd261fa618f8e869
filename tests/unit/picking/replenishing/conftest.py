"""An aisle: a face with milk, a reserve behind it, somebody who carries."""

from datetime import timedelta

import pytest
from floor import STORE

from picking import story
from picking.floor.model import Bin, BinKind, Store
from picking.people.commands import start_shift
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import FillDraft
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import Replenishment
from picking.stock.model import Lot, OnHand
from picking.stock.queries import conservation_errors
from picking.tasks.commands import finish_floor_task, take_floor_task
from picking.tasks.model import FloorTask, FloorTaskKind


class Aisle:
    """A face with three milk of at least five, and a reserve behind it."""

    def __init__(self, floor):
        self.floor = floor
        floor.way(nodes=6)
        floor.bin("R-1", kind=BinKind.RESERVE)
        floor.person("bob", "runner", skills=("A",))
        floor.run(start_shift, "bob")
        floor.stock("milk", 3, "A-1")
        floor.run(replenishing.keep_plan, FillDraft(every_minutes=5, closing_at="22:00"))
        floor.run(replenishing.keep_limits, [("A-1", "milk", 5, 12)])
        self.hand = floor.actor("bob", "move", "count", "counts")

    def __getattr__(self, name):
        return getattr(self.floor, name)

    def after(self, **time):
        """Let time pass and everything due happen."""
        self.floor.clock.advance(**time)
        self.floor.sweep()

    def wished(self):
        """Give the open wishes."""
        return [each for each in self.floor.all(Replenishment) if each.state is ReplenishmentState.NEW]

    def bring(self, quantity, **answer):
        """Fetch what the open task asks for."""
        (task,) = [each for each in self.floor.all(FloorTask, kind=FloorTaskKind.REPLENISH) if not each.is_final]
        self.floor.run(take_floor_task, task.id, by=self.hand)
        self.floor.run(finish_floor_task, task.id, {"quantity": quantity, **answer}, by=self.hand)
        return self.floor.get(Replenishment, task.subject["replenishment_id"])

    def lies(self, place):
        """Count the milk in a place."""
        return sum(row.quantity for row in self.floor.all(OnHand, place=place, sku="milk"))

    def ends(self, place):
        """Count the milk in a place by the days it has left."""
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        lots = {lot.id: lot.expires_on for lot in self.floor.all(Lot)}
        rows = [row for row in self.floor.all(OnHand, place=place, sku="milk") if row.quantity]
        return {(lots[row.lot_id] - today).days if lots[row.lot_id] else None: row.quantity for row in rows}

    def dated(self, quantity, place, days):
        """Have milk with so many days left in a place."""
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        self.floor.stock("milk", quantity, place, expires=today + timedelta(days=days), lot=f"in {days}")

    def holds(self, place, capacity):
        """Let a bin hold so many."""
        self.floor.run(lambda work: setattr(work.get(Bin, place), "capacity", capacity))

    def closes(self):
        """Let it be past the hour of filling up."""
        self.floor.clock.advance(hours=12)
        self.floor.sweep()


@pytest.fixture
def aisle(make_floor):
    """Give the aisle; whatever was done, the books must agree in the end."""
    made = Aisle(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    yield made
    assert made.ask(conservation_errors, STORE) == []
