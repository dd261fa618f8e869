"""Foresees how many bags an order will need, so that the labels printed first seldom have to be printed again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import OrderLine, SubOrder
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, BagItem
from picking.outbound.packing import Goods, Packable, pack
from picking.stock.model import Allocation, Reservation

NOTHING_MORE = (SubOrderState.EMPTY, SubOrderState.CANCELLED)


@dataclass(frozen=True)
class _Open:
    """A line that still wants a bag: where its goods come from, and what they are."""

    source: str
    line: OrderLine
    item: Item


def packable(goods: Goods, item: Item) -> Packable:
    """Add what the catalogue knows of goods; stalls' and shelves' goods alike."""
    each = 1 if goods.unit is Unit.GRAM else item.weight_grams
    return Packable(goods, item.temperature_class, item.hygiene, each, fragile=item.fragile)


def class_of(classes: Iterable[TemperatureClass]) -> TemperatureClass:
    """Give the class of what a stall puts in one bag: hot food rules, then what must be kept coldest."""
    ranked = (TemperatureClass.HOT, TemperatureClass.FROZEN, TemperatureClass.CHILLED, TemperatureClass.LIVE)
    found = set(classes)
    return next((one for one in ranked if one in found), TemperatureClass.AMBIENT)


def foresee(session: Session, order_id: str, grams_max: int) -> Counter[TemperatureClass]:
    """Count by temperature class the bags an order will still get, beside those it has.

    A zone's goods are packed by themselves, and so is what each stall makes.
    """
    wanted: Counter[TemperatureClass] = Counter()
    sources: dict[str, list[_Open]] = defaultdict(list)
    for one in _open_lines(session, order_id):
        sources[one.source].append(one)
    for ones in sources.values():
        wanted.update(_classes(ones, grams_max))
    return wanted


def _classes(ones: Sequence[_Open], grams_max: int) -> list[TemperatureClass]:
    if ones[0].line.work_type is not WorkType.STANDARD:
        return [class_of(one.item.temperature_class for one in ones)]
    goods = [
        packable(Goods(one.line.id, one.line.sku, None, one.line.unit, one.line.quantity), one.item) for one in ones
    ]
    return [bag.temperature_class for bag in pack(goods, grams_max)]


def _open_lines(session: Session, order_id: str) -> list[_Open]:
    bagged = (
        select(BagItem.order_line_id)
        .join(Bag, Bag.id == BagItem.bag_id)
        .where(Bag.order_id == order_id, Bag.state != BagState.VOID)
    )
    rows = session.execute(
        select(OrderLine, Item, SubOrder.id)
        .join(Item, Item.sku == OrderLine.sku)
        .join(SubOrder, SubOrder.id == OrderLine.sub_order_id)
        .where(
            OrderLine.order_id == order_id,
            OrderLine.id.not_in(bagged),
            or_(OrderLine.delivered_quantity.is_(None), OrderLine.delivered_quantity > 0),
            SubOrder.state.not_in(NOTHING_MORE),
        )
        .order_by(OrderLine.line_no)
    ).all()
    zones = _zones(session, order_id)
    found: list[_Open] = []
    for line, item, sub_order_id in rows:
        if line.work_type is not WorkType.STANDARD:
            found.append(_Open(sub_order_id, line, item))
        elif line.id in zones:
            found.append(_Open(zones[line.id], line, item))
    return found


def _zones(session: Session, order_id: str) -> dict[str, str]:
    """Give the zone each line's goods come from; a line without goods has none."""
    rows = session.execute(
        select(Reservation.line_id, Bin.zone_id)
        .join(Allocation, Allocation.reservation_id == Reservation.id)
        .join(Bin, Bin.id == Allocation.bin_id)
        .where(Reservation.order_id == order_id, or_(Allocation.open, Allocation.taken > 0))
    )
    return {line_id: zone_id or "" for line_id, zone_id in rows}
