"""What can be asked about freshness: what is near its end, what is to be cleared out, what was lost or given away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.freshness import ladder
from picking.freshness.ladder import Colour
from picking.freshness.lifecycle import MARKDOWN
from picking.freshness.model import Gone, Markdown, WriteOff
from picking.stock.model import IN_HAND, OUT, VIRTUAL_PLACES, Lot, Movement, OnHand

SEEN_MAX = 500
PACE_OF = timedelta(days=7)


@dataclass(frozen=True)
class DatedShare:
    """What lies of a dated lot in a bin, with everything that is said of it."""

    share: OnHand
    lot: Lot
    item: Item
    bin: Bin

    @property
    def ends_on(self) -> date:
        """Give its last day."""
        assert self.lot.expires_on is not None
        return self.lot.expires_on

    @property
    def life_days(self) -> int:
        """Give its shelf life: the item's, else from its receipt to its end."""
        return life_of(self.item, self.lot)

    def colour(self, today: date) -> Colour:
        """Give its colour of this day."""
        return ladder.colour(self.ends_on, self.life_days, today)


def life_of(item: Item, lot: Lot) -> int:
    """Give the shelf life of a dated lot in days: the item's, else from its receipt to its end."""
    if item.shelf_life_days is not None:
        return item.shelf_life_days
    return max(0, (lot.expires_on - lot.received_at.date()).days) if lot.expires_on else 0


def dated_shares(session: Session, store_id: str, until: date, *, zone_id: str | None = None) -> list[DatedShare]:
    """Give what lies in bins that sell and ends on this day or before, first what ends first."""
    rows = _dated(store_id).where(Lot.expires_on <= until)
    if zone_id is not None:
        rows = rows.where(Bin.zone_id == zone_id)
    found = session.execute(rows.order_by(Lot.expires_on, Bin.id, Lot.id).execution_options(populate_existing=True))
    return [DatedShare(share, lot, item, place) for share, lot, item, place in found]


def near_its_end(session: Session, store_id: str, today: date) -> list[DatedShare]:
    """Give what is yellow, red or expired now, first what ends first."""
    latest = date.fromordinal(today.toordinal() + max(days for _, days in ladder.NEAR))
    near = (each for each in dated_shares(session, store_id, latest) if each.colour(today) is not Colour.GREEN)
    return list(near)[:SEEN_MAX]


def pace_of_sales(session: Session, store_id: str, now: datetime) -> dict[str, float]:
    """Give how much of each item left the bins for customers a day, in the last week; one pass over that week only."""
    sold = (
        select(Movement.sku, func.sum(Movement.quantity))
        .where(
            Movement.store_id == store_id, Movement.at >= now - PACE_OF, Movement.to_place.in_((IN_HAND, OUT)),
            Movement.from_place.not_in(VIRTUAL_PLACES),
        )
        .group_by(Movement.sku)
    )  # fmt: skip
    return {sku: int(quantity) / PACE_OF.days for sku, quantity in session.execute(sold)}


def open_markdowns(store_id: str) -> Select[Markdown]:
    """Select the markdowns that are proposed or run."""
    return select(Markdown).where(Markdown.store_id == store_id, Markdown.state.not_in(MARKDOWN.ends))


def write_offs(store_id: str, since: datetime, until: datetime, gone: Gone | None = None) -> Select[WriteOff]:
    """Select what left its bin unsold in a time."""
    rows = select(WriteOff).where(WriteOff.store_id == store_id, WriteOff.at >= since, WriteOff.at < until)
    return rows if gone is None else rows.where(WriteOff.gone == gone)


def lost_minor(session: Session, store_id: str, since: datetime, until: datetime) -> dict[Gone, int]:
    """Give what was lost and what was given away in a time, at shelf prices."""
    rows = write_offs(store_id, since, until).with_only_columns(WriteOff.gone, func.sum(WriteOff.worth_minor))
    return {gone: int(worth) for gone, worth in session.execute(rows.group_by(WriteOff.gone))}


def _dated(store_id: str) -> Select[OnHand, Lot, Item, Bin]:
    return (
        select(OnHand, Lot, Item, Bin)
        .join(Lot, Lot.id == OnHand.lot_id)
        .join(Item, Item.sku == OnHand.sku)
        .join(Bin, Bin.id == OnHand.place)
        .where(OnHand.store_id == store_id, OnHand.quantity > 0, Bin.blocked.is_(False))
    )
