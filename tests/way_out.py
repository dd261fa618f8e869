"""The way out for tests: stalls, bags, slots and riders wired as a store is, with picking done by hand."""

from datetime import timedelta
from typing import Any

from floor import STORE, Floor
from sqlalchemy import select

from picking.catalogue.model import Item
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders, events as order_events
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import Order, OrderLine, SubOrder
from picking.outbound import commands as outbound, events as outbound_events
from picking.outbound.model import Bag, HandOver, OutboundSlot, StagingPosition
from picking.outbound.packing import Goods
from picking.outbound.queries import task_bags_away
from picking.reactions import beginning, leaving, meeting
from picking.stations import commands as stations, events as station_events
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import has_pending_voids, made_goods
from picking.stock import commands as stock
from picking.stock.queries import allocations_of_line
from picking.tasks.model import PickTask

CHILLED, AMBIENT, HOT = TemperatureClass.CHILLED, TemperatureClass.AMBIENT, TemperatureClass.HOT


def _released(work: UnitOfWork, event: Any) -> None:
    if work.get(SubOrder, event.sub_order_id).stall_id is not None:
        stations.make_ticket(work, event.sub_order_id)


def _ready(work: UnitOfWork, event: Any) -> None:
    goods = [
        Goods(g.order_line_id, g.sku, g.lot_id, g.unit, g.quantity) for g in made_goods(work.session, event.ticket_id)
    ]
    outbound.bag_ticket(work, event.ticket_id, order_id=event.order_id, goods=goods)


def _voided(work: UnitOfWork, event: Any) -> None:
    if event.made:
        outbound.take_back_part(work, event.ticket_id)
        outbound.waste_ticket_bag(work, event.ticket_id, "cancelled")
    order = work.get(Order, event.order_id)
    if order.state == "CANCEL_PENDING" and not has_pending_voids(work.session, order.id):
        orders.confirm_cancellation(work, order.id, untouched=False)


def _in_slot(work: UnitOfWork, event: Any) -> None:
    if event.ticket_id is not None:
        stations.stage_ticket(work, event.ticket_id)
        orders.arrive_sub_order(work, work.get(Ticket, event.ticket_id).sub_order_id)
    elif task_bags_away(work.session, event.task_id):
        orders.arrive_sub_order(work, work.get(PickTask, event.task_id).sub_order_id)


def _reopened(work: UnitOfWork, event: Any) -> None:
    if event.was_in_slot and event.task_id is not None:
        orders.fall_back_sub_order(work, work.get(PickTask, event.task_id).sub_order_id)


def _cancel_asked(work: UnitOfWork, event: Any) -> None:
    outbound.hold_back(work, event.order_id)
    if not stations.stop_tickets(work, event.order_id):
        orders.confirm_cancellation(work, event.order_id, untouched=True)


def _cancel_refused(work: UnitOfWork, event: Any) -> None:
    stations.withdraw_voids(work, event.order_id)
    outbound.order_ready(work, event.order_id)


def _cancelled(work: UnitOfWork, event: Any) -> None:
    stations.void_all(work, event.order_id)
    outbound.release_order_places(work, event.order_id)


STORY = {
    order_events.OrderPaid: (orders.accept_automatically,),
    order_events.SubOrderReleased: (_released,),
    order_events.OrderReady: (leaving.call_for_it,),
    order_events.OrderFellBack: (leaving.hold_it,),
    order_events.OrderLeft: (lambda work, event: stations.hand_over_tickets(work, event.order_id),),
    order_events.CancelAsked: (_cancel_asked,),
    order_events.CancelRefused: (_cancel_refused,),
    order_events.OrderCancelled: (_cancelled,),
    station_events.TicketClaimed: (beginning.note_start,),
    station_events.TicketReady: (_ready,),
    station_events.TicketRecalled: (meeting.drop_bag,),
    station_events.TicketRemade: (meeting.waste_bag,),
    station_events.TicketStaged: (meeting.stage_part,),
    station_events.TicketSoldOut: (meeting.go_on_without,),
    station_events.TicketVoided: (_voided,),
    outbound_events.PartStaged: (meeting.stage_ticket,),
    outbound_events.BagInSlot: (_in_slot,),
    outbound_events.BagReopened: (_reopened,),
}


