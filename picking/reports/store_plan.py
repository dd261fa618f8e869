"""The store from above: where everything stands, and what goes on there now: people, picks, shorts, labels, lights."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, DeviceClass, Wish
from picking.floor.model import Bin, Edge, Node, Stall, Store, Zone
from picking.foundation.tables import Json
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.queries import on_shift
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import PickLine, PickTask

HEAT = timedelta(hours=4)
SEEN_LATELY = timedelta(hours=1)
TAKEN = (PickLineState.PICKED, PickLineState.WEIGHED, PickLineState.UNVERIFIED, PickLineState.PARTIAL)
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
    """Give who is on shift, and the point of the bin each took something from last."""
    present = on_shift(session, store_id)
    at = _standing_at(session, [person.id for person in present], now)
    busy = _at_work(session, store_id)
    return [
        {"person_id": person.id, "name": person.name, "node": at.get(person.id), "tasks": busy.get(person.id, 0)}
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


def _at_work(session: Session, store_id: str) -> Mapping[str | None, int]:
    rows = select(PickTask.person_id, func.count()).where(PickTask.store_id == store_id, PickTask.state.in_(AT_WORK))
    return dict(session.execute(rows.group_by(PickTask.person_id)).all())


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
    """Give the colour of each lamp that is to be lit, by place."""
    rows = (
        select(Device.place, Wish.wished)
        .join(Wish, Wish.device_id == Device.id)
        .where(Device.store_id == store_id, Device.device_class == DeviceClass.LIGHT, Device.place.is_not(None))
    )
    return {str(place): wished.get("colour") for place, wished in session.execute(rows) if wished.get("on")}
