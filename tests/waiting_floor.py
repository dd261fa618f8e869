"""A floor on which everything waits for a lead: rows as they stand when somebody has to be asked."""

from datetime import timedelta

from floor import STORE

from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import WorkKind, WorkOrder
from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import PlanKind, PricePlan
from picking.counting.lifecycle import CountState
from picking.counting.model import CountCause, CountLine, StockCount
from picking.devices.lifecycle import DeviceState, PrintJobState, StationSessionState
from picking.devices.model import DeadLetter, Device, DeviceClass, Gateway, PrintJob, StationSession
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.foundation.records import JournalRow, Webhook, WebhookState
from picking.freshness.lifecycle import MarkdownState
from picking.freshness.model import Markdown, MarkdownCause
from picking.orders.lifecycle import CancellationState, OrderState, RefundState, SubOrderState
from picking.orders.model import Cancellation, Channel, Order, OrderLine, Refund, RefundReason, SubOrder
from picking.outbound.lifecycle import HandOverState, SlotState, StagingState
from picking.outbound.model import HandOver, HandOverOrder, OutboundSlot, StagedPart, StagingPosition
from picking.people.model import Shift
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import Cause, Replenishment
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stock.model import OUT, Lot, Movement
from picking.tasks.lifecycle import PickLineState, PickTaskState, PutBackState
from picking.tasks.model import PickLine, PickTask, PutBack

AN_HOUR = timedelta(hours=1)


class Trouble:
    """The builder of it."""

    def __init__(self, floor):
        self.floor, self.now, self.made = floor, floor.clock.now(), 0
        floor.stock("milk", 99, "A-1")
        floor.item("soup", stall="kitchen")
        floor.stock("soup", 9, "kitchen-bin")
        floor.stall("wok")
        floor.zone("F", TemperatureClass.FROZEN)
        for key, skills in (("ada", ("A",)), ("bob", ("A",))):
            floor.person(key, "picker", "stall", skills=skills)
            floor.put(Shift(id=key, store_id=STORE, person_id=key, started_at=self.now))

    def put(self, row, state=None, since=None, **columns):
        """Put a row into the books in a state it reached a while ago."""
        self.made += 1
        row.id = getattr(row, "id", None) or f"{self.made:036d}"
        row.store_id = STORE
        if state is not None:
            row.state, row.state_since = state, since or self.now - AN_HOUR
        for name, value in columns.items():
            setattr(row, name, value)
        return self.floor.put(row)

    def order(self, state, due_minutes=-10, sku="milk", **columns):
        """Give an order as it stands."""
        order = self.floor.order({sku: 1})

        def change(work):
            row = work.get(Order, order.id)
            row.state, row.state_since = state, self.now - AN_HOUR
            row.due_at = self.now + timedelta(minutes=due_minutes)
            for name, value in columns.items():
                setattr(row, name, value)

        self.floor.run(change)
        return self.floor.get(Order, order.id)

    def part(self, order, state=SubOrderState.HELD):
        """Give a part of an order."""
        row = SubOrder(
            order_id=order.id,
            number=order.number,
            work_type=WorkType.STANDARD,
            release_at=self.now,
            due_at=order.due_at,
        )
        return self.put(row, state)

    def task(self, state, zone="A", person=None, **columns):
        """Give a pick task of an order in work."""
        order = self.order(OrderState.IN_FULFILMENT, due_minutes=20)
        row = PickTask(
            order_id=order.id, sub_order_id=self.part(order, SubOrderState.IN_WORK).id, zone_id=zone,
            due_at=order.due_at, skill=zone, person_id=person,
        )  # fmt: skip
        return self.put(row, state, **columns)

    def line(self, state, **columns):
        """Give a pick line nobody goes on with."""
        task = self.task(PickTaskState.PARKED)
        wanted = self.floor.one(OrderLine, order_id=task.order_id).id
        row = PickLine(
            order_id=task.order_id, task_id=task.id, order_line_id=wanted, sku="milk", bin_id="A-1", unit=Unit.PIECE,
            quantity=2,
        )  # fmt: skip
        return self.put(row, state, **columns)

    def rider(self, state, **columns):
        """Give a rider who comes for one order."""
        rider = self.put(HandOver(carrier="fast", rider_id="r", rider_name="Lin", rider_tail="4821"), state, **columns)
        self.floor.put(HandOverOrder(hand_over_id=rider.id, order_id=self.order(OrderState.READY, 9).id))

    def ticket(self, state=TicketState.QUEUED):
        """Give a stall's ticket."""
        order = self.order(OrderState.IN_FULFILMENT, 15, "soup")
        row = Ticket(
            order_id=order.id, sub_order_id=self.part(order, SubOrderState.IN_WORK).id, stall_id="kitchen",
            number=order.number, work_type=WorkType.CATERING, place=self.made, fire_at=self.now,
            due_at=self.now - timedelta(minutes=7), prep_seconds=60,
        )  # fmt: skip
        return self.put(row, state)

    def sheet(self, state, device):
        """Give a sheet."""
        row = PrintJob(key=f"k{self.made}", device_id=device, template="bag_label", language="en", facts={})
        return self.put(row, state)


