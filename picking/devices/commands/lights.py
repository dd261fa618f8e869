"""Lights at bins and slots as a level: what should be lit now is said as a whole, and only what differs is changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.commands.labels import redraw
from picking.devices.commands.wishes import wish, wish_of
from picking.devices.lifecycle import OUT_OF_SERVICE
from picking.devices.model import Device, DeviceClass, Wish
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

COLOURS = ("green", "blue", "yellow", "magenta", "cyan", "orange", "white", "violet")
ALARM = "red"  # nobody's own colour
DARK = {"on": False}
LAMPS = (DeviceClass.LIGHT, DeviceClass.SHELF_LABEL)


@dataclass(frozen=True)
class Lit:
    """How a place is to be lit: in which colour, and why (`pick`, `rider`, `short`).

    `asked_at` is since when somebody is asked to fill a bin; its label says so.
    """

    colour: str
    why: str
    asked_at: str | None = None


def own_colour(key: str, taken: Collection[str] = ()) -> str:
    """Give a person's or rider's colour: the same every day, and another than those `taken` as long as there is one."""
    first = sum(key.encode()) % len(COLOURS)
    mine = COLOURS[first:] + COLOURS[:first]
    return next((colour for colour in mine if colour not in taken), mine[0])


def own_colours(keys: Iterable[str]) -> dict[str, str]:
    """Give each its colour; whoever comes first keeps the one they always have."""
    given: dict[str, str] = {}
    for key in keys:
        given.setdefault(key, own_colour(key, given.values()))
    return given


def has_lamps(session: Session, store_id: str) -> bool:
    """Tell whether a store has anything at a place that can be lit."""
    query = select(Device.id).where(Device.store_id == store_id, Device.device_class.in_(LAMPS))
    return session.scalars(query.where(Device.place.is_not(None)).limit(1)).first() is not None


def lights_differ(session: Session, store_id: str, wanted: Mapping[str, Lit]) -> bool:
    """Tell whether anything has to be lit or put out, without locking anything."""
    lamps = _lamps_at(session, store_id, wanted)
    signs = {known.device_id: known.lit_for for known in _lit(session, store_id)}
    return signs != {key: _sign(lit) for key, (_, lit) in lamps.items()}


def set_lights(work: UnitOfWork, wanted: Mapping[str, Lit]) -> int:
    """Light these places and put out all others; gives how many lamps were changed.

    A place is lit by its lamp, where it has none by the lamp of its shelf label.
    """
    lamps = _lamps_at(work.session, work.by.store_id, wanted)
    lit = _lit(work.session, work.by.store_id)
    changed = sum(_put_out(work, known) for known in lit if known.device_id not in lamps)
    return changed + sum(_light(work, lamp, lit) for lamp, lit in lamps.values())


def _lamps_at(session: Session, store_id: str, wanted: Mapping[str, Lit]) -> dict[str, tuple[Device, Lit]]:
    query = select(Device).where(
        Device.store_id == store_id, Device.device_class.in_(LAMPS), Device.state.not_in(OUT_OF_SERVICE),
        Device.place.in_(sorted(wanted)),
    )  # fmt: skip
    found = session.scalars(query.order_by(Device.id)).all() if wanted else ()
    with_lamp = {each.place for each in found if each.device_class is DeviceClass.LIGHT}
    return {lamp.id: (lamp, wanted[lamp.place or ""]) for lamp in _needed(found, with_lamp, wanted)}


def _needed(found: Sequence[Device], with_lamp: set[str | None], wanted: Mapping[str, Lit]) -> Iterable[Device]:
    """Leave out the labels beside a lamp, unless they have something to say."""
    for each in found:
        says = wanted[each.place or ""].asked_at is not None
        if each.device_class is DeviceClass.LIGHT or each.place not in with_lamp or says:
            yield each


def _light(work: UnitOfWork, lamp: Device, lit: Lit) -> bool:
    known = wish_of(work, lamp.id)
    sign = _sign(lit)
    if known.lit_for == sign:
        return False
    known.lit_for = sign
    if lamp.device_class is DeviceClass.LIGHT:
        wish(work, lamp.id, {"on": True, "colour": lit.colour, "blink": True, "why": lit.why})
        return True
    known.overlay = {**_plain(known.overlay), "light": {"colour": lit.colour, "why": lit.why}}
    if lit.asked_at is not None:
        known.overlay = {**known.overlay, "asked_at": lit.asked_at}
    redraw(work, lamp)
    return True


def _sign(lit: Lit) -> str:
    return f"{lit.why} {lit.colour} {lit.asked_at or ''}"[:64]


def _put_out(work: UnitOfWork, known: Wish) -> bool:
    lamp = work.get(Device, known.device_id)
    known.lit_for = None
    if lamp.device_class is DeviceClass.LIGHT:
        wish(work, lamp.id, DARK)
    else:
        known.overlay = _plain(known.overlay)
        redraw(work, lamp)
    return True


def _plain(overlay: Json) -> Json:
    return {key: value for key, value in overlay.items() if key not in ("light", "asked_at")}


def _lit(session: Session, store_id: str) -> Sequence[Wish]:
    query = select(Wish).where(Wish.store_id == store_id, Wish.lit_for.is_not(None))
    return session.scalars(query.order_by(Wish.device_id)).all()
