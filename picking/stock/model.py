"""The tables of stock: lots, what lies in each place, the ledger of movements, reservations, allocations."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.records import COUNTED
from picking.foundation.tables import Base, Living, state_column
from picking.stock.lifecycle import RESERVATION, ReservationState

# Places that are no bins. The world and the difference may go below zero: with them every item's sum is zero.
WORLD = "~world"
DIFFERENCE = "~difference"
IN_HAND = "~in_hand"
STAGED = "~staged"
OUT = "~out"
DAMAGED = "~damaged"
HOLD = "~hold"  # came back, and somebody has still to say whether it is good
RECEIVED = "~received"  # taken in at the door, and not in a bin yet: nobody is sold it
VIRTUAL_PLACES = (WORLD, DIFFERENCE, IN_HAND, STAGED, OUT, DAMAGED, HOLD, RECEIVED)
MAY_BE_NEGATIVE = (WORLD, DIFFERENCE)


class Lot(Base):
    """A batch of an item that expires on one day; fresh goods without a date have none."""

    __tablename__ = "lots"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    expires_on: Mapped[date | None]
    received_at: Mapped[datetime]

    def is_expired(self, today: date) -> bool:
        """Tell whether it must not be sold any more; its last day is still a good day."""
        return self.expires_on is not None and self.expires_on < today


class OnHand(Base):
    """How much of a lot lies in a place (a bin's id or a virtual place), and how much of that is allocated.

    Quantities are pieces or grams, as the item is counted. It is always the sum of its movements.
    """

    __tablename__ = "on_hand"
    __table_args__ = (
        CheckConstraint(f"quantity >= 0 OR place IN ('{WORLD}', '{DIFFERENCE}')", name="not_negative"),
        CheckConstraint("allocated >= 0", name="allocated_not_negative"),
        Index("ix_on_hand_store_id_sku", "store_id", "sku"),
    )

    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    sku: Mapped[str] = mapped_column(String(32))
    quantity: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)


class StockLevel(Base):
    """An item's figures in one store, changed only by atomic updates: what can be sold is decided here.

    available = on_hand - locked - committed - withheld - the listing's safety stock. `on_hand` counts bins only;
    `withheld` is what the bins' truth scores say is better not offered.
    """

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("locked >= 0", name="locked_not_negative"),
        CheckConstraint("committed >= 0", name="committed_not_negative"),
        CheckConstraint("withheld >= 0", name="withheld_not_negative"),
    )

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0)
    locked: Mapped[int] = mapped_column(default=0)
    committed: Mapped[int] = mapped_column(default=0)
    withheld: Mapped[int] = mapped_column(default=0, server_default="0")


class Movement(Base):
    """One line of the ledger: so much of a lot went from one place to another, why, and by whom."""

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="something_moves"),
        Index("ix_movements_store_id_at", "store_id", "at"),
    )

    id: Mapped[int] = mapped_column(COUNTED, primary_key=True, autoincrement=True)
    store_id: Mapped[str] = mapped_column(String(64))
    sku: Mapped[str] = mapped_column(String(32), index=True)
    lot_id: Mapped[str] = mapped_column(String(36))
    quantity: Mapped[int] = mapped_column(Integer)
    from_place: Mapped[str] = mapped_column(String(64), index=True)
    to_place: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    document: Mapped[str | None] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(String(36), index=True)
    person_id: Mapped[str | None] = mapped_column(String(64))
    device_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]


class Reservation(Living, Base):
    """What an order's line holds of an item: `quantity` reserved, of which `taken` left its bins."""

    __tablename__ = "reservations"
    lifecycle: ClassVar = RESERVATION

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(String(36), index=True)
    line_id: Mapped[str] = mapped_column(String(36), index=True)
    sku: Mapped[str] = mapped_column(String(32), index=True)
    state: Mapped[ReservationState] = state_column(RESERVATION)
    quantity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    @property
    def rest(self) -> int:
        """What is reserved and not taken yet."""
        return self.quantity - self.taken


class Allocation(Base):
    """The part of a reservation that is to come from one bin and lot; `taken` grows as it is picked."""

    __tablename__ = "allocations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reservation_id: Mapped[str] = mapped_column(ForeignKey("reservations.id"), index=True)
    store_id: Mapped[str] = mapped_column(String(64))
    sku: Mapped[str] = mapped_column(String(32))
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"), index=True)
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"))
    quantity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)

    @property
    def rest(self) -> int:
        """What is still to come from this bin."""
        return self.quantity - self.taken
