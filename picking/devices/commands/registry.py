"""A device's life: it is enrolled, says hello, weakens, is cured, vanishes."""

from sqlalchemy import select

from picking.devices.commands.rerouting import block_jobs, release_jobs
from picking.devices.commands.wishes import wake_broken
from picking.devices.events import DeviceVanished
from picking.devices.lifecycle import LIVE, OUT_OF_SERVICE, DeviceState, DeviceStep
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import is_ready
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork


def enrol(
    work: UnitOfWork, device_id: str, device_class: DeviceClass, name: str, *, place: str | None = None
) -> Device:
    """Put a new device (`gateway/device`) into the books; a known one of this store gets name and place anew."""
    work.by.require("devices")
    gateway, slash, _ = device_id.partition("/")
    if not slash:
        raise invalid("device", "must be gateway/device")
    device = work.find(Device, device_id, lock=True)
    if device is None:
        device = work.add(
            Device(
                id=device_id, store_id=work.by.store_id, gateway=gateway, device_class=device_class, name=name, info={}
            )
        )
    if device.store_id != work.by.store_id or device.device_class is not device_class:
        raise Refusal("device_known_otherwise", Kind.INVALID, device=device_id)
    device.name, device.place = name, place
    tell(work, device)
    return device


def hello(work: UnitOfWork, device_id: str, info: Json | None = None) -> Device:
    """Note that a device is there and well; `info` is what it says of itself (driver, model, serial …).

    Whoever held it holds it still. Refuses a device nobody knows, a lost one and a retired one.
    """
    device = work.get(Device, device_id, lock=True)
    refuse_out_of_service(device)
    device.seen_at = work.now
    device.info = {**(device.info or {}), **(info or {})}
    if device.state not in LIVE:
        device.cause = None
        work.step(device, DeviceStep.HELLO)
        _settle(work, device)
        release_jobs(work, device)
        wake_broken(work, device)
        tell(work, device)
    return device


def refuse_out_of_service(device: Device) -> None:
    """Refuse a lost device and a retired one: neither says hello, scans or is signed in at."""
    if device.state in OUT_OF_SERVICE:
        raise Refusal("device_out_of_service", Kind.FORBIDDEN, device=device.name, state=str(device.state))


def weaken(work: UnitOfWork, device_id: str, cause: str) -> Device:
    """Note that a device works badly or not at all (`paper-out`, `battery-low` …); a printer's sheets wait."""
    device = hello(work, device_id)
    if device.state is not DeviceState.DEGRADED:
        work.step(device, DeviceStep.WEAKEN, cause=cause)
    elif device.cause != cause:
        work.note(device, "weaken", cause=cause)
    device.cause = cause
    if not is_ready(device):
        block_jobs(work, device, cause)
    tell(work, device)
    return device


def cure(work: UnitOfWork, device_id: str) -> Device:
    """Note that a device is right again; what waited for it goes on."""
    device = hello(work, device_id)
    if device.state is DeviceState.DEGRADED:
        work.step(device, DeviceStep.CURE)
        device.cause = None
        _settle(work, device)
        release_jobs(work, device)
        wake_broken(work, device)
        tell(work, device)
    return device


def report_state(work: UnitOfWork, device_id: str, state: str, cause: str | None = None) -> Device | None:
    """Apply a device's own word: `ready`, `alert` with its cause, or `disconnected`."""
    if state == "ready":
        return cure(work, device_id)
    if state == "alert":
        return weaken(work, device_id, cause or "unknown")
    return vanish(work, device_id, cause)


def measured(work: UnitOfWork, device_id: str, figures: Json) -> Device:
    """Note a device's own figures: battery_percent, signal_dbm, panel; another panel is drawn for anew."""
    device = work.get(Device, device_id, lock=True)
    before = (device.info or {}).get("panel")
    device.info = {**(device.info or {}), **figures}
    device.seen_at = work.now
    known = work.find(Wish, device_id, lock=True)
    if known is not None and figures.get("panel", before) != before:
        known.redraw_at, work.instructed = work.now, True
    return device


def vanish(work: UnitOfWork, device_id: str, cause: str | None = None) -> Device:
    """Note that a device is silent; its holder keeps it and the work until the tasks' own patience ends."""
    device = work.get(Device, device_id, lock=True)
    if device.state in LIVE:
        work.step(device, DeviceStep.VANISH, cause=cause)
        device.cause = cause
        block_jobs(work, device, cause or "offline")
        work.tell(DeviceVanished(device.id, device.person_id))
        tell(work, device)
    return device


def vanish_gateway(work: UnitOfWork, gateway: str) -> int:
    """Note that a gateway is silent, and with it all its devices; gives how many were there until now."""
    query = select(Device.id).where(Device.store_id == work.by.store_id, Device.gateway == gateway)
    ids = work.session.scalars(query.where(Device.state.in_(LIVE)).order_by(Device.id)).all()
    for device_id in ids:
        vanish(work, device_id, "gateway-lost")
    return len(ids)


def rename(work: UnitOfWork, device_id: str, name: str) -> Device:
    """Give a device another name; its place and id stay."""
    work.by.require("devices")
    device = work.get(Device, device_id, lock=True)
    work.note(device, "rename", name=name)
    device.name = name
    tell(work, device)
    return device


def _settle(work: UnitOfWork, device: Device) -> None:
    """Bring the state in line with the holder, who may have come or gone while it was weak or away."""
    if device.person_id is not None and device.state is DeviceState.ONLINE:
        work.step(device, DeviceStep.BADGE_ON)
    elif device.person_id is None and device.state is DeviceState.IN_USE:
        work.step(device, DeviceStep.BADGE_OFF)


def tell(work: UnitOfWork, device: Device) -> None:
    """Tell the desk how a device is."""
    body = {"device_id": device.id, "state": str(device.state), "cause": device.cause, "person_id": device.person_id}
    work.push(f"store:{device.store_id}", "device", body)
