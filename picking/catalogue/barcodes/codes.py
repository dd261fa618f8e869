"""What a scanned text can mean: one small frozen class a kind of code."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class OwnKind(StrEnum):
    """The type letter that opens each code the store prints itself."""

    BIN = "B"
    STAGING = "G"
    SLOT = "A"
    BASKET = "K"
    BAG = "P"
    ORDER = "O"
    TICKET = "T"
    BADGE = "U"
    DEVICE = "D"
    SHOPPER = "S"


class Why(StrEnum):
    """Why a text means nothing to anybody here."""

    BLANK = "blank"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    DAMAGED = "damaged"  # one of ours or of a known form, but it does not fit its form
    CONTRADICTS = "contradicts"  # one code that says two different things of one kind: nobody can know which is true
    CHECK_DIGIT = "check_digit"  # read wrongly: the last digit does not fit the others
    NO_LAYOUT = "no_layout"  # a shop-internal number that none of the store's scales prints
    NO_FORM = "no_form"  # not like anything that is scanned here


@dataclass(frozen=True)
class OwnCode:
    """A code of the store's own: `key` is the id behind the letter (of a device pairing, before its key)."""

    kind: OwnKind
    key: str
    secret: str | None = None


@dataclass(frozen=True)
class BagCode:
    """A bag's label: bag `n` of `of` of an order, and the label's version; older versions no longer count."""

    order_number: str
    n: int
    of: int
    version: int
    kind: OwnKind = OwnKind.BAG


@dataclass(frozen=True)
class ItemCode:
    """An item's trade number, padded to the 14 digits in which all lengths are one."""

    gtin: str


@dataclass(frozen=True)
class ScaleLabel:
    """What the store's scale printed; a fact it does not carry is None, never zero.

    `plu` has no leading zeros. `check_fits` is false only where the layout does not look at the digit.
    """

    plu: str
    weight_grams: int | None = None
    amount_minor: int | None = None
    unit_price_minor: int | None = None
    pieces: int | None = None
    check_fits: bool = True


@dataclass(frozen=True)
class Gs1:
    """The fields of a GS1 element string or Digital Link; `lost` names the identifiers that could not be read.

    `weight_grams` is net. `count` is how many items a variable or logistic unit holds.
    """

    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    best_before_on: date | None = None
    produced_on: date | None = None
    weight_grams: int | None = None
    amount_minor: int | None = None
    count: int | None = None
    sscc: str | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiderCode:
    """A rider's signed check-in; believe it only after `signed.fault` found none."""

    carrier: str
    rider_id: str
    made_at: datetime
    signature: str


@dataclass(frozen=True)
class PickupPass:
    """A customer's signed pickup code; believe it only after `signed.fault` found none."""

    store_id: str
    code: str
    made_at: datetime
    signature: str


@dataclass(frozen=True)
class Unknown:
    """A text nobody can place, and why."""

    text: str
    reason: Why


Parsed = OwnCode | BagCode | ItemCode | ScaleLabel | Gs1 | RiderCode | PickupPass | Unknown
