"""A scale beside the handheld: its code is scanned once, then what lies still on it is weighed."""

from dataclasses import dataclass
from datetime import timedelta

from picking.devices import commands as devices
from picking.devices.model import Device, ScaleUse
from picking.devices.queries import scale_of
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.entered import optional_number_of
from picking.handheld.interpret import Kind, Meaning, nobody_knows
from picking.handheld.standing import Standing
from picking.people.model import Person

IN_USE = timedelta(minutes=2)  # who weighed here a moment ago has goods on it: taking it wants a second scan


@dataclass(frozen=True)
class Laid:
    """What was laid on a scale, or entered by hand: grams, and for the journal where they come from."""

    grams: int
    source: Json


def scale_scanned(at: Standing, meaning: Meaning) -> Said:
    """Weigh at this scale from now on; one that somebody weighs at just now wants the same code again."""
    device = at.work.find(Device, meaning.key)
    if device is None or device.store_id != at.store_id:
        raise nobody_knows(Kind.DEVICE, meaning.key)
    use = at.work.find(ScaleUse, device.id)
    if use is not None and _is_busy(at, use):
        at.expect_again("scale_in_use", device=device.name, holder=at.work.get(Person, use.person_id).name)
    devices.use_scale(at.work, device.id, at.person_id)
    return right("scale_taken", device=device.name)


def _is_busy(at: Standing, use: ScaleUse) -> bool:
    last = max(use.since, use.said_at or use.since)
    return use.person_id not in (None, at.person_id) and at.work.now - last < IN_USE


def laid_or_entered(at: Standing, facts: Json) -> Laid:
    """Give the grams entered with a step, else what lies on the person's scale now."""
    entered = optional_number_of(facts, "grams")
    if entered is not None:
        return Laid(entered, {})
    grams, device_id, mode = devices.take_weight(at.work, at.person_id)
    return Laid(grams, {"scale": device_id, "mode": str(mode)})


def scale_shown(at: Standing) -> Json | None:
    """Show the person's scale and what lies on it; None where no scale was scanned."""
    use = scale_of(at.work.session, at.person_id)
    if use is None:
        return None
    return {
        "device_id": use.device_id,
        "name": at.work.get(Device, use.device_id).name,
        "grams": use.grams,
        "stable": use.stable,
        "mode": str(use.mode),
        "weighed": use.spent,
        "trouble": use.reading.trouble,
    }
