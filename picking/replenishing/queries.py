"""What can be asked about filling: what lies behind an item, which faces are low, what has to be bought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from picking.floor.model import Bin, BinKind
from picking.forecasting.queries import limits_of_day
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import FaceLimit, PurchaseDemand, Replenishment
from picking.stock.model import Lot, OnHand

OPEN = (ReplenishmentState.NEW, ReplenishmentState.IN_PROGRESS)


@dataclass(frozen=True)
class Face:
    """What lies of an item in a face, and between what it should be."""

    bin_id: str
    sku: str
    there: int
    least: int
    most: int


def behind(session: Session, store_id: str, sku: str, today: date) -> list[tuple[str, int]]:
    """Give the reserve bins with an item that may still be sold, what ends first first, and how much of it."""
    good = or_(Lot.expires_on.is_(None), Lot.expires_on >= today)
    rows = (
        select(Bin.id, func.sum(OnHand.quantity))
        .join(OnHand, OnHand.place == Bin.id)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.sku == sku, OnHand.quantity > 0, good)
        .where(Bin.kind == BinKind.RESERVE, ~Bin.blocked)
        .group_by(Bin.id)
        .order_by(func.min(Lot.expires_on).is_(None), func.min(Lot.expires_on), Bin.id)
    )
    return [(bin_id, int(quantity)) for bin_id, quantity in session.execute(rows)]


def faces(session: Session, store_id: str, today: date) -> list[Face]:
    """Give every face with its limits of the day: its own, else the forecast's; those without any are left out."""
    own = {
        (row.bin_id, row.sku): (row.least, row.most)
        for row in session.scalars(select(FaceLimit).where(FaceLimit.store_id == store_id))
    }
    forecast = limits_of_day(session, store_id, today)
    good = or_(Lot.expires_on.is_(None), Lot.expires_on >= today)
    there = func.sum(OnHand.quantity).filter(good)
    rows = (
        select(OnHand.place, OnHand.sku, func.coalesce(there, 0))
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, Bin.kind == BinKind.FACE, ~Bin.blocked)
        .group_by(OnHand.place, OnHand.sku)
        .order_by(OnHand.place, OnHand.sku)
    )
    found = []
    for place, sku, quantity in session.execute(rows):
        limits = own.get((place, sku)) or ((forecast[sku].least, forecast[sku].most) if sku in forecast else None)
        if limits is not None:
            found.append(Face(place, sku, int(quantity), *limits))
    return found


def open_replenishment(session: Session, bin_id: str, sku: str) -> Replenishment | None:
    """Give the open wish of a face and item, if there is one."""
    rows = select(Replenishment).where(
        Replenishment.bin_id == bin_id, Replenishment.sku == sku, Replenishment.state.in_(OPEN)
    )
    return session.scalars(rows.with_for_update()).one_or_none()


def replenishments(store_id: str) -> Select[Replenishment]:
    """Ask for a store's replenishments; the caller orders and pages them."""
    return select(Replenishment).where(Replenishment.store_id == store_id)


def demands(session: Session, store_id: str) -> Sequence[PurchaseDemand]:
    """Give what has to be bought and did not come yet."""
    rows = select(PurchaseDemand).where(PurchaseDemand.store_id == store_id, PurchaseDemand.met_at.is_(None))
    return session.scalars(rows.order_by(PurchaseDemand.at, PurchaseDemand.id)).all()
