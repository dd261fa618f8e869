"""The people and their things: staff with badges, devices, what the shelf labels show."""

from picking.devices.commands import show_items, show_places
from picking.devices.model import Device
from picking.imports.document import StaffRow, StoreFile, device_key, place_key
from picking.imports.keeping import Books
from picking.people.commands import PersonDraft, give_badge, keep_person
from picking.people.model import Badge, Person
from picking.people.secrets import hash_token


def keep(books: Books, file: StoreFile) -> None:
    """Keep staff and devices; a person is known again by the badge."""
    for i, row in enumerate(file.staff):
        badge = books.work.find(Badge, hash_token(row.badge))
        unfit = _unfit(books, badge)
        if unfit:
            books.faults.add(f"staff[{i}].badge", unfit)
        else:
            _keep_person(books, file.store.id, row, badge)
    _devices(books, file)
    show_items(books.work, file.store.id, [row.sku for row in file.devices if row.sku is not None])
    show_places(books.work, file.store.id)


def _unfit(books: Books, badge: Badge | None) -> str | None:
    if badge is None:
        return None
    if badge.revoked_at is not None:
        return "was revoked: give a new one"
    taken = books.work.get(Person, badge.person_id).store_id != books.store_id
    return "is taken by another store" if taken else None


def _keep_person(books: Books, store_id: str, row: StaffRow, badge: Badge | None) -> None:
    draft = PersonDraft(row.name, row.language, row.roles, row.skills, row.pin, row.stall)
    person = keep_person(books.work, store_id, draft, person_id=badge.person_id if badge else None)
    books.created["people"] += badge is None
    books.settle()
    if badge is None:
        give_badge(books.work, person.id, row.badge)


def _devices(books: Books, file: StoreFile) -> None:
    keys = {row.id: device_key(row) for row in file.devices}
    for i, row in enumerate(file.devices):
        device = books.keep(
            Device, f"devices[{i}].id", {"id": keys[row.id]}, store_id=file.store.id, gateway=row.gateway,
            device_class=row.class_, name=row.name, place=place_key(row.place), sku=row.sku,
        )  # fmt: skip
        device.info = {**(device.info or {}), "driver": row.driver}
    books.settle()
    for row in file.devices:
        device = books.work.get(Device, keys[row.id])
        device.backup_id = keys[row.backup] if row.backup else None