class WayOut:
    """A floor with a kitchen, a fish stall, staging positions and slots; goods on the shelves of two zones."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        floor.stall("kitchen")
        floor.stall("fish", WorkType.PROCESS)
        floor.item("soup", stall="kitchen", temperature_class=HOT, prep_seconds=300, hygiene="ready_to_eat")
        floor.item("salad", stall="kitchen", temperature_class=CHILLED, prep_seconds=120, hygiene="ready_to_eat")
        floor.item("carp", stall="fish", temperature_class=CHILLED, prep_seconds=240, hygiene="raw")
        for sku, bin_id in (("soup", "kitchen-bin"), ("salad", "kitchen-bin"), ("carp", "fish-bin")):
            floor.stock(sku, 20, bin_id)
        floor.stock("rice", 40, "A-1", weight_grams=1000)
        floor.zone("C", CHILLED)
        floor.bin("C-1", zone="C")
        floor.stock("milk", 40, "C-1", temperature_class=CHILLED, weight_grams=500)
        floor.person("cook", "stall", name="Chen", skills=("kitchen",))
        floor.person("lead", "lead")
        self.cook = floor.actor("cook", "stall")
        self.lead = floor.actor("lead", "stall", "stall.lead", "outbound", "outbound.override", "orders.cancel_answer")
        self.seals = 0

    def add(self, row: Any) -> Any:
        """Put a living row into the books at its start."""
        return self.floor.run(lambda work: work.add(row))

    def slots(self, *kinds: TemperatureClass, capacity: int = 4) -> list[OutboundSlot]:
        """Make outbound slots A01, A02 …, each ten metres further from the door."""
        return [
            self.add(
                OutboundSlot(
                    id=f"A{n:02d}",
                    store_id=STORE,
                    temperature_class=kind,
                    node=0,
                    capacity=capacity,
                    door_metres=n * 10,
                )
            )
            for n, kind in enumerate(kinds, start=1)
        ]

    def positions(self, *kinds: TemperatureClass) -> list[StagingPosition]:
        """Make staging positions S1, S2 and so on."""
        return [
            self.add(StagingPosition(id=f"S{n}", store_id=STORE, temperature_class=kind, node=0))
            for n, kind in enumerate(kinds, start=1)
        ]

    def order(self, lines: dict[str, int], **facts: Any) -> Order:
        """Order and pay, due in half an hour."""
        due = self.floor.clock.now() + timedelta(minutes=30)
        return self.floor.order(lines, promised_at=due, **facts)

    def ticket(self, order: Order, stall_id: str = "kitchen") -> Ticket:
        """Give an order's ticket at a stall, on the wall."""
        ticket = max(self.floor.all(Ticket, order_id=order.id, stall_id=stall_id), key=lambda one: one.id)
        if ticket.state is TicketState.HELD:
            self.floor.run(stations.fire, ticket.id)
        return self.floor.get(Ticket, ticket.id)

    def make(self, order: Order, stall_id: str = "kitchen") -> Ticket:
        """Claim and finish an order's ticket."""
        ticket = self.ticket(order, stall_id)
        self.floor.run(stations.claim, ticket.id)
        self.floor.run(stations.finish, ticket.id)
        return self.floor.get(Ticket, ticket.id)

    def pick(self, order: Order, *skus: str) -> str:
        """Pick an order's shelf goods (all, or some of them) and plan their bags; gives the task's id."""
        return self.floor.run(self._pick, order.id, skus)

    def _pick(self, work: UnitOfWork, order_id: str, skus: tuple[str, ...]) -> str:
        part = work.session.scalars(
            select(SubOrder).where(SubOrder.order_id == order_id, SubOrder.work_type == WorkType.STANDARD)
        ).one()
        if part.state is SubOrderState.HELD:
            orders.release_sub_order(work, part.id)
        orders.start_sub_order(work, part.id)
        task = work.add(
            PickTask(
                id=work.ids.new(), store_id=STORE, order_id=order_id, sub_order_id=part.id, zone_id="A",
                due_at=work.now, skill="A",
            )
        )  # fmt: skip
        work.session.flush()
        goods: list[Goods] = []
        for line in work.session.scalars(select(OrderLine).where(OrderLine.sub_order_id == part.id)).all():
            if skus and line.sku not in skus:
                continue
            for allocation in allocations_of_line(work.session, line.id):
                lot = stock.take(work, allocation.id, allocation.quantity)
                goods.append(Goods(line.id, line.sku, lot.id, line.unit, allocation.quantity))
            orders.deliver_line(work, line.id, line.quantity)
        outbound.plan_bags(work, task.id, order_id=order_id, goods=goods)
        return task.id

    def bags(self, order: Order) -> list[Bag]:
        """List an order's bags by number."""
        bags = [bag for bag in self.floor.all(Bag, order_id=order.id) if bag.n is not None]
        return sorted(bags, key=lambda bag: bag.n or 0)

    def seal(self, bag: Bag, **facts: Any) -> Bag:
        """Seal a bag with the next seal from the roll."""
        self.seals += 1
        return self.floor.run(outbound.seal_bag, bag.id, f"S-{self.seals:05d}", **facts)

    def label(self, bag: Bag) -> Bag:
        """Scan a bag's newest label."""
        version = self.floor.get(Bag, bag.id).label_version
        return self.floor.run(outbound.label_scanned, bag.id, version)

    def put(self, bag: Bag, slot_id: str | None = None) -> OutboundSlot:
        """Label a bag and put it into a slot, the first of its order that fits when none is named."""
        self.label(bag)
        if slot_id is None:
            self.floor.run(outbound.reserve_slot, bag.order_id)
            held = self.floor.all(OutboundSlot, order_id=bag.order_id)
            own = [slot for slot in held if slot.temperature_class is bag.temperature_class]
            slot_id = (own or held)[0].id
        return self.floor.run(outbound.put_in_slot, bag.id, slot_id)

    def ready(self, lines: dict[str, int] | None = None, **facts: Any) -> Order:
        """Bring an order of shelf goods as far as READY."""
        order = self.order(lines or {"rice": 2}, **facts)
        self.pick(order)
        for bag in self.bags(order):
            self.put(self.seal(bag))
        return self.floor.get(Order, order.id)

    def rider(self, *orders_: Order, rider_id: str = "r1", tail: str = "4711") -> HandOver:
        """Let a rider be named for orders and check in."""
        ids = [order.id for order in orders_]
        self.floor.run(outbound.assign_rider, "dada", rider_id, "Wang", tail, ids)
        self.floor.run(outbound.check_in, rider_id)
        return self.floor.one(HandOver, rider_id=rider_id)

    def scan_out(self, hand_over: HandOver, bag: Bag) -> HandOver:
        """Scan one bag out to a rider."""
        bag = self.floor.get(Bag, bag.id)
        return self.floor.run(outbound.scan_out, hand_over.id, bag.id, bag.label_version)

    def item(self, sku: str) -> Item:
        """Give an item."""
        return self.floor.get(Item, sku)