def orders(at):
    at.floor.put(Channel(store_id=STORE, id="slow", auto_accept=False))
    at.order(OrderState.PAID, 30, channel="slow")
    at.order(OrderState.RISK_HOLD, 30, customer={"risk": "high"})
    at.part(at.order(OrderState.IN_FULFILMENT, -10))
    at.order(OrderState.IN_FULFILMENT, 5, meet_at=at.now + timedelta(minutes=12))
    stopped = at.order(OrderState.CANCEL_PENDING, 20)
    at.put(Cancellation(order_id=stopped.id, reason="late", requested_by="customer"), CancellationState.EXPIRED)
    gone = at.order(OrderState.DELIVERED)
    complaint = WorkOrder(
        return_store_id=STORE, number="AS-1", kind=WorkKind.EXCHANGE, order_id=gone.id, channel="app",
        external_id="c", fingerprint="f", reason="broken", requested_by="customer", opened_at=at.now,
    )  # fmt: skip
    at.put(complaint, WorkOrderState.TRIAGED)


def goods(at):
    at.line(PickLineState.PARKED)
    at.line(PickLineState.SUB_PROPOSED, proposals=["soup"], deadline_at=at.now + timedelta(minutes=1))
    count = StockCount(
        key="A-1", bin_id="A-1", cause=CountCause.SHORT, blind=True, due_at=at.now, counted_by="ada",
        difference_minor=1200,
    )  # fmt: skip
    at.put(count, CountState.APPROVAL_SCHEDULED)
    seen = CountLine(count_id=count.id, round=1, sku="milk", counted=3, expected=5, looked_at=at.now, person_id="ada")
    at.floor.put(seen)
    fill = Replenishment(bin_id="A-1", from_bin="A-1", sku="milk", cause=Cause.LIMIT, quantity=5, due_at=at.now)
    at.put(fill, ReplenishmentState.PENDING_ALTERED, moved=2, reason="crushed")
    markdown = Markdown(
        sku="milk", cause=MarkdownCause.NEAR_END, expires_on=at.now.date(), quantity=4, regular_minor=500,
        price_minor=300, off_permille=400, starts_at=at.now, ends_at=at.now + AN_HOUR,
    )  # fmt: skip
    at.put(markdown, MarkdownState.PROPOSED)
    _left_behind(at)


