"""What the board shows: orders by state, tickets, slots, riders, devices, and the last things that happened."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, Gateway
from picking.floor.model import Stall, Store, Zone
from picking.foundation.records import JournalRow
from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import HandOverState
from picking.outbound.model import HandOver, OutboundSlot
from picking.people.model import Shift
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.tasks.lifecycle import PICK_TASK, PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.plan_queries import planner_view

ORDERS_MAX = 14
EVENTS_MAX = 16
OPEN_TICKETS = (TicketState.QUEUED, TicketState.IN_PREP, TicketState.READY)
OPEN_TASKS = tuple(PICK_TASK.open_states() - {PickTaskState.CREATED, PickTaskState.PUT_AWAY})
ON_THE_FLOOR = (OrderState.PAID, OrderState.IN_FULFILMENT, OrderState.CANCEL_PENDING, OrderState.READY)
LEFT = (OrderState.OUT_FOR_DELIVERY, OrderState.DELIVERED, OrderState.COLLECTED, OrderState.CLOSED)
AT_DOOR = (HandOverState.ASSIGNED, HandOverState.ARRIVED, HandOverState.CALLED, HandOverState.SCANNING)
TOLD = ("order", "ticket", "pick task", "bag", "hand-over", "put-back", "print job", "device")


def glance(books: Session, store: Store, language: str, now: datetime) -> Json:
    """Give everything the board shows of a store; no names of people, no customers."""
    return {
        "now": now.isoformat(),
        "store": store.names.get(language) or store.names["en"],
        "orders": _counts(books, Order, store.id),
        "handed_over": _handed_over(books, store.id, now),
        "late": _late(books, store.id, now),
        "queue": _queue(books, store.id, now),
        "stalls": _stalls(books, store.id, language),
        "zones": _zones(books, store.id, language),
        "slots": _slots(books, store.id),
        "riders": _counts(books, HandOver, store.id, HandOver.state.in_(AT_DOOR)),
        "people": books.scalar(
            select(func.count()).select_from(Shift).where(Shift.store_id == store.id, Shift.ended_at.is_(None))
        ),
        "planner": planner_view(books, store.id)["state"],
        "devices": _devices(books, store.id),
        "events": _events(books, store.id),
    }


def _counts(books: Session, kind: Any, store_id: str, *conditions: Any) -> dict[str, int]:
    rows = select(kind.state, func.count()).where(kind.store_id == store_id, *conditions).group_by(kind.state)
    return {str(state): count for state, count in books.execute(rows)}


def _handed_over(books: Session, store_id: str, now: datetime) -> int:
    day = now - timedelta(hours=24)
    gone = select(func.count()).select_from(Order)
    return books.scalar(gone.where(Order.store_id == store_id, Order.state.in_(LEFT), Order.placed_at >= day)) or 0


def _late(books: Session, store_id: str, now: datetime) -> int:
    late = select(func.count()).select_from(Order)
    waiting = (Order.store_id == store_id, Order.state.in_(ON_THE_FLOOR), Order.due_at < now)
    return books.scalar(late.where(*waiting)) or 0


def _queue(books: Session, store_id: str, now: datetime) -> list[Json]:
    rows = select(Order).where(Order.store_id == store_id, Order.state.in_(ON_THE_FLOOR))
    return [
        {
            "number": order.number,
            "state": str(order.state),
            "mode": str(order.mode),
            "minutes": round((order.due_at - now).total_seconds() / 60),
        }
        for order in books.scalars(rows.order_by(Order.due_at, Order.id).limit(ORDERS_MAX))
    ]


def _stalls(books: Session, store_id: str, language: str) -> list[Json]:
    counts: dict[str, dict[str, int]] = {}
    rows = select(Ticket.stall_id, Ticket.state, func.count()).where(
        Ticket.store_id == store_id, Ticket.state.in_(OPEN_TICKETS)
    )
    for stall_id, state, count in books.execute(rows.group_by(Ticket.stall_id, Ticket.state)):
        counts.setdefault(stall_id, {})[str(state)] = count
    stalls = books.scalars(select(Stall).where(Stall.store_id == store_id, ~Stall.retired).order_by(Stall.id))
    return [{"name": s.names.get(language) or s.names["en"], "tickets": counts.get(s.id, {})} for s in stalls]


def _zones(books: Session, store_id: str, language: str) -> list[Json]:
    rows = select(PickTask.zone_id, PickTask.state, func.count()).where(
        PickTask.store_id == store_id, PickTask.state.in_(OPEN_TASKS)
    )
    counts: dict[str, dict[str, int]] = {}
    for zone_id, state, count in books.execute(rows.group_by(PickTask.zone_id, PickTask.state)):
        counts.setdefault(zone_id, {})[str(state)] = count
    zones = books.scalars(select(Zone).where(Zone.store_id == store_id).order_by(Zone.id))
    return [{"name": z.names.get(language) or z.names["en"], "tasks": counts.get(z.id, {})} for z in zones]


def _slots(books: Session, store_id: str) -> list[Json]:
    rows = (
        select(OutboundSlot.id, OutboundSlot.state, Order.number)
        .join(Order, Order.id == OutboundSlot.order_id, isouter=True)
        .where(OutboundSlot.store_id == store_id)
        .order_by(OutboundSlot.id)
    )
    return [{"id": key, "state": str(state), "number": number} for key, state, number in books.execute(rows)]


def _devices(books: Session, store_id: str) -> Json:
    live = (DeviceState.ONLINE, DeviceState.IN_USE)
    rows = select(Device).where(Device.store_id == store_id, Device.state != DeviceState.RETIRED)
    devices = list(books.scalars(rows.order_by(Device.id)))
    gateways = books.scalars(select(Gateway).where(Gateway.store_id == store_id).order_by(Gateway.id))
    return {
        "there": sum(device.state in live for device in devices),
        "all": len(devices),
        "trouble": [
            {"name": d.name, "state": str(d.state), "cause": d.cause}
            for d in devices
            if d.state is DeviceState.DEGRADED
        ],
        "gateways": [{"id": gateway.id, "state": gateway.state} for gateway in gateways],
    }


def _events(books: Session, store_id: str) -> list[Json]:
    rows = (
        select(JournalRow, Order.number)
        .join(Order, Order.id == JournalRow.order_id, isouter=True)
        .where(JournalRow.store_id == store_id, JournalRow.thing.in_(TOLD), JournalRow.after.is_not(None))
        .order_by(JournalRow.id.desc())
        .limit(EVENTS_MAX)
    )
    return [
        {"at": row.at.isoformat(), "number": number, "thing": row.thing, "after": row.after}
        for row, number in books.execute(rows)
    ]  # fmt: skip
