"""The store itself, how it picks, what it sets for itself, and who sends it orders."""

from dataclasses import dataclass
from typing import Annotated

from picking.imports.document.words import (
    Accept,
    Assignment,
    ClockTime,
    Count,
    Language,
    PlaceId,
    Positive,
    Separate,
    Sort,
    TaskPer,
    Texts,
    Word,
)
from picking.imports.shapes import Form


@dataclass(frozen=True)
class PickMode:
    """How the store picks and packs."""

    assignment: Assignment
    offer_seconds: Positive
    task_per: TaskPer
    batch_orders_max: Positive
    batch_alone_minutes: Count
    sort: Sort
    separate_bags_by: tuple[Separate, ...]
    bag_warn_grams: Positive
    bag_split_grams: Positive
    frozen_out_minutes_max: Positive
    promise_minutes: Positive


@dataclass(frozen=True)
class StoreFacts:
    """The store itself."""

    id: PlaceId
    names: Texts
    currency: Annotated[str, Form(r"[A-Z]{3}", "form_currency")]
    timezone: Word
    languages: tuple[Language, ...]
    opens_at: ClockTime
    closes_at: ClockTime
    pick_mode: PickMode


@dataclass(frozen=True)
class StoreCard:
    """What is set about a store that is open already: its money and its id are what they are."""

    id: PlaceId
    names: Texts
    timezone: Word
    language: Language
    assignment: Assignment


@dataclass(frozen=True)
class SettingRow:
    """A setting of the floor that this store has for itself; what it does not name is the service's."""

    key: Annotated[str, Form(r"[a-z_]{1,64}", "form_setting")]
    value: Count


@dataclass(frozen=True)
class ChannelRow:
    """A channel."""

    id: PlaceId
    names: Texts
    accept: Accept
    payment_lock_minutes: Positive
    weight: Count
    pay_at_pickup: bool = False
