"""The store from above: where everything stands, and what goes on there now: people, picks, shorts, labels, lights."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, DeviceClass, Wish
from picking.floor.model import Bin, Edge, Node, Stall, Store, Zone
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.queries import on_shift
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import PickLine, PickTask

HEAT = timedelta(hours=4)
SEEN_LATELY = timedelta(hours=1)
TAKEN = (PickLineState.PICKED, PickLineState.WEIGHED, PickLineState.UNVERIFIED, PickLineState.PARTIAL)
ON_THE_WALL = (TicketState.QUEUED, TicketState.IN_PREP, TicketState.READY, TicketState.REMAKE)
AT_WORK = (PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS, PickTaskState.PICKED, PickTaskState.PACKING)


def plan_view(session: Session, store: Store) -> Json:
    """Give what does not move: points, ways, zones, and bins, stalls, slots and staging positions at their points."""
    nodes = session.scalars(select(Node).where(Node.store_id == store.id).order_by(Node.number)).all()
    ways = session.execute(select(Edge.a, Edge.b).where(Edge.store_id == store.id))
    return {
        "version": store.layout_version,
        "nodes": [{"node": node.number, "x": node.x, "y": node.y, "level": node.level} for node in nodes],
        "ways": [[a, b] for a, b in ways],
        "zones": [
            {"id": zone.id, "code": zone.code, "names": zone.names, "temperature": str(zone.temperature_class)}
            for zone in session.scalars(select(Zone).where(Zone.store_id == store.id).order_by(Zone.code))
        ],
        "bins": [
            {"id": one.id, "node": one.node, "zone": one.zone_id, "aisle": one.aisle, "kind": str(one.kind)}
            for one in session.scalars(select(Bin).where(Bin.store_id == store.id, ~Bin.retired).order_by(Bin.id))
        ],
        "places": [*_places(session, store)],
    }


def plan_now(session: Session, store_id: str, now: datetime) -> Json:
    """Give what goes on: by bin the picks and shorts of the last hours, blocked bins, people, labels, lights."""
    return {
        "at": now.isoformat(),
        "heat": _heat(session, store_id, now),
        "blocked": session.scalars(select(Bin.id).where(Bin.store_id == store_id, Bin.blocked, ~Bin.retired)).all(),
        "people": _people(session, store_id, now),
        "stalls": _stalls(session, store_id),
        "taken": _taken(session, store_id),
        "labels": _labels(session, store_id),
        "lights": _lights(session, store_id),
    }


def _places(session: Session, store: Store) -> list[Json]:
    stalls = session.scalars(select(Stall).where(Stall.store_id == store.id, ~Stall.retired).order_by(Stall.id))
    slots = select(OutboundSlot.id, OutboundSlot.node).where(OutboundSlot.store_id == store.id)
    positions = select(StagingPosition.id, StagingPosition.node).where(StagingPosition.store_id == store.id)
    spots = [
        (kind, key, node)
        for kind, rows in (("slot", slots), ("staging", positions))
        for key, node in session.execute(rows.order_by("id"))
    ]
    named = [
        {"kind": kind, "id": kind, "node": store.settings[f"{kind}_node"]}
        for kind in ("start", "end", "door")
        if f"{kind}_node" in store.settings
    ]
    return [
        *({"kind": "stall", "id": stall.id, "node": stall.node, "names": stall.names} for stall in stalls),
        *({"kind": kind, "id": key, "node": node} for kind, key, node in spots),
        *named,
    ]


def _heat(session: Session, store_id: str, now: datetime) -> Json:
    short = case((PickLine.short_reason.is_not(None), 1), else_=0)
    taken = case((PickLine.state.in_(TAKEN), 1), else_=0)
    rows = (
        select(PickLine.bin_id, func.sum(taken), func.sum(short))
        .where(PickLine.store_id == store_id, PickLine.state_since >= now - HEAT, PickLine.bin_id.is_not(None))
        .group_by(PickLine.bin_id)
    )
    return {bin_id: [int(picks), int(shorts)] for bin_id, picks, shorts in session.execute(rows) if picks or shorts}


def _people(session: Session, store_id: str, now: datetime) -> list[Json]:
    """Give who is on shift, the point of the bin each took something from last, and the orders they are at."""
    present = on_shift(session, store_id)
    at = _standing_at(session, [person.id for person in present], now)
    doing = _at_work(session, store_id)
    return [
        {"person_id": person.id, "name": person.name, "node": at.get(person.id), "doing": doing.get(person.id, [])}
        for person in present
    ]


def _standing_at(session: Session, people: list[str], now: datetime) -> Mapping[str | None, int]:
    rows = (
        select(PickTask.person_id, Bin.node)
        .join(PickLine, PickLine.task_id == PickTask.id)
        .join(Bin, Bin.id == PickLine.bin_id)
        .where(PickTask.person_id.in_(people), PickLine.state_since >= now - SEEN_LATELY)
        .where(PickLine.state.in_((*TAKEN, PickLineState.AT_BIN)))
        .order_by(PickLine.state_since, PickLine.rank)
    )
    return dict(session.execute(rows).all())


def _at_work(session: Session, store_id: str) -> Mapping[str | None, list[Json]]:
    rows = (
        select(PickTask.person_id, Order.id, Order.number, PickTask.state, PickTask.due_at)
        .join(Order, Order.id == PickTask.order_id)
        .where(PickTask.store_id == store_id, PickTask.state.in_(AT_WORK), PickTask.person_id.is_not(None))
        .order_by(PickTask.due_at, PickTask.id)
    )
    doing: dict[str | None, list[Json]] = defaultdict(list)
    for person_id, order_id, number, state, due_at in session.execute(rows):
        task = {"order_id": order_id, "number": number, "state": str(state), "due_at": due_at.isoformat()}
        doing[person_id].append(task)
    return doing


def _stalls(session: Session, store_id: str) -> Json:
    """Give how many tickets stand at each stall, by state, and when the first of them is due."""
    rows = (
        select(Ticket.stall_id, Ticket.state, func.count(), func.min(Ticket.due_at))
        .where(Ticket.store_id == store_id, Ticket.state.in_(ON_THE_WALL))
        .group_by(Ticket.stall_id, Ticket.state)
    )
    walls: dict[str, Json] = defaultdict(lambda: {"tickets": {}, "due_at": None})
    for stall_id, state, number, due_at in session.execute(rows):
        wall = walls[stall_id]
        wall["tickets"][str(state)] = number
        wall["due_at"] = min(filter(None, (wall["due_at"], due_at.isoformat())))
    return walls


def _taken(session: Session, store_id: str) -> Json:
    """Give the number of the order in each slot and staging position that is taken."""
    taken: Json = {}
    for place in (OutboundSlot, StagingPosition):
        rows = select(place.id, Order.number).join(Order, Order.id == place.order_id).where(place.store_id == store_id)
        taken |= dict(session.execute(rows).all())
    return taken


def _labels(session: Session, store_id: str) -> Json:
    """Give the shelf labels that are broken or away, by place; all others are well."""
    rows = (
        select(Device.place, Device.state, Wish.broken_at)
        .join(Wish, Wish.device_id == Device.id, isouter=True)
        .where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL, Device.place.is_not(None))
    )
    away = (DeviceState.OFFLINE, DeviceState.LOST)
    ill = {place: str(state) for place, state, broken in session.execute(rows) if state in away or broken is not None}
    count = select(func.count()).where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL)
    return {"all": session.scalar(count) or 0, "ill": ill}


def _lights(session: Session, store_id: str) -> Json:
    """Give the colour of each lamp that is lit and what for (`pick`, `rider`, `short`), by place."""
    rows = (
        select(Device.place, Wish.lit_for)
        .join(Wish, Wish.device_id == Device.id)
        .where(Device.store_id == store_id, Device.place.is_not(None), Wish.lit_for.is_not(None))
    )
    signs = {str(place): str(sign).split() for place, sign in session.execute(rows)}
    return {place: {"why": why, "colour": colour} for place, (why, colour, *_) in signs.items()}
