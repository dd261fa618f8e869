"""What lies in the wrong place: more in a face than fits there, and behind it what ends before what lies in front."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind
from picking.foundation.quantity import Unit
from picking.receiving.proposals import counted_as
from picking.replenishing.queries import Face
from picking.stock.model import Lot, OnHand

LIFE_SHARE = 3
"""In the last third of its life an older lot comes forward; before that there is time to sell it in turn."""
DAYS_WITHOUT_LIFE = 14
SKUS_AT_ONCE_MAX = 500


@dataclass(frozen=True)
class Excess:
    """So much of an item should leave a face."""

    bin_id: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class Turn:
    """So much of an item should come to a face from behind, because it ends first there."""

    bin_id: str
    sku: str
    quantity: int


@dataclass
class _Share:
    sku: str
    quantity: int
    unit: Unit
    grams: int
    least: int
    most: int


def excesses(session: Session, store_id: str, limits: Sequence[Face]) -> Iterator[Excess]:
    """Give what should leave faces until all fits: of the items furthest above their upper limit, none below its lower.

    Faces whose room nobody measured (`capacity` 0) are never too full.
    """
    of_day = {(face.bin_id, face.sku): (face.least, face.most) for face in limits}
    rows = (
        select(Bin.id, Bin.capacity, OnHand.sku, Item.unit, Item.weight_grams, func.sum(OnHand.quantity))
        .join(OnHand, OnHand.place == Bin.id)
        .join(Item, Item.sku == OnHand.sku)
        .where(Bin.store_id == store_id, Bin.kind == BinKind.FACE, Bin.capacity > 0, ~Bin.blocked, OnHand.quantity > 0)
        .group_by(Bin.id, Bin.capacity, OnHand.sku, Item.unit, Item.weight_grams)
        .order_by(Bin.id, OnHand.sku)
    )
    for (bin_id, capacity), lying in groupby(session.execute(rows), key=lambda row: (row[0], row[1])):
        shares = [
            _Share(sku, int(quantity), unit, grams, *of_day.get((bin_id, sku), (0, 0)))
            for _, _, sku, unit, grams, quantity in lying
        ]
        yield from _of_face(bin_id, capacity, shares)


def _of_face(bin_id: str, capacity: int, shares: list[_Share]) -> Iterator[Excess]:
    for share in sorted(shares, key=lambda each: each.most - each.quantity):
        over = sum(counted_as(share.unit, each.quantity, each.unit, each.grams) for each in shares) - capacity
        part = min(over, share.quantity - share.least)
        if part > 0:
            share.quantity -= part
            yield Excess(bin_id, share.sku, part)


def turns(session: Session, store_id: str, today: date) -> Iterator[Turn]:
    """Give what should come forward: goods behind in the last third of their life, while later ones lie in the face."""
    first = {
        sku: (ends, quantity)
        for sku, ends, quantity, life in _first_behind(session, store_id, today)
        if ends <= today + timedelta(days=DAYS_WITHOUT_LIFE if life is None else life // LIFE_SHARE)
    }
    taken = set()
    for bin_id, sku, later in _later_in_faces(session, store_id, first):
        if sku not in taken:
            taken.add(sku)
            yield Turn(bin_id, sku, min(first[sku][1], later))


def _first_behind(session: Session, store_id: str, today: date) -> Iterator[tuple[str, date, int, int | None]]:
    """Give of each item what ends first behind: when, how much of it in that bin, and how long the item keeps."""
    rows = (
        select(OnHand.sku, Lot.expires_on, func.sum(OnHand.quantity), Item.shelf_life_days)
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .join(Item, Item.sku == OnHand.sku)
        .where(OnHand.store_id == store_id, Bin.kind == BinKind.RESERVE, ~Bin.blocked)
        .where(OnHand.quantity > 0, Lot.expires_on >= today)
        .group_by(OnHand.sku, Lot.expires_on, Bin.id, Item.shelf_life_days)
        .order_by(OnHand.sku, Lot.expires_on, Bin.id)
    )
    for _, lots in groupby(session.execute(rows), key=lambda row: row[0]):
        sku, ends, quantity, life = next(lots)
        if ends is not None:
            yield sku, ends, int(quantity), life


def _later_in_faces(
    session: Session, store_id: str, first: Mapping[str, tuple[date, int]]
) -> Iterator[tuple[str, str, int]]:
    """Give of each face what ends after what lies behind and is nobody's."""
    known = sorted(first)
    for at in range(0, len(known), SKUS_AT_ONCE_MAX):
        rows = (
            select(OnHand.place, OnHand.sku, Lot.expires_on, OnHand.quantity - OnHand.allocated)
            .join(Bin, Bin.id == OnHand.place)
            .join(Lot, Lot.id == OnHand.lot_id)
            .where(OnHand.store_id == store_id, OnHand.sku.in_(known[at : at + SKUS_AT_ONCE_MAX]))
            .where(Bin.kind == BinKind.FACE, ~Bin.blocked, OnHand.quantity > OnHand.allocated)
            .where(Lot.expires_on.is_not(None))
            .order_by(OnHand.place, OnHand.sku)
        )
        for (place, sku), lots in groupby(session.execute(rows), key=lambda row: (row[0], row[1])):
            later = sum(int(free) for _, _, ends, free in lots if ends is not None and ends > first[sku][0])
            if later:
                yield place, sku, later
