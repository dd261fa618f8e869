"""What a change is checked against: the store as it would stand, as far as the section has to do with it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.imports.checks import contradictions
from picking.imports.document import FORMAT, FloorFacts, StoreFile
from picking.imports.setup.given import Given, key_text
from picking.imports.setup.reading import facts_of
from picking.imports.setup.sections import SECTIONS, Section
from picking.imports.setup.standing import all_rows, rows_by_key
from picking.imports.shapes import Fault

_GRAPH = ("nodes", "edges")
_PLACES = ("bins", "stalls", "staging_positions", "outbound_slots")
# section -> what else has to be looked at, and which checks of the store file look
LOOKS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "items": (("stalls", "categories"), ("items", "codes")),
    "categories": ((), ()),
    "scale_labels": ((), ("scale_labels",)),
    "zones": (("bins",), ("places",)),
    "aisles": (("bins",), ("places",)),
    "bins": (("zones", *_GRAPH), ("floor", "places")),
    "nodes": ((*_GRAPH, *_PLACES), ("floor",)),
    "edges": ((*_GRAPH, *_PLACES), ("floor",)),
    "walk": ((*_GRAPH, *_PLACES), ("floor",)),
    "stalls": (("bins", *_GRAPH), ("floor", "places")),
    "staging_positions": (_GRAPH, ("floor",)),
    "outbound_slots": (_GRAPH, ("floor",)),
    "baskets": ((), ()),
    "count_plans": (("zones",), ("stock",)),
    "face_limits": (("bins",), ("stock",)),
    "fill_plan": ((), ()),
    "fresh_day": ((), ("stock",)),
    "staff": (("stalls",), ("staff",)),
    "devices": (_PLACES, ("devices",)),
    "channels": ((), ()),
    "store": ((), ("store",)),
    "settings": ((), ("settings",)),
}
NAME_ITEMS = ("devices", "face_limits")
_IN_FLOOR = {"nodes": "floor.nodes", "edges": "floor.edges", "walk": "floor"}


@dataclass(frozen=True)
class Where:
    """A fault and whose it is: the given row's place (None for a row that was not given), section, key and field."""

    at: int | None
    section: str
    key: str
    field: str
    fault: Fault

    @classmethod
    def of(cls, given: Given, section: Section, field: str, code: str, /, **facts: object) -> "Where":
        """Make the fault of a given row's field."""
        return cls(given.at, section.name, key_text(given.key), field, Fault("", code, facts))

    @property
    def name(self) -> tuple[str, ...]:
        """Name it without its place, so that it is known again."""
        return self.section, self.key, self.field, self.fault.code, json.dumps(self.fault.facts, default=str)


def faults_of(session: Session, store_id: str, section: Section, given: Sequence[Given]) -> list[Where]:
    """Find what would contradict itself and did not before, in the rows given and in others."""
    looked_at = _rows(session, store_id, section)
    touched = {each.key for each in given}
    ours = [each for each in given if each.row is not None and not each.row_retired]
    rest = [row for row in looked_at.get(section.name, []) if section.key_in(row) not in touched]
    after = {**looked_at, section.name: [*(each.row for each in ours), *rest]}
    if section.name in NAME_ITEMS:
        after["items"] = _items_named(session, store_id, after[section.name])
    found = _found(session, store_id, section, ours, after)
    if not found:
        return []
    stood = {**looked_at, "items": after.get("items", [])}
    if section.name == "items":
        stood["items"] = rows_by_key(session, store_id, "items", [each.key for each in ours if each.before])
    known = {each.name for each in _found(session, store_id, section, [], stood)}
    return [each for each in found if each.name not in known]


def _rows(session: Session, store_id: str, section: Section) -> dict[str, list[Any]]:
    """Read what is looked at; of items only those given, for a store has thousands."""
    wanted = {*LOOKS[section.name][0], *(() if section.name == "items" else (section.name,))}
    return {name: all_rows(session, store_id, name, live=True) for name in sorted(wanted)}


def _items_named(session: Session, store_id: str, rows: Sequence[Any]) -> list[Any]:
    skus = sorted({row.sku for row in rows if row.sku is not None})
    return rows_by_key(session, store_id, "items", [(sku,) for sku in skus])


def _found(
    session: Session, store_id: str, section: Section, ours: Sequence[Given], rows: Mapping[str, Sequence[Any]]
) -> list[Where]:
    faults = contradictions(file_of(session, store_id, rows), LOOKS[section.name][1])
    return [located(section, ours, rows, fault) for fault in faults]


def file_of(session: Session, store_id: str, rows: Mapping[str, Sequence[Any]]) -> StoreFile:
    """Make a store file of these rows; whatever is not named is empty, the floor's named nodes are the store's."""

    def some(name: str) -> tuple[Any, ...]:
        return tuple(rows.get(name, ()))

    store = facts_of(session.get_one(Store, store_id))
    for card in some("store"):
        mode = replace(store.pick_mode, assignment=card.assignment)
        others = [each for each in store.languages if each != card.language]
        store = replace(
            store, names=card.names, timezone=card.timezone, languages=(card.language, *others), pick_mode=mode
        )
    (walk,) = some("walk") or all_rows(session, store_id, "walk")
    return StoreFile(
        format=FORMAT, store=store, zones=some("zones"),
        floor=FloorFacts(walk.door, walk.start, walk.end, some("nodes"), some("edges")),
        bins=some("bins"), stalls=some("stalls"), staging_positions=some("staging_positions"),
        outbound_slots=some("outbound_slots"), baskets=some("baskets"), scale_labels=some("scale_labels"),
        channels=some("channels"), staff=some("staff"), devices=some("devices"), categories=some("categories"),
        items=some("items"), aisles=some("aisles"), settings=some("settings"), count_plans=some("count_plans"),
        face_limits=some("face_limits"),
        fill_plan=next(iter(some("fill_plan")), None), fresh_day=next(iter(some("fresh_day")), None),
    )  # fmt: skip


def located(section: Section, ours: Sequence[Given], rows: Mapping[str, Sequence[Any]], fault: Fault) -> Where:
    """Say whose fault it is: of the rows given (`ours`, in the order of the file), or of another."""
    name, place, field = _parted(fault.path)
    if name == section.name and place is not None and place < len(ours):
        return Where(ours[place].at, name, key_text(ours[place].key), field, fault)
    if name == section.name and place is None and ours:
        return Where(ours[0].at, name, key_text(ours[0].key), field, fault)
    row = rows[name][place] if place is not None and place < len(rows.get(name, ())) else None
    key = key_text(SECTIONS[name].key_in(row)) if row is not None else ""
    return Where(None, name, key, field, fault)


def _parted(path: str) -> tuple[str, int | None, str]:
    """Part `floor.nodes[3].x` into section, place and field."""
    for name, inside in _IN_FLOOR.items():
        if re.match(rf"{re.escape(inside)}(\[|\.(door|start|end)$)", path):
            path = name + path.removeprefix(inside)
    found = re.match(r"(\w+)(?:\[(\d+)\])?\.?(.*)", path)
    assert found is not None
    return found[1], int(found[2]) if found[2] else None, found[3]
