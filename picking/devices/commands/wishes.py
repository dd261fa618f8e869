"""What things with a state should show, repeated until they say they do: shelf labels, slot lamps, scanner settings."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import WISH_REPEAT, WISH_TRIES_MAX
from picking.foundation.locking import LOCK
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

BULKY = ("marks", "panel")  # what the picture is made of: no need to keep it twice


def wish(work: UnitOfWork, device_id: str, state: Json) -> Wish:
    """Say what a device shall show; the version grows only when that is something else than before."""
    known = wish_of(work, device_id)
    if known.version > 0 and known.wished == state:
        return known
    known.version, known.wished, known.wished_at = known.version + 1, state, work.now
    known.sent_at = None
    wake(work, known)
    return known


def wish_of(work: UnitOfWork, device_id: str) -> Wish:
    """Open a device's wish, an empty one when nothing was wished of it yet."""
    known = work.find(Wish, device_id, lock=True)
    if known is not None:
        return known
    device = work.get(Device, device_id)
    made = Wish(
        device_id=device_id, store_id=device.store_id, version=0, wished={}, wished_at=work.now, overlay={},
        reported_version=0, tries=0, repeat_seconds=int(_patience(work, device).total_seconds()),
    )  # fmt: skip
    return work.add(made)


def open_wishes(work: UnitOfWork, device_ids: Sequence[str]) -> Sequence[Wish]:
    """Open and lock many wishes with one question; hold on to what this gives, or they are asked for again."""
    query = select(Wish).where(Wish.device_id.in_(device_ids)).order_by(Wish.device_id).with_for_update(**LOCK)
    found = work.session.scalars(query).all()
    for known in found:
        work.must_lock(Wish, known.device_id)  # they are: nobody need ask again
    return found


def _patience(work: UnitOfWork, device: Device) -> timedelta:
    """A shelf label sleeps most of the time; everything else answers at once."""
    if device.device_class is DeviceClass.SHELF_LABEL:
        return timedelta(seconds=work.settings.label_answer_seconds_max)
    return WISH_REPEAT


def wake(work: UnitOfWork, known: Wish) -> None:
    """Try anew from now on, as if for the first time."""
    known.tries, known.broken_at, known.cause = 0, None, None
    known.due_at = work.now
    work.instructed = True


def wish_sent(work: UnitOfWork, device_id: str, version: int, content: str | None = None) -> None:
    """Note that a wish was published; `content` is the hash of what it looks like.

    Each try waits longer than the last. After three without an answer it is broken off: somebody has to walk there.
    """
    known = work.get(Wish, device_id, lock=True)
    if known.version != version or known.due_at is None:
        return
    known.sent_at, known.sent_hash, known.tries = work.now, content, known.tries + 1
    known.due_at = work.now + timedelta(seconds=known.repeat_seconds * known.tries)
    if known.tries >= WISH_TRIES_MAX:
        _break_off(work, known)


def _break_off(work: UnitOfWork, known: Wish) -> None:
    known.broken_at, known.due_at = work.now, None
    alert = {"code": "wish_not_shown", "device_id": known.device_id}
    if not any(told.body.get("code") == alert["code"] for told in work.told):  # an access point takes hundreds with it
        work.push(f"store:{known.store_id}", "alert", alert)


def already_shown(work: UnitOfWork, device_id: str, version: int) -> None:
    """Note that a device shows a new version already: it looks like what it has said it shows. Nothing is sent."""
    known = work.get(Wish, device_id, lock=True)
    if known.version == version:
        known.reported_version, known.due_at = version, None


def reported(work: UnitOfWork, device_id: str, version: int, state: Json, failed: str | None = None) -> Wish | None:
    """Note what a device really shows: it counts as shown only by its own word for that version.

    An older word than the last changes nothing; a device nobody wished anything of gives None. `failed` is why it could
    not show the version wished.
    """
    known = work.find(Wish, device_id, lock=True)
    if known is None:
        return None
    if failed is not None and known.reported_version < known.version:
        known.cause = failed[:40]
    if version < known.reported_version or version > known.version:
        return known
    known.reported_version = version
    known.reported = {key: value for key, value in state.items() if key not in BULKY}
    if version == known.version:
        known.shown_hash, known.due_at, known.broken_at, known.cause = known.sent_hash, None, None, None
        known.shown_at = work.now
    body = {"device_id": device_id, "wished": known.version, "shown": version}
    work.push(f"store:{known.store_id}", "device", body)
    return known


def retry_wish(work: UnitOfWork, device_id: str) -> Wish:
    """Try a broken-off wish again: somebody has changed the battery, or wants to know."""
    known = wish_of(work, device_id)
    if known.reported_version < known.version:
        wake(work, known)
    return known


def wake_broken(work: UnitOfWork, device: Device) -> None:
    """Try again what was broken off: the device has come back, or is right again."""
    known = work.find(Wish, device.id, lock=True)
    if known is not None and known.broken_at is not None:
        wake(work, known)


def beep(work: UnitOfWork, device_id: str, tone: str, text: str = "") -> None:
    """Sound a tone (`right`, `wrong`, `attention`, `finished`) at a device; `text` for those with a display."""
    work.get(Device, device_id)
    work.instruct(device_id, "beep", {"tone": tone, "text": text or None})
