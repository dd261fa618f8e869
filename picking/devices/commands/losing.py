"""What becomes of a device that is missed, found again, or worn out."""

from sqlalchemy import select

from picking.devices.commands.gateways import revoke_gateway
from picking.devices.commands.registry import tell
from picking.devices.commands.rerouting import block_jobs
from picking.devices.commands.scales import clear_scale
from picking.devices.events import DeviceLost
from picking.devices.lifecycle import DeviceStep
from picking.devices.model import Device, GatewayAccess, Wish
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person


def report_lost(work: UnitOfWork, device_id: str) -> Device:
    """Take a missing device out of service: nobody holds it, its work is freed, it may not say hello.

    One that is its own gateway loses its credentials as well, and enrols anew when it is found.
    """
    work.by.require("devices")
    device = work.get(Device, device_id, lock=True)
    holder, device.person_id = device.person_id, None
    work.step(device, DeviceStep.REPORT_LOST)
    _end_its_work(work, device, "lost")
    work.tell(DeviceLost(device.id, holder))
    tell(work, device)
    return device


def find(work: UnitOfWork, device_id: str) -> Device:
    """Put a lost device that turned up back among the known; it is there again when it says hello."""
    work.by.require("devices")
    device = work.get(Device, device_id, lock=True)
    work.step(device, DeviceStep.FIND)
    tell(work, device)
    return device


def retire(work: UnitOfWork, device_id: str) -> Device:
    """Take a device out of service for good: it shows nothing, stands nowhere, and its sheets wait for another.

    Refuses (`device_held`) one in somebody's hand.
    """
    work.by.require("devices")
    device = work.get(Device, device_id, lock=True)
    if device.person_id is not None:
        raise Refusal("device_held", device=device.name, holder=work.get(Person, device.person_id).name)
    work.step(device, DeviceStep.RETIRE, place=device.place, sku=device.sku)
    device.place = device.sku = None
    _end_its_work(work, device, "retired")
    known = work.find(Wish, device_id, lock=True)
    if known is not None:
        work.session.delete(known)
    tell(work, device)
    return device


def _end_its_work(work: UnitOfWork, device: Device, cause: str) -> None:
    block_jobs(work, device, cause)
    clear_scale(work, device.id)
    if _is_its_own_gateway(work, device):
        revoke_gateway(work, device.gateway)


def _is_its_own_gateway(work: UnitOfWork, device: Device) -> bool:
    """Tell whether a device has credentials of its own: a box under the counter works on without one of its devices."""
    if work.find(GatewayAccess, (device.store_id, device.gateway)) is None:
        return False
    others = select(Device.id).where(
        Device.store_id == device.store_id, Device.gateway == device.gateway, Device.id != device.id
    )
    return work.session.scalars(others.limit(1)).first() is None
