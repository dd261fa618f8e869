"""Puts the rows of a section into the books with the store file's own keepers, and what follows from them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Category, Item, ScaleLayout
from picking.floor.model import Aisle, Basket, Edge, Node, Store, Zone
from picking.foundation.own_settings import OwnSetting
from picking.foundation.tables import Base
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports import floor_part, goods_part, people_part, stock_part, way_out_part
from picking.imports.document import StoreFile
from picking.imports.keeping import Books
from picking.imports.setup.given import Given, What, key_text
from picking.imports.setup.sections import Section
from picking.imports.setup.standing import all_rows
from picking.imports.setup.whole import Where, file_of, located
from picking.replenishing.model import FaceLimit

Keep = Callable[[Books, StoreFile], Any]


def _keep_card(books: Books, file: StoreFile) -> None:
    """Keep what is set about the store; how it picks otherwise is the file's."""
    store, facts = books.work.get(Store, file.store.id, lock=True), file.store
    mode = {**store.settings.get("pick_mode", {}), "assignment": str(facts.pick_mode.assignment)}
    store.names, store.timezone, store.language = facts.names, facts.timezone, facts.languages[0]
    store.settings = {**store.settings, "languages": list(facts.languages), "pick_mode": mode}


KEEPERS: Mapping[str, Keep] = {
    "items": goods_part.keep_items, "categories": goods_part.keep_categories,
    "scale_labels": goods_part.keep_scale_labels, "zones": floor_part.keep_zones, "aisles": floor_part.keep_aisles,
    "bins": floor_part.keep_bins, "nodes": floor_part.keep_nodes, "edges": floor_part.keep_ways,
    "walk": floor_part.keep_walk, "stalls": floor_part.keep_stalls, "staging_positions": way_out_part.keep_staging,
    "outbound_slots": way_out_part.keep_slots, "baskets": floor_part.keep_baskets, "staff": people_part.keep_staff,
    "devices": people_part.keep_devices, "channels": way_out_part.keep_channels, "store": _keep_card,
    "settings": floor_part.keep_settings, "count_plans": stock_part.keep_count_plans,
    "face_limits": stock_part.keep_face_limits, "fill_plan": stock_part.keep_fill_plan,
    "fresh_day": stock_part.keep_fresh_day,
}  # fmt: skip
TABLES: Mapping[str, tuple[type[Base], bool]] = {  # where rows are deleted, and whether the store is part of the key
    "categories": (Category, False), "scale_labels": (ScaleLayout, True), "zones": (Zone, False),
    "aisles": (Aisle, True), "nodes": (Node, True), "edges": (Edge, True), "baskets": (Basket, False),
    "settings": (OwnSetting, True), "face_limits": (FaceLimit, False),
}  # fmt: skip
_GRAPH = ("nodes", "edges", "walk")


def keep(work: UnitOfWork, section: Section, changes: Sequence[Given]) -> list[Where]:
    """Keep what changes; gives the faults that only the books could find."""
    books, store_id = Books(work, work.by.store_id), work.by.store_id
    named = [each for each in changes if each.row is not None]
    rows = {section.name: [each.row for each in named]}
    floor = {name: all_rows(work.session, store_id, name) for name in ("nodes", "edges") if name != section.name}
    KEEPERS[section.name](books, file_of(work.session, store_id, {**floor, **rows}))
    gone = [_delete(work, section, each) for each in changes if each.row is None and each.what is What.RETIRED]
    books.settle()
    _follow(books, section)
    found = [located(section, named, rows, fault) for fault in books.faults.found]
    return [*found, *(each for each in gone if each is not None)]


def _delete(work: UnitOfWork, section: Section, given: Given) -> Where | None:
    table, in_store = TABLES[section.name]
    key = (work.by.store_id, *given.key) if in_store else given.key
    row = work.get(table, key if len(key) > 1 else key[0], lock=True)
    named = _still_named(work.session, table, given.key[0])
    if named is not None:
        thing, count = named
        return Where.of(given, section, "retired", "in_use_named", thing=thing, count=count)
    work.session.delete(row)
    return None


def _still_named(session: Session, table: type[Base], key: object) -> tuple[str, int] | None:
    """Find rows of other tables that name this one: first those the database knows of, then items' categories."""
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            if any(foreign.column.table is table.__table__ for foreign in column.foreign_keys):
                count = session.scalar(select(func.count()).select_from(mapper.local_table).where(column == key))
                if count:
                    return mapper.class_.__name__, count
    if table is Category:
        count = session.scalar(select(func.count()).select_from(Item).where(Item.category == key))
        return ("Item", count) if count else None
    return None


def _follow(books: Books, section: Section) -> None:
    """Let distances be measured anew where the floor became another one."""
    work, store_id = books.work, books.store_id
    if section.name in (*_GRAPH, "bins"):
        work.get(Store, store_id, lock=True).layout_version += 1
    if section.name in _GRAPH:
        names = ("nodes", "edges", "outbound_slots")
        rows = {name: all_rows(work.session, store_id, name) for name in names}
        way_out_part.keep_slots(books, file_of(work.session, store_id, rows))
        books.settle()


def named_for_people(given: Given) -> str:
    """Name a row: by its key, somebody new by the name."""
    return key_text(given.key) or str((given.after or {}).get("name", ""))
