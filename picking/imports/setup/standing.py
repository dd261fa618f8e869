"""The store as it stands in the books, in the words of its file: one reader a section."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, false, or_, select, tuple_
from sqlalchemy.orm import Session

from picking.catalogue.model import Category, Item, Listing, ScaleLayout
from picking.counting.lifecycle import CountPlanState
from picking.counting.model import CountPlan
from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.floor.model import Aisle, Basket, Bin, Edge, Node, Stall, Store, Zone
from picking.foundation.own_settings import OwnSetting
from picking.freshness.model import FreshDay
from picking.imports.setup import reading, reading_stock
from picking.orders.model import Channel
from picking.outbound.lifecycle import SlotState, StagingState
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.model import Person
from picking.replenishing.lifecycle import FillPlanState
from picking.replenishing.model import FaceLimit, FillPlan

AT_ONCE_MAX = 500
_NEVER: ColumnElement[bool] = false()


@dataclass(frozen=True)
class Shelf:
    """Where a section's rows stand: the statement, the columns that name one and those that are searched, the reader.

    `read` is given rows of the statement and gives rows of the file, in the same order.
    """

    rows: Callable[[str], Select[Any]]
    keys: tuple[ColumnElement[Any], ...]
    read: Callable[[Session, str, Sequence[Any]], list[Any]]
    searched: tuple[ColumnElement[Any], ...] = ()
    retired: ColumnElement[bool] = _NEVER


def _of_store(kind: Any) -> Callable[[str], Select[Any]]:
    return lambda store_id: select(kind).where(kind.store_id == store_id)


def _columns(*columns: Any) -> tuple[ColumnElement[Any], ...]:
    return tuple(column.expression for column in columns)


def _listed(store_id: str) -> Select[Any]:
    both = select(Item, Listing).join(Listing, Listing.sku == Item.sku).where(Listing.store_id == store_id)
    return cast("Select[Any]", both)


SHELVES: Mapping[str, Shelf] = {
    "items": Shelf(
        _listed, _columns(Item.sku), reading.items, _columns(Item.sku, Item.names, Item.category),
        ~Listing.listed.expression,
    ),
    "categories": Shelf(
        lambda _: select(Category), _columns(Category.code), reading.categories, _columns(Category.code, Category.names)
    ),
    "scale_labels": Shelf(
        _of_store(ScaleLayout), _columns(ScaleLayout.prefix, ScaleLayout.length), reading.scale_labels,
        _columns(ScaleLayout.prefix),
    ),
    "zones": Shelf(_of_store(Zone), _columns(Zone.id), reading.zones, _columns(Zone.id, Zone.code, Zone.names)),
    "aisles": Shelf(_of_store(Aisle), _columns(Aisle.code), reading.aisles, _columns(Aisle.code)),
    "bins": Shelf(
        _of_store(Bin), _columns(Bin.id), reading.bins, _columns(Bin.id, Bin.zone_id, Bin.aisle),
        Bin.retired.expression,
    ),
    "nodes": Shelf(_of_store(Node), _columns(Node.number), reading.nodes),
    "edges": Shelf(_of_store(Edge), _columns(Edge.a, Edge.b), reading.edges),
    "walk": Shelf(lambda store_id: select(Store).where(Store.id == store_id), (), reading.walk),
    "stalls": Shelf(
        _of_store(Stall), _columns(Stall.id), reading.stalls, _columns(Stall.id, Stall.names), Stall.retired.expression
    ),
    "staging_positions": Shelf(
        _of_store(StagingPosition), _columns(StagingPosition.id), reading.staging, _columns(StagingPosition.id),
        StagingPosition.state.expression == StagingState.BLOCKED,
    ),
    "outbound_slots": Shelf(
        _of_store(OutboundSlot), _columns(OutboundSlot.id), reading.slots, _columns(OutboundSlot.id),
        OutboundSlot.state.expression == SlotState.BLOCKED,
    ),
    "baskets": Shelf(_of_store(Basket), _columns(Basket.id), reading.baskets, _columns(Basket.id, Basket.colour)),
    "count_plans": Shelf(
        _of_store(CountPlan), _columns(CountPlan.code), reading_stock.count_plans,
        _columns(CountPlan.code, CountPlan.zone_id), CountPlan.state.expression == CountPlanState.PAUSED,
    ),
    "face_limits": Shelf(
        _of_store(FaceLimit), _columns(FaceLimit.bin_id, FaceLimit.sku), reading_stock.face_limits,
        _columns(FaceLimit.bin_id, FaceLimit.sku),
    ),
    "fill_plan": Shelf(
        _of_store(FillPlan), (), reading_stock.fill_plans, (), FillPlan.state.expression == FillPlanState.PAUSED
    ),
    "fresh_day": Shelf(_of_store(FreshDay), (), reading_stock.fresh_days),
    "staff": Shelf(
        _of_store(Person), _columns(Person.id), reading.staff, _columns(Person.id, Person.name, Person.roles),
        ~Person.active.expression,
    ),
    "devices": Shelf(
        _of_store(Device), _columns(Device.id), reading.devices,
        _columns(Device.id, Device.name, Device.place, Device.device_class, Device.sku),
        Device.state.expression == DeviceState.RETIRED,
    ),
    "channels": Shelf(_of_store(Channel), _columns(Channel.id), reading.channels, _columns(Channel.id)),
    "settings": Shelf(
        _of_store(OwnSetting), _columns(OwnSetting.key), reading.settings, _columns(OwnSetting.key)
    ),
    "store": Shelf(lambda store_id: select(Store).where(Store.id == store_id), _columns(Store.id), reading.cards),
}  # fmt: skip


def all_rows(session: Session, store_id: str, name: str, *, live: bool = False) -> list[Any]:
    """Read all rows of a section in the order of their keys; with `live` only what is not retired."""
    shelf = SHELVES[name]
    statement = shelf.rows(store_id).order_by(*shelf.keys)
    return shelf.read(session, store_id, _fetched(session, statement.where(~shelf.retired) if live else statement))


def rows_by_key(session: Session, store_id: str, name: str, keys: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Read the rows of a section that have these keys, as the books name them."""
    shelf, found = SHELVES[name], []
    if not shelf.keys:
        return all_rows(session, store_id, name) if keys else []
    for at in range(0, len(keys), AT_ONCE_MAX):
        part = keys[at : at + AT_ONCE_MAX]
        column = tuple_(*shelf.keys) if len(shelf.keys) > 1 else shelf.keys[0]
        named = column.in_(part if len(shelf.keys) > 1 else [key[0] for key in part])
        found += shelf.read(session, store_id, _fetched(session, shelf.rows(store_id).where(named)))
    return found


def looked_for(shelf: Shelf, text: str) -> ColumnElement[bool]:
    """Give the condition that a row has a text somewhere in what is searched."""
    return or_(*(reading.holds(column, text) for column in shelf.searched))


def _fetched(session: Session, statement: Select[Any]) -> Sequence[Any]:
    found = session.execute(statement).all()
    return [row[0] if len(row) == 1 else tuple(row) for row in found]
