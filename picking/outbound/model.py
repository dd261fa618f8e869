"""The tables of the way out: bag, contents and seals, staging, slots, hand-over, pickup code, cart check, return."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.tables import Base, Living, enum_column, state_column
from picking.outbound.lifecycle import (
    BAG,
    HAND_OVER,
    OUTBOUND_SLOT,
    STAGING_POSITION,
    BagState,
    HandOverState,
    SlotState,
    StagingState,
)
from picking.outbound.weights import ItemWeight


class Bag(Living, Base):
    """What is handed over, `n` of `total`; a void bag has no `n`. Only the newest `label_version` counts.

    `task_id` or `ticket_id` says who filled it. Weights are grams; `weight_expected_grams` is of the goods alone until
    the bag is weighed, `weight_reason` is why a lead took a weight that is off.
    """

    __tablename__ = "bags"
    __table_args__ = (
        UniqueConstraint("order_id", "n"),
        Index("ix_bags_slot_id", "slot_id"),
        Index("ix_bags_store_id_order_number", "store_id", "order_number"),
    )
    lifecycle: ClassVar = BAG

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    order_number: Mapped[str] = mapped_column(String(16))
    n: Mapped[int | None]
    total: Mapped[int] = mapped_column(default=0)
    state: Mapped[BagState] = state_column(BAG)
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)
    hygiene: Mapped[Hygiene] = enum_column(Hygiene, default=Hygiene.NONE)
    task_id: Mapped[str | None] = mapped_column(ForeignKey("pick_tasks.id"), index=True, default=None)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True, default=None)
    slot_id: Mapped[str | None] = mapped_column(ForeignKey("outbound_slots.id"), default=None)
    seal: Mapped[str | None] = mapped_column(String(40), default=None)
    label_version: Mapped[int] = mapped_column(default=0)
    weight_expected_grams: Mapped[int] = mapped_column(default=0)
    weight_actual_grams: Mapped[int | None] = mapped_column(default=None)
    weight_reason: Mapped[str | None] = mapped_column(String(24), default=None)
    scanned_out_at: Mapped[datetime | None] = mapped_column(default=None)


class UsedSeal(Base):
    """A seal's number that was used once in a store and never may be again, even when it was cut."""

    __tablename__ = "used_seals"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seal: Mapped[str] = mapped_column(String(40), primary_key=True)
    bag_id: Mapped[str] = mapped_column(ForeignKey("bags.id"))
    at: Mapped[datetime]


class BagItem(Base):
    """So much of an order's line in a bag, in pieces or grams."""

    __tablename__ = "bag_items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bag_id: Mapped[str] = mapped_column(ForeignKey("bags.id"), index=True)
    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_lines.id"))
    pick_line_id: Mapped[str | None] = mapped_column(ForeignKey("pick_lines.id"), index=True, default=None)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    lot_id: Mapped[str | None] = mapped_column(ForeignKey("lots.id"), default=None)
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    weight_grams: Mapped[int]


class LearnedWeight(Base):
    """A piece's weight as bags have shown it here (see `picking.outbound.weights`); sku `~bag` is the bag itself."""

    __tablename__ = "learned_weights"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(String(32), primary_key=True)
    mean_milligrams: Mapped[int] = mapped_column(BigInteger)
    doubt: Mapped[int] = mapped_column(BigInteger)
    spread: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int]
    seen_at: Mapped[datetime]

    @property
    def weight(self) -> ItemWeight:
        """Give what is known."""
        return ItemWeight(self.mean_milligrams, self.doubt, self.spread, self.seen)


class StagingPosition(Living, Base):
    """A place where an order's stall goods meet; `G:` and its id are its barcode."""

    __tablename__ = "staging_positions"
    lifecycle: ClassVar = STAGING_POSITION

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)
    node: Mapped[int]
    state: Mapped[StagingState] = state_column(STAGING_POSITION)
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), index=True, default=None)


class StagedPart(Base):
    """A ticket's goods on a staging position, and since when."""

    __tablename__ = "staged_parts"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    position_id: Mapped[str] = mapped_column(ForeignKey("staging_positions.id"), index=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    since: Mapped[datetime]


class OutboundSlot(Living, Base):
    """A pigeon hole of the outbound shelf; `A:` and its id are its barcode; `capacity` counts bags."""

    __tablename__ = "outbound_slots"
    lifecycle: ClassVar = OUTBOUND_SLOT

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)
    node: Mapped[int]
    capacity: Mapped[int]
    door_metres: Mapped[int] = mapped_column(default=0)
    state: Mapped[SlotState] = state_column(OUTBOUND_SLOT)
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), index=True, default=None)


class HandOver(Living, Base):
    """A rider who comes for one or several orders. `rider_tail` is all the floor sees of a number."""

    __tablename__ = "hand_overs"
    lifecycle: ClassVar = HAND_OVER

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[HandOverState] = state_column(HAND_OVER)
    carrier: Mapped[str] = mapped_column(String(40))
    rider_id: Mapped[str] = mapped_column(String(64), index=True)
    rider_name: Mapped[str] = mapped_column(String(80), default="")
    rider_tail: Mapped[str] = mapped_column(String(4), default="")
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    flagged: Mapped[str | None] = mapped_column(String(80), default=None)


class HandOverOrder(Base):
    """An order that a hand-over takes; one order has one open hand-over."""

    __tablename__ = "hand_over_orders"

    hand_over_id: Mapped[str] = mapped_column(ForeignKey("hand_overs.id"), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True, index=True)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


class PickupCode(Base):
    """What a customer shows at the counter; `S:` and the code, or six digits; works once."""

    __tablename__ = "pickup_codes"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(12), index=True)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    redeemed_at: Mapped[datetime | None] = mapped_column(default=None)


class CartCount(Base):
    """How much of a scan-and-go order's line staff has seen in the shopper's cart, in pieces or grams."""

    __tablename__ = "cart_counts"

    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    counted: Mapped[int] = mapped_column(default=0)


class Inspection(Base):
    """A returned line at the counter: `restocked` into `bin_id` and `damaged` make what came back."""

    __tablename__ = "inspections"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    bag_item_id: Mapped[str] = mapped_column(ForeignKey("bag_items.id"), unique=True)
    restocked: Mapped[int]
    damaged: Mapped[int]
    bin_id: Mapped[str | None] = mapped_column(ForeignKey("bins.id"))
    reason: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime]
