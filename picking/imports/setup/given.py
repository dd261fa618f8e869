"""What was given to be set up: each row laid over what stands, read, and compared with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.document import DeviceRow, ItemRow, StaffRow
from picking.imports.setup.codes import settled
from picking.imports.setup.plain import is_leaving, laid_over, plain, read_row, without_mark
from picking.imports.setup.sections import Section
from picking.imports.setup.standing import rows_by_key
from picking.imports.shapes import Faults
from picking.people.model import Badge, Person
from picking.people.secrets import hash_token, pin_fits

HIDDEN = "•••"
SECRETS = ("pin", "badge")


class What(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    RETURNED = "returned"
    SAME = "same"


@dataclass(frozen=True)
class Given:
    """One row: its place in what was given, its key, what stood, and what shall stand (None: it goes)."""

    at: int
    key: tuple[Any, ...]
    before: Json | None
    row: Any
    after: Json | None

    @property
    def what(self) -> What:
        """Say what becomes of it."""
        if self.before is None:
            return What.SAME if self.after is None else What.ADDED
        if self.after is None:
            return What.RETIRED
        was, will = self.before.get("retired", False), self.after.get("retired", False)
        if was != will:
            return What.RETIRED if will else What.RETURNED
        return What.SAME if self.before == self.after else What.CHANGED

    @property
    def row_retired(self) -> bool:
        """Tell whether it stands as retired afterwards."""
        return getattr(self.row, "retired", None) is True

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """List the fields that become different, with what was and what will be."""
        before, after = self.before or {}, self.after or {}
        return [
            (key, before.get(key), after.get(key)) for key in (after or before) if before.get(key) != after.get(key)
        ]

    def differs(self, *fields: str) -> bool:
        """Tell whether one of these fields of a known row becomes different."""
        return self.before is not None and self.after is not None and any(key in fields for key, _, _ in self.fields)


def key_text(key: Sequence[Any]) -> str:
    """Write a key as people read it."""
    return "/".join(str(each) for each in key if each is not None)


def db_key(section: Section, key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give a row's key as the books have it: a device's is one text."""
    return ("/".join(map(str, key)),) if section.name == "devices" else key


def take(work: UnitOfWork, section: Section, trees: Sequence[object], faults: Faults) -> list[Given]:
    """Read all rows over what stands; notes every fault and gives what could be read."""
    named = [_named(work, section, tree) for tree in trees]
    keys = [each[0] for each in named if each is not None and _can_stand(each[0])]
    standing = _standing(work, section, keys)
    taken, seen = [], set()
    for at, each in enumerate(named):
        path = f"{section.name}[{at}]"
        if each is None:
            faults.add(path, "fault_no_object", value=repr(trees[at])[:40])
            continue
        key, tree = each
        if key in seen and None not in key:
            faults.add(
                f"{path}.{section.key[-1] if section.key else ''}".rstrip("."), "fault_twice", value=key_text(key)
            )
        seen.add(key)
        found = _read(work, section, Given(at, key, standing.get(key), None, None), tree, faults)
        taken += [found] if found is not None else []
    return taken


def _named(work: UnitOfWork, section: Section, tree: object) -> tuple[tuple[Any, ...], Mapping[str, Any]] | None:
    if not isinstance(tree, Mapping):
        return None
    if section.name == "store":
        tree = {"id": work.by.store_id, **tree}
    if section.name == "staff" and not tree.get("id"):
        tree = {**tree, "id": _badge_owner(work, tree.get("badge"))}
    key = section.key_of(tree)
    return tuple(each if isinstance(each, str | int) else None for each in key), tree


def _badge_owner(work: UnitOfWork, token: object) -> str | None:
    badge = work.find(Badge, hash_token(token)) if isinstance(token, str) and token else None
    person = work.find(Person, badge.person_id) if badge is not None else None
    return person.id if person is not None and person.store_id == work.by.store_id else None


def _can_stand(key: tuple[Any, ...]) -> bool:
    return None not in key


def _standing(work: UnitOfWork, section: Section, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], Json]:
    wanted = [db_key(section, key) for key in dict.fromkeys(keys)]
    rows = [plain(section, row) for row in rows_by_key(work.session, work.by.store_id, section.name, wanted)]
    return {section.key_of(tree): tree for tree in rows}


def _read(work: UnitOfWork, section: Section, given: Given, tree: Mapping[str, Any], faults: Faults) -> Given | None:
    if is_leaving(section, tree):
        return given
    path = f"{section.name}[{given.at}]"
    row = read_row(section, laid_over(given.before, without_mark(section, tree)), path, faults)
    if row is None:
        return None
    row = _settled(work, row)
    return replace(given, row=row, after=_hidden(plain(section, row)))


def _settled(work: UnitOfWork, row: Any) -> Any:
    """Write a row in the one way the books would, so that only what differs is a change."""
    if isinstance(row, ItemRow):
        return replace(row, codes=settled(row.codes))
    if isinstance(row, DeviceRow) and row.retired:
        return replace(row, place=None, sku=None)
    return _known_secrets(work, row) if isinstance(row, StaffRow) and row.id else row


def _known_secrets(work: UnitOfWork, row: StaffRow) -> StaffRow:
    person = work.find(Person, row.id)
    if person is None:
        return row
    badge = work.find(Badge, hash_token(row.badge)) if row.badge else None
    known_badge = badge is not None and badge.person_id == person.id and badge.revoked_at is None
    known_pin = row.pin is not None and pin_fits(row.pin, person.pin_hash)
    return replace(row, badge=None if known_badge else row.badge, pin=None if known_pin else row.pin)


def _hidden(tree: Json) -> Json:
    return {key: HIDDEN if key in SECRETS and value is not None else value for key, value in tree.items()}
