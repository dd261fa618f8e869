"""The screen of binding shelf labels: the label is scanned, then the item or the place it belongs to; and the next."""

from picking.devices import commands as devices
from picking.devices.model import Device
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.binding import label_of_code
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing


def begin(at: Standing, _: Json) -> Said:
    """Begin to bind labels."""
    at.go("bind_label")
    return right("wants_bind_label")


def label_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take a label in hand: by its device code, or the serial number its maker printed on it."""
    label = at.work.get(Device, label_of_code(at.work, meaning.key))
    at.go("bind_label", label_id=label.id)
    return right("label_in_hand", label=label.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Bind the label in hand to an item."""
    label = devices.bind_label(at.work, _in_hand(at), sku=item.key)
    return finished("label_bound", label=label.name, to=item.name)


def place_scanned(at: Standing, place: Meaning) -> Said:
    """Bind the label in hand to a place: it shows what lies there."""
    label = devices.bind_label(at.work, _in_hand(at), place=place.key)
    return finished("label_bound", label=label.name, to=place.name)


def take_off(at: Standing, _: Json) -> Said:
    """Take the label in hand off its item and place."""
    label = devices.unbind_label(at.work, _in_hand(at))
    return finished("label_taken_off", label=label.name)


def _in_hand(at: Standing) -> str:
    label_id = at.facts.get("label_id")
    if not isinstance(label_id, str):
        raise Refusal("scan_the_label_first")
    return label_id


def _has_label(at: Standing) -> bool:
    return "label_id" in at.facts


def show(at: Standing) -> Json:
    """Show the label in hand and what it belongs to."""
    if not _has_label(at):
        return {"label": None}
    label = at.work.get(Device, _in_hand(at))
    place = place_name(label.place) if label.place else None
    return {"label": label.name, "sku": label.sku, "place": place}


BIND_LABEL = ScreenKind(
    name="bind_label",
    show=show,
    scans={
        Kind.DEVICE: label_scanned,
        Kind.ITEM: item_scanned,
        Kind.BIN: place_scanned,
        Kind.SLOT: place_scanned,
        Kind.STAGING: place_scanned,
        Kind.UNKNOWN: label_scanned,
    },
    steps={"take_off": Step(take_off, _has_label), "home": Step(leave)},
    unknown="scan_serial_number",
)
