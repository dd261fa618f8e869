"""Sets a part of the store up: rows laid over what stands, checked as a whole, and kept all together or not at all."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.setup.given import Given, What, key_text, take
from picking.imports.setup.in_use import in_use
from picking.imports.setup.kept import keep, named_for_people
from picking.imports.setup.sections import NIGHT, Section, section_named
from picking.imports.setup.whole import Where, faults_of
from picking.imports.shapes import Fault, Faults

ROWS_MAX = 5_000  # about three seconds of a processor, in which scans wait
FAULTS_SHOWN_MAX = 200
THING_ID_MAX = 64


@dataclass(frozen=True)
class Change:
    """What becomes of one row: its place in what was given, its name, and each field before and after."""

    row: int
    key: str
    what: What
    fields: list[tuple[str, Any, Any]]


@dataclass(frozen=True)
class SetUp:
    """What was changed, and how many rows were as they are already."""

    section: str
    changes: list[Change]
    same: int

    @property
    def seen(self) -> str:
        """Sign the changes, so that what is done is what was looked at."""
        tree = [[each.key, each.what, each.fields] for each in self.changes]
        return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class _Thing:
    """A row as the journal names it."""

    __tablename__: str
    id: str
    store_id: str


def set_up(work: UnitOfWork, name: str, rows: Sequence[object], *, seen: str | None = None) -> SetUp:
    """Change a section of the store file; rows that are not named stay, and so do fields a row does not say.

    `seen` is the sign of the changes somebody has looked at; others are refused (`setup_moved_on`). Refuses
    (`setup_refused`) with every fault's row, field and reason; then nothing was changed.
    """
    section = section_named(name)
    work.by.require(*section.rights)
    if len(rows) > ROWS_MAX:
        raise invalid("rows", f"at most {ROWS_MAX} at a time")
    faults = Faults()
    given = take(work, section, rows, faults)
    changes = [each for each in given if each.what is not What.SAME]
    _refuse_beyond_night(work, section, changes)
    unread = [_unread(section, fault) for fault in faults.found]
    _refuse([*unread, *faults_of(work.session, work.by.store_id, section, changes), *in_use(work, section, changes)])
    made = SetUp(name, [_change(work, section, each) for each in changes], len(given) - len(changes))
    if seen is not None and seen != made.seen:
        raise Refusal("setup_moved_on")
    if changes:
        _refuse(keep(work, section, changes))
        _write_down(work, section, made)
    return made


def _change(work: UnitOfWork, section: Section, given: Given) -> Change:
    if section.name == "settings":
        return _set(work, given)
    return Change(given.at, named_for_people(given), given.what, given.fields)


def _set(work: UnitOfWork, given: Given) -> Change:
    """Say what holds before and after: where a store sets nothing itself, that is the service's."""
    of_service = getattr(work.of_service, str(given.key[0]), None)
    before, after = ((tree or {}).get("value", of_service) for tree in (given.before, given.after))
    return Change(given.at, key_text(given.key), What.CHANGED, [("value", before, after)])


def _unread(section: Section, fault: Fault) -> Where:
    found = re.match(r"\w+\[(\d+)\]\.?(.*)", fault.path)
    assert found is not None
    return Where(int(found[1]), section.name, "", found[2], fault)


def _refuse(faults: Sequence[Where]) -> None:
    if not faults:
        return
    shown = [
        {
            "row": None if each.at is None else each.at + 1, "section": each.section, "key": each.key,
            "field": each.field, "reason": each.fault.reason,
        }
        for each in sorted(faults, key=lambda each: (each.at is None, each.at or 0))[:FAULTS_SHOWN_MAX]
    ]  # fmt: skip
    first = shown[0]
    where = f"{first['row']}" if first["row"] is not None else f"{first['section']} {first['key']}"
    raise Refusal(
        "setup_refused", Kind.INVALID, row=where, field=first["field"] or first["section"], reason=first["reason"],
        count=len(faults), faults=shown,
    )  # fmt: skip


def _refuse_beyond_night(work: UnitOfWork, section: Section, changes: Sequence[Given]) -> None:
    """Let a lead change only what has to be changed at night, and nothing be added."""
    if work.by.may(section.right):
        return
    beyond = [
        each for each in changes if each.before is None or not {key for key, _, _ in each.fields} <= section.night
    ]
    if beyond:
        raise Refusal("right_missing", Kind.FORBIDDEN, right=section.right if section.night else NIGHT)


def _write_down(work: UnitOfWork, section: Section, made: SetUp) -> None:
    """Leave a row in the journal for each row that was changed: who, what, before and after."""
    for each in made.changes:
        fields: Json = {key: [before, after] for key, before, after in each.fields}
        work.note(
            _Thing(section.thing, each.key[:THING_ID_MAX], work.by.store_id), f"set_up_{each.what}", fields=fields
        )
