"""The people and their things: staff with badges, devices, what the shelf labels show."""

from picking.devices.commands import retire, show_items, show_places
from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.imports.document import DeviceRow, StaffRow, StoreFile, device_key, place_key
from picking.imports.keeping import Books
from picking.people.commands import PersonDraft, give_badge, keep_person
from picking.people.model import Badge, Person
from picking.people.secrets import hash_token


def keep(books: Books, file: StoreFile) -> None:
    """Keep staff and devices."""
    keep_staff(books, file)
    keep_devices(books, file)


def keep_staff(books: Books, file: StoreFile) -> None:
    """Keep the staff; a person is known again by the id, else by the badge."""
    for i, row in enumerate(file.staff):
        badge = books.work.find(Badge, hash_token(row.badge)) if row.badge else None
        person_id = row.id or (badge.person_id if badge else None)
        unfit = _unfit(books, row, badge, person_id)
        if unfit:
            books.faults.add(f"staff[{i}].{unfit[0]}", unfit[1])
        else:
            _keep_person(books, file.store.id, row, person_id)


def _unfit(books: Books, row: StaffRow, badge: Badge | None, person_id: str | None) -> tuple[str, str] | None:
    """Say which field cannot be, and why."""
    if badge is not None and badge.revoked_at is not None:
        return "badge", "fault_badge_revoked"
    if person_id is None:
        return ("pin", "fault_pin_wanted") if row.pin is None else None
    person = books.work.find(Person, person_id)
    if person is None:
        return "id", "fault_nobody"
    if person.store_id != books.store_id or (badge is not None and badge.person_id != person_id):
        return ("badge", "fault_badge_taken") if badge is not None else ("id", "fault_nobody")
    return None


def _keep_person(books: Books, store_id: str, row: StaffRow, person_id: str | None) -> None:
    known = books.work.get(Person, person_id) if person_id else None
    active = not row.retired if row.retired is not None else True
    draft = PersonDraft(row.name, row.language, row.roles, row.skills, row.pin, row.stall, active)
    person = keep_person(books.work, store_id, draft, person_id=known.id if known else None)
    books.created["people"] += known is None
    books.settle()
    if row.badge is not None:
        give_badge(books.work, person.id, row.badge)


def keep_devices(books: Books, file: StoreFile) -> None:
    """Keep the devices, and let the shelf labels show what they stand for."""
    keys = {row.id: device_key(row) for row in file.devices}
    for i, row in enumerate(file.devices):
        _keep_device(books, file.store.id, row, f"devices[{i}]")
    books.settle()
    for row in file.devices:
        device = books.work.get(Device, keys[row.id])
        device.backup_id = keys.get(row.backup, f"{row.gateway}/{row.backup}") if row.backup else None
    show_items(books.work, file.store.id, [row.sku for row in file.devices if row.sku is not None])
    show_places(books.work, file.store.id)


def _keep_device(books: Books, store_id: str, row: DeviceRow, path: str) -> None:
    known = books.work.find(Device, device_key(row))
    if known is not None and known.state is DeviceState.RETIRED:
        if row.retired is False:
            books.faults.add(f"{path}.retired", "fault_device_retired")
        return
    if known is not None and known.device_class is not row.class_:
        books.faults.add(f"{path}.class", "fault_device_class", now=str(known.device_class))
        return
    device = books.keep(
        Device, f"{path}.id", {"id": device_key(row)}, store_id=store_id, gateway=row.gateway,
        device_class=row.class_, name=row.name, place=place_key(row.place), sku=row.sku,
    )  # fmt: skip
    if row.driver is not None:
        device.info = {**(device.info or {}), "driver": row.driver}
    if row.retired:
        retire(books.work, device.id)
