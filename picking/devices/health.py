"""How shelf labels are: battery, signal, when they were heard last, and what is to be done about each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import OUT_OF_SERVICE
from picking.devices.model import Device, DeviceClass, Wish
from picking.floor.model import Bin
from picking.foundation.tables import Json

BATTERY_PERCENT_MIN, FULL_PERCENT = 20, 100
SIGNAL_DBM_MIN, BESIDE_IT_DBM = -85, 0
EMPTYING, WEAK_RADIO = ("battery-low", "battery-out"), "weak-radio"
SILENT_AFTER = timedelta(hours=6)  # a label that sleeps checks in at least every hour, also at night


def labels_of_store(store_id: str) -> Any:
    """Ask for a store's shelf labels that are in use."""
    query = select(Device).where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL)
    return query.where(Device.state.not_in(OUT_OF_SERVICE))


def labels_with(store_id: str, problem: str, now: datetime) -> Any:
    """Ask for a store's shelf labels that have a problem, by its name."""
    return _with_wish(labels_of_store(store_id)).where(_CONDITIONS[problem](now))


def label_counts(session: Session, store_id: str, now: datetime) -> Json:
    """Count a store's shelf labels, and those with each problem."""
    columns = [func.count().filter(condition(now)) for condition in _CONDITIONS.values()]
    counted = _with_wish(labels_of_store(store_id)).with_only_columns(func.count(), *columns)
    every, *troubled = session.execute(counted).one()
    return {"labels": every, "problems": dict(zip(_CONDITIONS, troubled, strict=True))}


def _with_wish(labels: Any) -> Any:
    return labels.outerjoin(Wish, Wish.device_id == Device.id)


def _figure(name: str) -> Any:
    return Device.info[name].as_float()


# The same rules as `_problems`, said to the database: a store has thousands of labels.
_CONDITIONS: Mapping[str, Callable[[datetime], Any]] = {
    "not_shown": lambda _: Wish.broken_at.is_not(None),
    "battery_low": lambda _: or_(
        Device.cause.in_(EMPTYING), func.coalesce(_figure("battery_percent"), FULL_PERCENT) < BATTERY_PERCENT_MIN
    ),
    "signal_weak": lambda _: or_(
        Device.cause == WEAK_RADIO, func.coalesce(_figure("signal_dbm"), BESIDE_IT_DBM) < SIGNAL_DBM_MIN
    ),
    "silent": lambda now: or_(Device.seen_at.is_(None), Device.seen_at <= now - SILENT_AFTER),
    "unbound": lambda _: Device.sku.is_(None) & Device.place.is_(None),
}
PROBLEMS = tuple(_CONDITIONS)


def label_health(label: Device, known: Wish | None, now: datetime) -> Json:
    """Give all that is known of a label, and its problems by name.

    These are not_shown, battery_low, signal_weak, silent, unbound.
    """
    info = label.info or {}
    return {
        "device_id": label.id,
        "name": label.name,
        "sku": label.sku,
        "place": label.place,
        "state": str(label.state),
        "cause": label.cause,
        "battery_percent": info.get("battery_percent"),
        "signal_dbm": info.get("signal_dbm"),
        "seen_at": _iso(label.seen_at),
        "problems": list(_problems(label, known, now)),
        **_wish_facts(known),
    }


def _wish_facts(known: Wish | None) -> Json:
    if known is None:
        return {"page": None, "wished_version": 0, "shown_version": 0}
    return {
        "page": known.wished.get("page"),
        "wished_version": known.version,
        "shown_version": known.reported_version,
        "shown_at": _iso(known.shown_at),
        "tries": known.tries,
        "broken_at": _iso(known.broken_at),
        "not_shown_because": known.cause,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _problems(label: Device, known: Wish | None, now: datetime) -> Iterator[str]:
    info = label.info or {}
    battery, signal = info.get("battery_percent"), info.get("signal_dbm")
    if known is not None and known.broken_at is not None:
        yield "not_shown"
    if label.cause in EMPTYING or (battery is not None and battery < BATTERY_PERCENT_MIN):
        yield "battery_low"
    if label.cause == WEAK_RADIO or (signal is not None and signal < SIGNAL_DBM_MIN):
        yield "signal_weak"
    if label.seen_at is None or label.seen_at <= now - SILENT_AFTER:
        yield "silent"
    if label.sku is None and label.place is None:
        yield "unbound"


def walk_list(session: Session, store_id: str, limit: int | None = None) -> Sequence[tuple[Device, Wish]]:
    """List the labels somebody has to walk to, along the aisles: those that were broken off."""
    query = (
        select(Device, Wish)
        .join(Wish, Wish.device_id == Device.id)
        .outerjoin(Bin, Bin.id == Device.place)
        .where(
            Wish.store_id == store_id, Wish.broken_at.is_not(None), Device.state.not_in(OUT_OF_SERVICE),
            Device.device_class == DeviceClass.SHELF_LABEL,
        )
    )  # fmt: skip
    rows = session.execute(query.order_by(Bin.aisle, Bin.node, Device.place, Device.id).limit(limit))
    return [(label, known) for label, known in rows]
