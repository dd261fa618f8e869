"""What can be asked about filling: what lies behind an item, which faces are low, what has to be bought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind
from picking.forecasting.queries import limits_of_day
from picking.foundation.locking import LOCK
from picking.receiving.proposals import fits, room_in
from picking.replenishing.lifecycle import DisplayState, ReplenishmentState
from picking.replenishing.model import Cause, Display, FaceLimit, PurchaseDemand, Replenishment
from picking.stock.model import Lot, OnHand

OPEN = (ReplenishmentState.NEW, ReplenishmentState.IN_PROGRESS)


@dataclass(frozen=True)
class Face:
    """What lies of an item in a face, between what it should be, and why it is filled when it is low."""

    bin_id: str
    sku: str
    there: int
    least: int
    most: int
    cause: Cause = Cause.LIMIT


def behind(session: Session, store_id: str, sku: str, today: date) -> list[tuple[str, int]]:
    """Give the reserve bins with an item that may still be sold, what ends first first, and how much of it."""
    rows = (
        select(Bin.id, func.sum(OnHand.quantity))
        .join(OnHand, OnHand.place == Bin.id)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.sku == sku, OnHand.quantity > 0, _good(today))
        .where(Bin.kind == BinKind.RESERVE, ~Bin.blocked)
        .group_by(Bin.id)
        .order_by(func.min(Lot.expires_on).is_(None), func.min(Lot.expires_on), Bin.id)
    )
    return [(bin_id, int(quantity)) for bin_id, quantity in session.execute(rows)]


def room_behind(session: Session, store_id: str, item: Item) -> Iterator[tuple[str, int | None]]:
    """Give the reserve bins that take an item and how much of it (None: nobody knows); where it lies already first."""
    holds = select(OnHand.place).where(OnHand.store_id == store_id, OnHand.sku == item.sku, OnHand.quantity > 0)
    rows = (
        select(Bin)
        .where(Bin.store_id == store_id, Bin.kind == BinKind.RESERVE, ~Bin.blocked, ~Bin.retired)
        .order_by(case((Bin.id.in_(holds), 0), else_=1), Bin.id)
    )
    for place in session.scalars(rows).all():
        room = room_in(session, item, place) if fits(session, item, place) else 0
        if room is None or room > 0:
            yield place.id, room


def free_in(session: Session, bin_id: str, sku: str, today: date) -> int:
    """Give how much of an item in a bin may still be sold and is nobody's."""
    rows = (
        select(func.sum(OnHand.quantity - OnHand.allocated))
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.place == bin_id, OnHand.sku == sku, OnHand.quantity > OnHand.allocated, _good(today))
    )
    return int(session.execute(rows).scalar_one() or 0)


def faces(session: Session, store_id: str, today: date) -> list[Face]:
    """Give every face with its limits of the day: a display's, its own, else the forecast's; others are left out.

    A display is low when half of it is gone.
    """
    own = {
        (row.bin_id, row.sku): (row.least, row.most)
        for row in session.scalars(select(FaceLimit).where(FaceLimit.store_id == store_id))
    }
    forecast = limits_of_day(session, store_id, today)
    shown = _displays_up(session, store_id)
    lying = _lying_in_faces(session, store_id, today)
    found = []
    for place, sku in sorted(lying.keys() | shown.keys()):
        there = lying.get((place, sku), 0)
        if (place, sku) in shown:
            found.append(Face(place, sku, there, -(-shown[place, sku] // 2), shown[place, sku], Cause.DISPLAY))
        elif (place, sku) in own:
            found.append(Face(place, sku, there, *own[place, sku]))
        elif sku in forecast:
            found.append(Face(place, sku, there, forecast[sku].least, forecast[sku].most))
    return found


def _lying_in_faces(session: Session, store_id: str, today: date) -> dict[tuple[str, str], int]:
    rows = (
        select(OnHand.place, OnHand.sku, func.coalesce(func.sum(OnHand.quantity).filter(_good(today)), 0))
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, Bin.kind == BinKind.FACE, ~Bin.blocked)
        .group_by(OnHand.place, OnHand.sku)
    )
    return {(place, sku): int(quantity) for place, sku, quantity in session.execute(rows)}


def _displays_up(session: Session, store_id: str) -> dict[tuple[str, str], int]:
    rows = (
        select(Display)
        .join(Bin, Bin.id == Display.bin_id)
        .where(Display.store_id == store_id, Display.state == DisplayState.UP, ~Bin.blocked)
    )
    return {(row.bin_id, row.sku): row.quantity for row in session.scalars(rows)}


def displays(store_id: str) -> Select[Display]:
    """Ask for a store's displays; the caller orders and pages them."""
    return select(Display).where(Display.store_id == store_id)


def open_replenishment(session: Session, bin_id: str, sku: str) -> Replenishment | None:
    """Give the open wish of a face and item, if there is one."""
    rows = select(Replenishment).where(
        Replenishment.bin_id == bin_id, Replenishment.sku == sku, Replenishment.state.in_(OPEN)
    )
    return session.scalars(rows.with_for_update(**LOCK)).one_or_none()


def open_from(session: Session, from_bin: str, sku: str) -> Sequence[Replenishment]:
    """Give the open wishes that carry an item out of a bin."""
    rows = select(Replenishment).where(
        Replenishment.from_bin == from_bin, Replenishment.sku == sku, Replenishment.state.in_(OPEN)
    )
    return session.scalars(rows.order_by(Replenishment.id).with_for_update(**LOCK)).all()


def replenishments(store_id: str) -> Select[Replenishment]:
    """Ask for a store's replenishments; the caller orders and pages them."""
    return select(Replenishment).where(Replenishment.store_id == store_id)


def demands(session: Session, store_id: str) -> Sequence[PurchaseDemand]:
    """Give what has to be bought and did not come yet."""
    rows = select(PurchaseDemand).where(PurchaseDemand.store_id == store_id, PurchaseDemand.met_at.is_(None))
    return session.scalars(rows.order_by(PurchaseDemand.at, PurchaseDemand.id)).all()


def _good(today: date) -> ColumnElement[bool]:
    """Keep what may still be sold: nothing that has ended."""
    return or_(Lot.expires_on.is_(None), Lot.expires_on >= today)
