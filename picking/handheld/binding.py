"""Binds shelf labels by what was scanned: the label, then the item or the place it belongs to."""

from sqlalchemy import func, or_, select

from picking.catalogue.barcodes import OwnCode, OwnKind, parse
from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.interpret import Kind, interpret

PLACES = (Kind.BIN, Kind.SLOT, Kind.STAGING)


def label_of_code(work: UnitOfWork, text: str) -> str:
    """Give the label a code means: its device code, its id or name, or the serial number its maker printed on it."""
    parsed = parse(text.strip(), None, ())
    code = parsed.key if isinstance(parsed, OwnCode) and parsed.kind is OwnKind.DEVICE else text.strip()
    serial = func.upper(Device.info["serial"].as_string())
    query = select(Device.id).where(
        Device.store_id == work.by.store_id,
        Device.device_class == DeviceClass.SHELF_LABEL,
        or_(Device.id == code, Device.name == code, serial == code.upper()),
    )
    found = work.session.scalars(query.order_by(Device.id)).first()
    if found is None:
        raise unknown("shelf label", code[:40])
    return found


def bind_by_scans(work: UnitOfWork, label_id: str, *, item: str | None = None, place: str | None = None) -> Device:
    """Bind a label to the scanned item, the scanned place or both; to neither takes it off."""
    if item is None and place is None:
        return devices.unbind_label(work, label_id)
    return devices.bind_label(
        work,
        label_id,
        sku=_scanned_item(work, item) if item is not None else None,
        place=_scanned_place(work, place) if place is not None else None,
    )


def _scanned_item(work: UnitOfWork, text: str) -> str:
    meaning = interpret(work, text, None)
    if meaning.kind is not Kind.ITEM:
        raise Refusal("no_item_code", text=text[:40])
    return meaning.key


def _scanned_place(work: UnitOfWork, text: str) -> str:
    meaning = interpret(work, text, None)
    if meaning.kind not in PLACES:
        raise Refusal("no_place_code", text=text[:40])
    return meaning.key
