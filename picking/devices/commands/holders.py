"""In whose hand a device is: one person signs on to one device at a time, and nothing is stolen silently."""

from picking.devices.commands.registry import refuse_out_of_service, tell
from picking.devices.lifecycle import DeviceState, DeviceStep
from picking.devices.model import Device
from picking.devices.queries import device_of
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.people.queries import open_shift


def sign_on(work: UnitOfWork, device_id: str, person_id: str, *, take_over: bool = False) -> Device:
    """Put a device into a person's hand.

    Refuses people who are not on shift (`not_on_shift`), a person who holds another device (`active_elsewhere`)
    and a device in another hand (`device_taken`); both of these ask, and `take_over` is the yes. Whoever loses
    a device is told. Signing on again is a repeat.
    """
    device = work.get(Device, device_id, lock=True)
    person = work.get(Person, person_id, lock=True)
    refuse_out_of_service(device)
    if device.person_id == person_id:
        return device
    if open_shift(work.session, person_id) is None:
        raise Refusal("not_on_shift", name=person.name)
    other = device_of(work.session, person_id)
    if not take_over:
        _refuse_unasked(work, device, other)
    if other is not None:
        sign_off(work, other.id)
    if device.person_id is not None:
        sign_off(work, device.id)
    work.step(device, DeviceStep.BADGE_ON, holder=person_id)
    device.person_id = person_id
    tell(work, device)
    return device


def give(work: UnitOfWork, device_id: str, person_id: str, *, take_over: bool = False) -> Device:
    """Put a device into the hand of somebody else, in a lead's name; as `sign_on`, which asks before it takes over."""
    work.by.require("devices")
    person = work.get(Person, person_id)
    if person.store_id != work.by.store_id:
        raise unknown("Person", person_id)
    return sign_on(work, device_id, person_id, take_over=take_over)


def take_back(work: UnitOfWork, device_id: str) -> Device:
    """Take a device out of its holder's hand, in a lead's name."""
    work.by.require("devices")
    return sign_off(work, device_id)


def _refuse_unasked(work: UnitOfWork, device: Device, other: Device | None) -> None:
    if other is not None:
        raise Refusal("active_elsewhere", device=other.name, device_id=other.id)
    if device.person_id is not None:
        raise Refusal("device_taken", device=device.name, holder=work.get(Person, device.person_id).name)


def sign_off(work: UnitOfWork, device_id: str) -> Device:
    """Take a device out of its holder's hand, who is told; a device in nobody's hand stays as it is."""
    device = work.get(Device, device_id, lock=True)
    holder, device.person_id = device.person_id, None
    if holder is None:
        return device
    if device.state in (DeviceState.IN_USE, DeviceState.DEGRADED):
        work.step(device, DeviceStep.BADGE_OFF, holder=holder)
    else:
        work.note(device, str(DeviceStep.BADGE_OFF), holder=holder)
    work.push(f"person:{holder}", "device", {"device_id": device.id, "signed_on": False})
    tell(work, device)
    return device
