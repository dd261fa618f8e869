"""Lights at bins, positions and slots: in somebody's colour while they have to go there; a lamp, else a label's own."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.devices.commands.labels import redraw
from picking.devices.commands.wishes import wish, wish_of
from picking.devices.model import Device, DeviceClass, Wish
from picking.foundation.unit_of_work import UnitOfWork

COLOURS = ("green", "blue", "yellow", "magenta", "cyan", "orange", "white", "violet")
DARK = {"on": False}


def colour_of(person_id: str) -> str:
    """Give a person's colour: the same every day, and mostly another than the neighbour's."""
    return COLOURS[sum(person_id.encode()) % len(COLOURS)]


def light_up(work: UnitOfWork, place: str, colour: str, why: str, whose: str) -> int:
    """Light a place for somebody; gives how many lamps. `why` is pick, rider or short, `whose` puts it out again."""
    lamps = _lamps_at(work, place)
    for lamp in lamps:
        if lamp.device_class is DeviceClass.LIGHT:
            wish(work, lamp.id, {"on": True, "colour": colour, "blink": True, "why": why})
        else:
            known = wish_of(work, lamp.id)
            known.overlay = {**known.overlay, "light": {"colour": colour, "why": why}}
            redraw(work, lamp)
        wish_of(work, lamp.id).lit_for = whose
    return len(lamps)


def lights_off(work: UnitOfWork, whose: str, *, but: str | None = None) -> int:
    """Put out all that was lit for somebody, except at one place; gives how many lamps."""
    lit = [known for known in _lit(work, whose) if work.get(Device, known.device_id).place != but]
    for known in lit:
        lamp = work.get(Device, known.device_id)
        known.lit_for = None
        known.overlay = {key: value for key, value in known.overlay.items() if key != "light"}
        if lamp.device_class is DeviceClass.LIGHT:
            wish(work, lamp.id, DARK)
        else:
            redraw(work, lamp)
    return len(lit)


def _lamps_at(work: UnitOfWork, place: str) -> Sequence[Device]:
    """List the lamps of a place; where it has none, its shelf labels."""
    classes = (DeviceClass.LIGHT, DeviceClass.SHELF_LABEL)
    query = select(Device).where(Device.place == place, Device.store_id == work.by.store_id)
    found = work.session.scalars(query.where(Device.device_class.in_(classes)).order_by(Device.id)).all()
    return [each for each in found if each.device_class is DeviceClass.LIGHT] or found


def _lit(work: UnitOfWork, whose: str) -> Sequence[Wish]:
    query = select(Wish).where(Wish.store_id == work.by.store_id, Wish.lit_for == whose)
    return work.session.scalars(query.order_by(Wish.device_id)).all()
