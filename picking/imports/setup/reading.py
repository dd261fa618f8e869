"""Rows of the books written as rows of the store file, a function a section."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from picking.catalogue.barcodes import Check, FieldName
from picking.catalogue.model import Category, Item, ItemCode, Listing, ScaleLayout
from picking.catalogue.queries import regular_price
from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.floor.model import Aisle, Basket, Bin, Edge, Node, Stall, Store, Zone
from picking.foundation.own_settings import OwnSetting
from picking.foundation.quantity import Unit
from picking.imports import document
from picking.imports.setup.codes import as_written, settled
from picking.imports.setup.device_places import Places
from picking.orders.model import Channel
from picking.outbound.lifecycle import SlotState, StagingState
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.model import Person

NO_WORD = {"en": "pc"}  # an item that a channel sent without the word for one piece
PICK_MODE: dict[str, Any] = {
    "assignment": "pull_and_offer", "offer_seconds": 15, "task_per": "zone", "batch_orders_max": 4,
    "batch_alone_minutes": 15, "sort": "while_walking", "separate_bags_by": ["temperature_class", "food_hygiene"],
    "bag_warn_grams": 6000, "bag_split_grams": 8000, "frozen_out_minutes_max": 15, "promise_minutes": 30,
}  # fmt: skip


def holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Give the condition that a column holds a text; JSON is searched as the database writes it."""
    written = func.lower(cast(column, String))
    forms = {text.lower(), json.dumps(text)[1:-1].lower()}
    return or_(*(written.contains(form, autoescape=True) for form in sorted(forms)))


def items(session: Session, _store_id: str, rows: Sequence[tuple[Item, Listing]]) -> list[document.ItemRow]:
    """Write items with their listing here and all their codes."""
    codes: dict[str, list[ItemCode]] = {}
    skus = [item.sku for item, _ in rows]
    for at in range(0, len(skus), 500):
        query = select(ItemCode).where(ItemCode.sku.in_(skus[at : at + 500]))
        for code in session.scalars(query.order_by(ItemCode.kind, ItemCode.code)):
            codes.setdefault(code.sku, []).append(code)
    return [_item(item, listing, codes.get(item.sku, ())) for item, listing in rows]


def _item(item: Item, listing: Listing, codes: Iterable[ItemCode]) -> document.ItemRow:
    return document.ItemRow(
        sku=item.sku, names=item.names, spec=item.spec, category=item.category, work_type=item.work_type,
        stall=listing.stall_id, unit=item.unit_names or NO_WORD, temperature_class=item.temperature_class,
        food_hygiene=item.hygiene, sold_by=_sold_by(item), price_minor=regular_price(listing),
        weight_grams=item.weight_grams, weight_tolerance_permille=item.weight_tolerance_permille,
        shelf_life_days=item.shelf_life_days, prep_seconds=item.prep_seconds, fragile=item.fragile, heavy=item.heavy,
        scan_each=item.scan_each, picture=item.picture,
        options=tuple(document.OptionRow(each["code"], each["names"]) for each in item.options),
        codes=settled(tuple(as_written(each.kind, each.code, each.contains) for each in codes)), stock=(),
        safety_stock=listing.safety_stock, retired=not listing.listed,
    )  # fmt: skip


def _sold_by(item: Item) -> document.SoldBy:
    return document.SoldBy.WEIGHT if item.unit is Unit.GRAM else document.SoldBy.PIECE


def categories(_session: Session, _store_id: str, rows: Sequence[Category]) -> list[document.CategoryRow]:
    """Write categories."""
    return [document.CategoryRow(row.code, row.names) for row in rows]


def scale_labels(_session: Session, _store_id: str, rows: Sequence[ScaleLayout]) -> list[document.LabelRow]:
    """Write how the scales print."""
    return [document.LabelRow(row.prefix, row.length, _fields(row), Check(row.check)) for row in rows]


def _fields(row: ScaleLayout) -> tuple[document.LabelFieldRow, ...]:
    return tuple(
        document.LabelFieldRow(FieldName(each["name"]), each["digits"], each.get("decimals", 0), each.get("unit", "kg"))
        for each in row.fields
    )


def zones(_session: Session, _store_id: str, rows: Sequence[Zone]) -> list[document.ZoneRow]:
    """Write zones."""
    return [document.ZoneRow(row.id, row.code, row.names, row.temperature_class) for row in rows]


def aisles(_session: Session, _store_id: str, rows: Sequence[Aisle]) -> list[document.AisleRow]:
    """Write what is special about aisles; what a lead closed for now is no set-up."""
    return [
        document.AisleRow(
            row.code, row.people_max, tuple(document.HoursRow(each["begin"], each["end"]) for each in row.hours)
        )
        for row in rows
    ]


def bins(_session: Session, _store_id: str, rows: Sequence[Bin]) -> list[document.BinRow]:
    """Write bins."""
    return [
        document.BinRow(
            row.id, row.zone_id, row.aisle, row.node, row.kind, row.check_number, row.capacity, row.blocked, row.retired
        )
        for row in rows
    ]