def work(at):
    at.task(PickTaskState.IN_PROGRESS, person="ada", asked_by="bob", asked_for="bob")
    at.floor.basket("000009")
    at.task(PickTaskState.AVAILABLE, basket_id="000009", flagged="flag_given_back")
    refused = at.task(PickTaskState.AVAILABLE)
    for step in ("decline", "time_out"):
        row = JournalRow(
            store_id=STORE, thing="pick task", thing_id=refused.id, step=step, actor="x", at=at.now, facts={}
        )
        at.floor.put(row)
    at.task(PickTaskState.AVAILABLE, zone="F")
    scanner = Device(
        id="gw1/s1", gateway="gw1", device_class=DeviceClass.SCANNER, name="Scanner 1", person_id="ada",
        cause="gateway-lost",
    )  # fmt: skip
    at.put(scanner, DeviceState.OFFLINE)


def _left_behind(at):
    cancelled = at.order(OrderState.CANCELLED)
    row = PutBack(order_id=cancelled.id, zone_id="A", where="000001", due_at=at.now)
    at.put(row, PutBackState.NEW)


def stalls(at):
    session = StationSession(stall_id="kitchen", person_id="ada", asked_by="bob", opened_at=at.now)
    at.put(session, StationSessionState.TAKEOVER_PENDING)
    at.ticket()
    ticket = at.ticket(TicketState.STAGED)
    position = StagingPosition(temperature_class=TemperatureClass.HOT, node=0, order_id=ticket.order_id)
    at.put(position, StagingState.OVERDUE)
    part = StagedPart(
        ticket_id=ticket.id, position_id=position.id, order_id=ticket.order_id, since=at.now - 2 * AN_HOUR
    )
    at.floor.put(part)


def door(at):
    slot = OutboundSlot(temperature_class=TemperatureClass.AMBIENT, node=0, capacity=2)
    at.put(slot, SlotState.OVERSTAY, order_id=at.order(OrderState.READY).id)
    at.rider(HandOverState.FAILED_PENDING, flagged="flat tyre")
    at.rider(HandOverState.ARRIVED, arrived_at=at.now - AN_HOUR)
    at.rider(HandOverState.SCANNING)


def machines(at):
    for number, state in (("1", DeviceState.ONLINE), ("2", DeviceState.DEGRADED)):
        printer = Device(
            id=f"gw1/p{number}", gateway="gw1", device_class=DeviceClass.LABEL_PRINTER, name=f"Printer {number}",
            cause=None if number == "1" else "paper-out",
        )  # fmt: skip
        at.put(printer, state)
    at.sheet(PrintJobState.UNCERTAIN, "gw1/p1")
    at.sheet(PrintJobState.BLOCKED, "gw1/p2")
    at.sheet(PrintJobState.BLOCKED, None)
    at.floor.put(Gateway(store_id=STORE, id="gw1", state="lost", seen_at=at.now))
    plan = PricePlan(
        code="ny", feed_version=1, kind=PlanKind.PROMOTION, names={"en": "New Year"}, starts_at=at.now,
        told_late_at=at.now, labels=3, shown=1,
    )  # fmt: skip
    at.put(plan, PlanState.RUNNING)
    letter = DeadLetter(topic="t", payload="?", code="garbled", reason="no JSON", at=at.now)
    at.put(letter)


def money(at):
    paid = at.order(OrderState.CANCELLED)
    refund = Refund(order_id=paid.id, reason=RefundReason.CANCELLED, amount_minor=500, detail="card closed")
    at.put(refund, RefundState.FAILED)
    webhook = Webhook(channel="app", order_id=paid.id, seq=1, kind="order.state", body={}, due_at=at.now)
    at.put(webhook, WebhookState.GIVEN_UP, last_error="HTTP 500")
    left = at.order(OrderState.OUT_FOR_DELIVERY)
    moved = Movement(
        store_id=STORE, sku="milk", lot_id=at.floor.all(Lot)[0].id, quantity=1, from_place="staged", to_place=OUT,
        reason="hand_over", order_id=left.id, at=at.now,
    )  # fmt: skip
    at.floor.put(moved)


def everything_waits(floor):
    """Let everything wait that can; gives the trouble."""
    at = Trouble(floor)
    for make in (orders, goods, work, stalls, door, machines, money):
        make(at)
    return at
