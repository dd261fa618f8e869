"""Who weighs at a scale, and what lies on it: each thing on a scale is weighed once, until it was taken off."""

from sqlalchemy import select

from picking.devices.model import Device, DeviceClass, ScaleUse
from picking.devices.queries import is_ready, scale_of, scale_uses_at
from picking.devices.readings import Mode, Reading
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork


def use_scale(work: UnitOfWork, device_id: str, person_id: str) -> ScaleUse:
    """Let a person weigh at a scale; whoever weighed there before is told, and the person's own scale before is left.

    What lies on it at this moment counts as weighed: it is somebody else's.
    """
    device = work.get(Device, device_id, lock=True)
    if device.device_class is not DeviceClass.SCALE:
        raise Refusal("not_a_scale", device=device.name)
    _require_ready(device)
    use = work.find(ScaleUse, device_id, lock=True)
    if use is not None and use.person_id == person_id:
        return use
    leave_scale(work, person_id)
    if use is None:
        use = work.add(ScaleUse(device_id=device_id, store_id=device.store_id, since=work.now))
    elif use.person_id is not None:
        work.push(f"person:{use.person_id}", "device", {"said": "scale_left", "device": device_id})
    use.person_id, use.since, use.spent = person_id, work.now, bool(use.grams)
    work.note(device, "weigh_at", after=str(device.state), person=person_id)
    return use


def leave_scale(work: UnitOfWork, person_id: str) -> None:
    """Let a person weigh nowhere any more."""
    rows = select(ScaleUse).where(ScaleUse.person_id == person_id)
    for use in work.session.scalars(rows.with_for_update(**LOCK)):
        use.person_id = None


def clear_scale(work: UnitOfWork, device_id: str) -> None:
    """Let nobody weigh at a scale any more, because it is gone; whoever did is told."""
    use = work.find(ScaleUse, device_id, lock=True)
    if use is not None and use.person_id is not None:
        work.push(f"person:{use.person_id}", "device", {"said": "scale_left", "device": device_id})
        use.person_id, use.grams, use.spent = None, None, False


def keep_reading(work: UnitOfWork, device_id: str, reading: Reading) -> bool:
    """Keep what a scale says now; tells whether that is news to whoever weighs there.

    What moves is not, nor an empty scale, nor what was weighed already and still lies there.
    """
    use = work.find(ScaleUse, device_id, lock=True)
    if use is None:
        return False
    use.grams, use.stable, use.mode, use.status = reading.grams, reading.stable, reading.mode, list(reading.status)
    use.said_at = work.now
    was_spent = use.spent
    use.spent = was_spent and not reading.is_cleared
    is_taking_off = was_spent and reading.is_cleared
    return not (use.spent or is_taking_off or reading.moves or reading.grams == 0)


def keep_reading_at(work: UnitOfWork, device_id: str, reading: Reading) -> bool:
    """Keep what a scale says that stands at a stall, where nobody need have scanned it; tells as `keep_reading`."""
    if work.find(ScaleUse, device_id, lock=True) is None:
        device = work.get(Device, device_id)
        work.add(ScaleUse(device_id=device_id, store_id=device.store_id, since=work.now))
        work.session.flush()
    return keep_reading(work, device_id, reading)


def spend_weight_at(work: UnitOfWork, place: str) -> None:
    """Note that what lies on the scales of a stall has been weighed."""
    for use in scale_uses_at(work.session, place):
        if use.grams:
            use.spent = True


def take_weight_at(work: UnitOfWork, place: str) -> tuple[int, str, Mode]:
    """Give the grams that lie on a stall's scale now, its id and its mode; of several the one that was used last."""
    uses = scale_uses_at(work.session, place)
    laden = [use for use in uses if use.grams and not use.spent] or uses
    return _weight_of(work, laden[0] if laden else None)


def spend_weight(work: UnitOfWork, person_id: str) -> None:
    """Note that what lies on a person's scale has been weighed: it counts no more until it was taken off."""
    use = scale_of(work.session, person_id)
    if use is not None and use.grams:
        use.spent = True


def take_weight(work: UnitOfWork, person_id: str) -> tuple[int, str, Mode]:
    """Give the grams that lie on a person's scale now, its id and its mode; refuses with the true reason."""
    return _weight_of(work, scale_of(work.session, person_id))


def _weight_of(work: UnitOfWork, use: ScaleUse | None) -> tuple[int, str, Mode]:
    if use is None:
        raise Refusal("no_scale")
    device = work.get(Device, use.device_id)
    _require_ready(device)
    if use.spent:
        raise Refusal("weight_spent", device=device.name)
    return use.reading.weight(), device.id, use.mode


def _require_ready(device: Device) -> None:
    if not is_ready(device):
        raise Refusal("scale_not_ready", device=device.name, cause=device.cause or str(device.state).lower())