def nodes(_session: Session, _store_id: str, rows: Sequence[Node]) -> list[document.NodeRow]:
    """Write the points one can stand on."""
    return [document.NodeRow(row.number, row.x, row.y, row.level) for row in rows]


def edges(_session: Session, _store_id: str, rows: Sequence[Edge]) -> list[document.EdgeRow]:
    """Write the ways between them."""
    return [document.EdgeRow(row.a, row.b, row.metres, row.one_way) for row in rows]


def walk(session: Session, store_id: str, rows: Sequence[Store]) -> list[document.WalkFacts]:
    """Write the named nodes; where one is not named it is the first."""
    first = session.scalar(select(func.min(Node.number)).where(Node.store_id == store_id)) or 0
    named = [[int(row.settings.get(f"{each}_node", first)) for each in ("door", "start", "end")] for row in rows]
    return [document.WalkFacts(door, start, end) for door, start, end in named]


def stalls(_session: Session, _store_id: str, rows: Sequence[Stall]) -> list[document.StallRow]:
    """Write stalls."""
    return [
        document.StallRow(row.id, row.names, row.work_type, row.node, None, row.bin_id, row.retired) for row in rows
    ]  # fmt: skip


def staging(_session: Session, _store_id: str, rows: Sequence[StagingPosition]) -> list[document.SpotRow]:
    """Write staging positions; one that is out of use is retired."""
    return [
        document.SpotRow(row.id, row.node, row.temperature_class, 1, row.state is StagingState.BLOCKED) for row in rows
    ]


def slots(_session: Session, _store_id: str, rows: Sequence[OutboundSlot]) -> list[document.SpotRow]:
    """Write outbound slots; one that is out of use is retired."""
    return [
        document.SpotRow(row.id, row.node, row.temperature_class, row.capacity, row.state is SlotState.BLOCKED)
        for row in rows
    ]


def baskets(_session: Session, _store_id: str, rows: Sequence[Basket]) -> list[document.BasketRow]:
    """Write baskets."""
    return [document.BasketRow(row.id, row.colour, {"en": row.colour}) for row in rows]


def staff(_session: Session, _store_id: str, rows: Sequence[Person]) -> list[document.StaffRow]:
    """Write the staff; badge and PIN never leave."""
    return [
        document.StaffRow(
            row.name, row.language, tuple(row.roles), tuple(row.skills), row.stall_id, id=row.id, retired=not row.active
        )
        for row in rows
    ]


def devices(session: Session, store_id: str, rows: Sequence[Device]) -> list[document.DeviceRow]:
    """Write devices with where they stand."""
    places = Places.of(session, store_id, [row.place for row in rows if row.place])
    return [
        document.DeviceRow(
            row.id.partition("/")[2], row.gateway, row.device_class, (row.info or {}).get("driver"), row.name,
            places.row(row.place), row.sku, (row.backup_id or "").partition("/")[2] or None,
            row.state is DeviceState.RETIRED,
        )
        for row in rows
    ]  # fmt: skip


def channels(_session: Session, _store_id: str, rows: Sequence[Channel]) -> list[document.ChannelRow]:
    """Write channels; where their webhooks go is not ours to give out."""
    accept = {True: document.Accept.AUTO, False: document.Accept.LEAD}
    return [
        document.ChannelRow(
            row.id, {"en": row.id}, accept[row.auto_accept], row.payment_lock_minutes, 0, row.pay_at_pickup
        )
        for row in rows
    ]


def settings(_session: Session, _store_id: str, rows: Sequence[OwnSetting]) -> list[document.SettingRow]:
    """Write what the store has set for itself."""
    return [document.SettingRow(row.key, row.value) for row in rows]


def cards(_session: Session, _store_id: str, rows: Sequence[Store]) -> list[document.StoreCard]:
    """Write what is set about a store."""
    return [
        document.StoreCard(row.id, row.names, row.timezone, row.language, _pick_mode(row).assignment) for row in rows
    ]  # fmt: skip


def facts_of(row: Store) -> document.StoreFacts:
    """Write what a store is and how it picks."""
    return document.StoreFacts(
        id=row.id, names=row.names, currency=row.currency, timezone=row.timezone,
        languages=tuple(row.settings.get("languages", [row.language])),
        opens_at=row.settings.get("opens_at", "00:00"), closes_at=row.settings.get("closes_at", "23:59"),
        pick_mode=_pick_mode(row),
    )  # fmt: skip


def _pick_mode(row: Store) -> document.PickMode:
    mode = {**PICK_MODE, **row.settings.get("pick_mode", {})}
    return document.PickMode(
        **{
            **mode,
            "assignment": document.Assignment(mode["assignment"]),
            "task_per": document.TaskPer(mode["task_per"]),
            "sort": document.Sort(mode["sort"]),
            "separate_bags_by": tuple(document.Separate(each) for each in mode["separate_bags_by"]),
        }
    )
