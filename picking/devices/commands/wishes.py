"""What things with a state should show, repeated until they say they do: shelf labels, slot lamps, scanner settings."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select

from picking.catalogue.events import ShelfFactsChanged
from picking.catalogue.model import Item, Listing
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import WISH_TRIES_MAX
from picking.floor.model import Store
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork


def wish(work: UnitOfWork, device_id: str, state: Json) -> Wish:
    """Say what a device shall show; the version grows only when that is something else than before."""
    device = work.get(Device, device_id)
    known = work.find(Wish, device_id, lock=True)
    if known is None:
        known = work.add(Wish(device_id=device_id, store_id=device.store_id, version=0, wished={}, wished_at=work.now))
        known.reported_version = 0
    elif known.wished == state:
        return known
    known.version, known.wished, known.wished_at = known.version + 1, state, work.now
    known.sent_at, known.tries = None, 0
    work.instructed = True
    return known


def wish_sent(work: UnitOfWork, device_id: str, version: int) -> None:
    """Note that a wish was published; three tries without an answer put the device on the walk list."""
    known = work.get(Wish, device_id, lock=True)
    if known.version != version:
        return
    known.sent_at, known.tries = work.now, known.tries + 1
    if known.tries == WISH_TRIES_MAX:
        work.push(f"store:{known.store_id}", "alert", {"code": "wish_not_shown", "device_id": device_id})


def reported(work: UnitOfWork, device_id: str, version: int, state: Json) -> Wish | None:
    """Note what a device really shows: it counts as shown only by its own word for that version.

    An older word than the last changes nothing; a device nobody wished anything of gives None.
    """
    known = work.find(Wish, device_id, lock=True)
    if known is None or version < known.reported_version or version > known.version:
        return known
    known.reported_version, known.reported = version, state
    body = {"device_id": device_id, "wished": known.version, "shown": version}
    work.push(f"store:{known.store_id}", "device", body)
    return known


def refresh_shelf_labels(work: UnitOfWork, event: ShelfFactsChanged) -> None:
    """Wish what the shelf labels of these items shall show now."""
    show_items(work, event.store_id, event.skus)


def show_items(work: UnitOfWork, store_id: str, skus: Iterable[str]) -> int:
    """Wish the labels of these items; gives how many labels there are. Unchanged ones are left alone."""
    query = select(Device).where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL)
    labels = work.session.scalars(query.where(Device.sku.in_(set(skus))).order_by(Device.id)).all()
    for label in labels:
        wish(work, label.id, _shelf_label(work, label))
    return len(labels)


def _shelf_label(work: UnitOfWork, label: Device) -> Json:
    store, item = work.get(Store, label.store_id), work.get(Item, label.sku)
    listing = work.find(Listing, (label.store_id, item.sku))
    per = {"en": "kg", "zh": "kg", "es": "kg"} if item.unit is Unit.GRAM else item.unit_names
    return {
        "sku": item.sku,
        "title": item.name(store.language),
        "spec": item.spec,
        "price": None if listing is None else str(Decimal(listing.price_minor).scaleb(-2)),
        "currency": store.currency,
        "per": per.get(store.language) or per.get("en", ""),
        "sold_out": listing is None or listing.sold_out_at is not None,
        "place": label.place,
    }


def beep(work: UnitOfWork, device_id: str, tone: str, text: str = "") -> None:
    """Sound a tone (`right`, `wrong`, `attention`, `finished`) at a device; `text` for those with a display."""
    work.get(Device, device_id)
    work.instruct(device_id, "beep", {"tone": tone, "text": text or None})
