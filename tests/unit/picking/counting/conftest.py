"""A shelf with milk, people who count it, a lead, and the whole story behind every movement."""

from typing import Any

import pytest
from floor import STORE

from picking import story
from picking.counting import commands as counting
from picking.counting.model import BinTruth, CountCause, StockCount
from picking.people.commands import start_shift
from picking.stock.model import OnHand
from picking.stock.queries import conservation_errors

COUNTERS = ("ana", "bob")


class Shelf:
    """Ten milk at 5.00 in A-1; says what tests of counting do."""

    def __init__(self, floor: Any) -> None:
        self.floor = floor
        floor.way(nodes=6)
        for person in COUNTERS:
            floor.person(person, "picker", skills=("A",))
            floor.run(start_shift, person)
        floor.person("lea", "lead", skills=("A",))
        floor.stock("milk", 10, "A-1")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.floor, name)

    def by(self, person: str, *rights: str) -> Any:
        """Give somebody's hand; a counter's unless rights are named."""
        return self.floor.actor(person, *(rights or ("pick", "count", "move")))

    def wish(self, sku: str | None = "milk", **facts: Any) -> StockCount:
        """Wish a count of A-1."""
        return self.floor.run(counting.schedule, "A-1", sku, CountCause.LEAD, **facts)

    def count(self, count: StockCount, quantity: int, by: str = "ana", *, sku: str = "milk") -> StockCount:
        """Count an item and end the round."""
        hand = self.by(by)
        self.floor.run(counting.note_line, count.id, sku, quantity, by=hand)
        self.floor.run(counting.complete_count, count.id, by=hand)
        return self.now(count)

    def now(self, count: StockCount) -> StockCount:
        """Read a count afresh."""
        return self.floor.get(StockCount, count.id)

    def books(self, sku: str = "milk", place: str = "A-1") -> int:
        """Give what the books have in a bin."""
        return sum(row.quantity for row in self.floor.all(OnHand, place=place, sku=sku))

    def truth(self, sku: str = "milk", bin_id: str = "A-1") -> BinTruth:
        """Read a bin's score."""
        return self.floor.get(BinTruth, (bin_id, sku))


@pytest.fixture
def shelf(make_floor):
    """Give the shelf; whatever was done, the books must agree in the end."""
    made = Shelf(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    yield made
    assert made.ask(conservation_errors, STORE) == []
