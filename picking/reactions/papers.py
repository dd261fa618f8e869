"""What is printed when a person asks: labels of bins, slots, staging positions, baskets and scales, walks on paper."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from picking.catalogue.barcodes import OwnKind, device_code, own_code
from picking.catalogue.model import Item, ItemCode
from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass, PrintJob
from picking.floor.model import Basket, Bin, Zone
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, OrderLine
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.model import Person
from picking.stock.model import Lot
from picking.tasks.model import PickLine, Walk
from picking.tasks.queries import open_lines, tasks_of_walk

GTIN_13 = 13
PlaceT = TypeVar("PlaceT", Bin, OutboundSlot, StagingPosition, Basket, Device)


def print_place_labels(
    work: UnitOfWork, kind: str, ids: Sequence[str], *, device_id: str | None = None
) -> list[PrintJob]:
    """Print the labels of places (`bin`, `slot`, `staging`, `basket`) and `scale`s, once each time it is asked for."""
    work.by.require("desk")
    asked = work.ids.new()
    return [
        devices.print_sheet(
            work,
            key=f"{kind}:{each}:{asked}"[-120:],
            template="bin_label" if kind == "bin" else "place_label",
            facts=_PLACES[kind](work, each),
            device_id=device_id,
        )
        for each in ids
    ]


def _bin(work: UnitOfWork, key: str) -> Json:
    place = _of_store(work, work.get(Bin, key))
    zone = work.find(Zone, place.zone_id) if place.zone_id else None
    return {
        "bin": place.id,
        "aisle": place.aisle,
        "check_number": place.check_number,
        "temperature_class": str(zone.temperature_class) if zone else None,
        "code": own_code(OwnKind.BIN, place.id),
    }


def _slot(work: UnitOfWork, key: str) -> Json:
    place = _of_store(work, work.get(OutboundSlot, key))
    return _place("slot", place.id, OwnKind.SLOT, temperature_class=str(place.temperature_class))


def _staging(work: UnitOfWork, key: str) -> Json:
    place = _of_store(work, work.get(StagingPosition, key))
    return _place("staging", place.id, OwnKind.STAGING, temperature_class=str(place.temperature_class))


def _basket(work: UnitOfWork, key: str) -> Json:
    place = _of_store(work, work.get(Basket, key))
    return _place("basket", place.id, OwnKind.BASKET, colour=place.colour)


def _scale(work: UnitOfWork, key: str) -> Json:
    device = _of_store(work, work.get(Device, key))
    if device.device_class is not DeviceClass.SCALE:
        raise Refusal("not_a_scale", device=device.name)
    # What is scanned must have a key; a scale is taken by whoever stands before it, so it is no secret.
    return {"kind": "scale", "name": re.split("[/-]", key)[-1], "code": device_code(key, "scale")}


def _place(kind: str, key: str, letter: OwnKind, **more: str) -> Json:
    """Show a place by the short name people say: what stands behind the store's own number."""
    return {"kind": kind, "name": key.partition("-")[2] or key, "code": own_code(letter, key), **more}


_PLACES: Mapping[str, Callable[[UnitOfWork, str], Json]] = {
    "bin": _bin,
    "slot": _slot,
    "staging": _staging,
    "basket": _basket,
    "scale": _scale,
}
PLACE_KINDS = tuple(_PLACES)


def _of_store(work: UnitOfWork, place: PlaceT) -> PlaceT:
    if place.store_id != work.by.store_id:
        raise unknown(type(place).__name__, place.id)
    return place


def print_walk(work: UnitOfWork, walk_id: str, *, device_id: str | None = None) -> PrintJob:
    """Print what is left of a walk, with the codes of bins, baskets and items, to be scanned back later.

    Refuses (`walk_over`) one with nothing left.
    """
    work.by.require("desk")
    walk = work.get(Walk, walk_id)
    if walk.store_id != work.by.store_id:
        raise unknown("Walk", walk_id)
    lines = open_lines(work.session, walk_id)
    if not lines:
        raise Refusal("walk_over", walk=walk_id)
    return devices.print_sheet(
        work,
        key=f"walk:{walk_id}:{work.ids.new()}",
        template="pick_walk",
        facts=_walk_facts(work, walk, lines),
        device_id=device_id,
    )


def _walk_facts(work: UnitOfWork, walk: Walk, lines: Sequence[PickLine]) -> Json:
    tasks = tasks_of_walk(work.session, walk.id)
    baskets = {task.id: task.basket_id for task in tasks}
    return {
        "number": f"W-{walk.id[-4:].upper()}",
        "person": work.get(Person, walk.person_id).name,
        "due_at": min(task.due_at for task in tasks).isoformat(),
        "metres": walk.metres,
        "tasks": [
            {
                "number": work.get(Order, task.order_id).number,
                "due_at": task.due_at.isoformat(),
                "basket": task.basket_id,
                "basket_code": own_code(OwnKind.BASKET, task.basket_id) if task.basket_id else None,
            }
            for task in tasks
        ],
        "lines": [_line_facts(work, line, baskets[line.task_id]) for line in lines],
    }


def _line_facts(work: UnitOfWork, line: PickLine, basket: str | None) -> Json:
    item = work.get(Item, line.sku)
    place = work.find(Bin, line.bin_id) if line.bin_id else None
    lot = work.find(Lot, line.lot_id) if line.lot_id else None
    return {
        "bin": place.id if place else "?",
        "check_number": place.check_number if place else "",
        "code": own_code(OwnKind.BIN, place.id) if place else None,
        "quantity": f"{line.missing} g" if line.unit is Unit.GRAM else line.missing,
        "name": item.names,
        "spec": item.spec,
        "basket": basket,
        "expires": lot.expires_on.isoformat() if lot and lot.expires_on else None,
        "note": work.get(OrderLine, line.order_line_id).note,
        "gtin13": _gtin13(work, line.sku),
    }


def _gtin13(work: UnitOfWork, sku: str) -> str | None:
    """Give the code on one piece, as EAN-13 prints it; None where it has none of that length."""
    query = select(ItemCode.code).where(ItemCode.sku == sku, ItemCode.kind == "gtin", ItemCode.contains == 1)
    codes = [code for code in work.session.scalars(query.order_by(ItemCode.code)) if code.startswith("0")]
    return codes[0][-GTIN_13:] if codes else None
