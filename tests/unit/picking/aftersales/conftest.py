"""A store with the whole story, whose customers have already collected what they bought."""

from typing import Any

import pytest
from floor import STORE, Floor

from picking import story
from picking.aftersales.commands import open_work_order
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.model import WorkKind, WorkOrder, WorkOrderLine
from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.kinds import Mode
from picking.orders.commands import complete_cart
from picking.orders.model import Channel, Order
from picking.people.commands import start_shift
from picking.stock.conservation import conservation_errors


class AfterSales:
    """A floor with goods on it and short words for what happens after the sale."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        floor.way(nodes=2)
        floor.stock("rice", 20, "A-1", price=500)
        floor.stock("tea", 20, "A-2", price=900)
        floor.person("ana", "picker", skills=("A",))
        floor.run(start_shift, "ana")
        self.ana = floor.actor("ana", "pick", "count")
        self.counter = floor.actor("dora", "return_in", "desk")
        self._count = 0

    def sold(self, lines: dict[str, int], **facts: Any) -> Order:
        """Give an order the customer has carried home."""
        order = self.floor.order(lines, mode=Mode.SCAN_AND_GO, **facts)
        self.floor.run(complete_cart, order.id)
        return self.floor.get(Order, order.id)

    def complaint(self, order: Order, kind: WorkKind, *lines: ComplaintLine, **facts: Any) -> Complaint:
        """Give a complaint about an order's first line, one piece, unless lines are named."""
        self._count += 1
        named = lines or (ComplaintLine(1, 1),)
        words = {"external_id": f"C-{self._count}", "reason": "broken", "requested_by": "customer", **facts}
        return Complaint(kind=kind, order_id=order.id, lines=named, **words)

    def complain(self, order: Order, kind: WorkKind, *lines: ComplaintLine, **facts: Any) -> WorkOrder:
        """Open a work order and let follow what follows."""
        wish = self.floor.run(open_work_order, self.complaint(order, kind, *lines, **facts))
        return self.now(wish)

    def now(self, wish: WorkOrder) -> WorkOrder:
        """Give a work order as it stands now."""
        return self.floor.get(WorkOrder, wish.id)

    def line(self, wish: WorkOrder) -> WorkOrderLine:
        """Give a work order's only line."""
        return self.floor.one(WorkOrderLine, work_order_id=wish.id)

    def sister(self) -> Any:
        """Open a second store of the chain, with somebody at its counter."""
        self.floor.put(Store(id="s2", names={"en": "Park"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
        self.floor.put(Channel(store_id="s2", id="app"))
        return system("s2")


@pytest.fixture
def shop(make_floor):
    made = AfterSales(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    yield made
    assert made.floor.ask(conservation_errors, STORE) == []
    assert made.floor.ask(conservation_errors, "s2") == []
