"""Where goods from the bay should go: where somebody waits for them, where they lie already, else by class and pace.

What sells fast lies near the beginning of the walks, what sells slowly far from it; a bin must have room for what
comes and be as cold as the goods want it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import hypot

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind, Node, Zone
from picking.foundation.quantity import Unit
from picking.stock.model import IN_HAND, Movement, OnHand

PACE_DAYS = 14
EMPTY_MAX = 400
PROPOSED_MAX = 3


class Why(StrEnum):
    """Why a bin is proposed."""

    WAITED_FOR = "waited_for"  # a picker's line waits for these very goods
    FACE_OF_ITEM = "face_of_item"
    BEHIND_FACE = "behind_face"
    NEAR_FOR_FAST = "near_for_fast"
    FAR_FOR_SLOW = "far_for_slow"


@dataclass(frozen=True)
class Proposal:
    """A bin, why, and how much of it fits (None: nobody knows its room)."""

    bin: Bin
    why: Why
    room: int | None


def propose(
    session: Session, now: datetime, store_id: str, item: Item, quantity: int, waited_for: Collection[str] = ()
) -> list[Proposal]:
    """Propose up to three bins for goods of an item, the best first; `waited_for` are bins somebody waits at."""
    known = [_known(session, item, place, waited_for) for place in _bins_of(session, store_id, item)]
    with_room = [each for each in known if each.room is None or each.room > 0]
    with_room.sort(key=lambda each: (list(Why).index(each.why), each.room is not None and each.room < quantity))
    if len(with_room) < PROPOSED_MAX:
        with_room += _empty(session, now, store_id, item)
    return with_room[:PROPOSED_MAX]


def fits(session: Session, item: Item, place: Bin) -> bool:
    """Tell whether a bin is as cold as the goods want it; a bin without a zone holds anything."""
    zone = session.get(Zone, place.zone_id) if place.zone_id else None
    return zone is None or zone.temperature_class == item.temperature_class


def room_in(session: Session, item: Item, place: Bin) -> int | None:
    """Give how many pieces or grams of an item still go into a bin; None where nobody measured it.

    A bin's `capacity` counts as its goods are counted; what is counted otherwise takes its weight's share of it.
    """
    if not place.capacity:
        return None
    rows = select(OnHand.quantity, Item.unit, Item.weight_grams).join(Item, Item.sku == OnHand.sku)
    lying = session.execute(rows.where(OnHand.place == place.id, OnHand.quantity > 0))
    return max(0, place.capacity - sum(counted_as(item.unit, *share) for share in lying))


def counted_as(wanted: Unit, quantity: int, unit: Unit, grams: int) -> int:
    """Give a quantity in another unit: the room it takes among goods that are counted so."""
    if unit is wanted:
        return quantity
    return quantity * grams if wanted is Unit.GRAM else -(-quantity // max(1, grams))


def _bins_of(session: Session, store_id: str, item: Item) -> list[Bin]:
    """Read the bins that hold the item or held it last, stalls' own left out."""
    held = select(OnHand.place).where(OnHand.store_id == store_id, OnHand.sku == item.sku)
    rows = select(Bin).where(Bin.id.in_(held), Bin.kind != BinKind.STALL, ~Bin.blocked).order_by(Bin.id)
    return [place for place in session.scalars(rows) if fits(session, item, place)]


def _known(session: Session, item: Item, place: Bin, waited_for: Collection[str]) -> Proposal:
    why = Why.FACE_OF_ITEM if place.kind is BinKind.FACE else Why.BEHIND_FACE
    return Proposal(place, Why.WAITED_FOR if place.id in waited_for else why, room_in(session, item, place))


def _empty(session: Session, now: datetime, store_id: str, item: Item) -> list[Proposal]:
    """Propose empty faces of the right temperature: near the door for what sells fast, far for what does not."""
    filled = select(OnHand.place).where(OnHand.store_id == store_id, OnHand.quantity > 0)
    zones = select(Zone.id).where(Zone.store_id == store_id, Zone.temperature_class == item.temperature_class)
    rows = (
        select(Bin, Node)
        .join(Node, (Node.store_id == Bin.store_id) & (Node.number == Bin.node))
        .where(Bin.zone_id.in_(zones), Bin.kind == BinKind.FACE, ~Bin.blocked, Bin.id.not_in(filled))
        .order_by(Bin.id)
        .limit(EMPTY_MAX)
    )
    places = sorted(((hypot(node.x, node.y), place) for place, node in session.execute(rows)), key=lambda each: each[0])
    is_fast = _sells_fast(session, now, store_id, item)
    why = Why.NEAR_FOR_FAST if is_fast else Why.FAR_FOR_SLOW
    chosen = places[:PROPOSED_MAX] if is_fast else places[: -PROPOSED_MAX - 1 : -1]
    return [Proposal(place, why, room_in(session, item, place)) for _, place in chosen]


def _sells_fast(session: Session, now: datetime, store_id: str, item: Item) -> bool:
    """Tell whether an item is picked more often than the middle item of its category, these last two weeks."""
    since = now - timedelta(days=PACE_DAYS)
    picked = (
        select(Item.sku, func.count(Movement.id))
        .outerjoin(
            Movement,
            (Movement.sku == Item.sku)
            & (Movement.store_id == store_id)
            & (Movement.to_place == IN_HAND)
            & (Movement.at >= since),
        )
        .where(Item.category == item.category)
        .group_by(Item.sku)
    )
    counts = {sku: count for sku, count in session.execute(picked)}  # noqa: C416 - a row is no pair to mypy
    middle = sorted(counts.values())[len(counts) // 2]
    return counts.get(item.sku, 0) >= max(1, middle)
