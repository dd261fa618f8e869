"""What can be asked about goods: what a code means here, what an item costs, what is on sale."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from picking.catalogue.barcodes import (
    Check,
    FieldName,
    Gs1,
    ItemCode as TradeCode,
    LabelField,
    LabelLayout,
    Parsed,
    ScaleLabel,
    parse,
)
from picking.catalogue.model import Item, ItemCode, Listing, PricePlan, ScaleLayout
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit

# Made once: putting a statement together takes longer than the database needs to answer it.
_OF_CODE = (
    select(Item, ItemCode.contains)
    .join(ItemCode, ItemCode.sku == Item.sku)
    .where(ItemCode.kind == bindparam("of_kind"), ItemCode.code == bindparam("of_code"))
)


@dataclass(frozen=True)
class FoundItem:
    """The item a code means, and all the code says of the goods in hand; a fact it does not carry is None.

    `contains` counts pieces. `weight_reckoned` marks a weight that was divided out of an amount, not weighed.
    `price_differs` tells that the scale prices the item otherwise than the store: alarm, and do not trust
    the reckoned weight. `lost` names GS1 fields that could not be read.
    """

    item: Item
    contains: int = 1
    weight_grams: int | None = None
    weight_reckoned: bool = False
    amount_minor: int | None = None
    price_differs: bool = False
    lot_code: str | None = None
    expires_on: date | None = None
    lost: tuple[str, ...] = ()


def scale_layouts(session: Session, store_id: str) -> tuple[LabelLayout, ...]:
    """Read how this store's scales print, longest prefix first; empty where it has none."""
    rows = session.scalars(select(ScaleLayout).where(ScaleLayout.store_id == store_id)).all()
    in_order = sorted(rows, key=lambda row: (-len(row.prefix), row.prefix, row.length))
    return tuple(LabelLayout(row.prefix, row.length, _fields(row), Check(row.check)) for row in in_order)


def _fields(row: ScaleLayout) -> tuple[LabelField, ...]:
    return tuple(
        LabelField(FieldName(each["name"]), each["digits"], each.get("decimals", 0), each.get("unit", "kg"))
        for each in row.fields
    )


def read_code(session: Session, store_id: str, text: str, aim: str | None = None) -> Parsed:
    """Read a scanned text by form, with this store's scale layouts."""
    return parse(text, aim, scale_layouts(session, store_id))


def item_of_code(session: Session, parsed: Parsed) -> tuple[Item, int] | None:
    """Give the item of a trade number, GS1 code or scale label, and how many pieces the code counts."""
    key = _key(parsed)
    if key is None:
        return None
    row = session.execute(_OF_CODE, {"of_kind": key[0], "of_code": key[1]}).one_or_none()
    return None if row is None else (row[0], row[1])


def _key(parsed: Parsed) -> tuple[str, str] | None:
    if isinstance(parsed, TradeCode):
        return "gtin", parsed.gtin
    if isinstance(parsed, ScaleLabel):
        return "plu", parsed.plu
    if isinstance(parsed, Gs1) and parsed.gtin is not None:
        return "gtin", parsed.gtin
    return None


def resolve(session: Session, store_id: str, parsed: Parsed) -> FoundItem | None:
    """Give the item a parsed code means with everything the code says; None where it means no item we know."""
    known = item_of_code(session, parsed)
    if known is None:
        return None
    item, contains = known
    if isinstance(parsed, ScaleLabel):
        return _weighed(session, store_id, FoundItem(item, parsed.pieces or contains), parsed)
    if isinstance(parsed, Gs1):
        return FoundItem(
            item, contains * (parsed.count or 1), weight_grams=parsed.weight_grams, amount_minor=parsed.amount_minor,
            lot_code=parsed.lot, expires_on=parsed.expires_on or parsed.best_before_on, lost=parsed.lost,
        )  # fmt: skip
    return FoundItem(item, contains)


def _weighed(session: Session, store_id: str, found: FoundItem, label: ScaleLabel) -> FoundItem:
    listing = session.get(Listing, (store_id, found.item.sku))
    price = None if listing is None or found.item.unit is not Unit.GRAM else listing.price_minor
    weight, amount = label.weight_grams, label.amount_minor
    differs = price is not None and _price_differs(label, price)
    if weight is None and amount is not None and price:
        reckoned = (amount * 1000 + price // 2) // price
        return replace(
            found, weight_grams=reckoned, weight_reckoned=True, amount_minor=amount, price_differs=differs
        )  # fmt: skip
    return replace(found, weight_grams=weight, amount_minor=amount, price_differs=differs)


def _price_differs(label: ScaleLabel, price: int) -> bool:
    if label.unit_price_minor is not None:
        return label.unit_price_minor != price
    if label.weight_grams is None or label.amount_minor is None:
        return False
    # Scales round the amount in their own way: one minor unit is no other price.
    return abs(price_of_grams(price, label.weight_grams) - label.amount_minor) > 1


def listings(session: Session, store_id: str, skus: Collection[str] | None = None) -> dict[str, Listing]:
    """Give a store's listings by sku: all, or those of these items; what it does not list is left out."""
    query = select(Listing).where(Listing.store_id == store_id)
    if skus is not None:
        query = query.where(Listing.sku.in_(set(skus)))
    return {row.sku: row for row in session.scalars(query)}


def regular_price(listing: Listing) -> int:
    """Give what an item costs when no promotion runs, in minor units."""
    return listing.price_minor if listing.regular_minor is None else listing.regular_minor


def plan_of_code(session: Session, store_id: str, code: str) -> PricePlan | None:
    """Give a store's plan by the head office's name of it."""
    query = select(PricePlan).where(PricePlan.store_id == store_id, PricePlan.code == code)
    return session.scalars(query).one_or_none()


def items(session: Session, skus: Collection[str]) -> dict[str, Item]:
    """Open many items at once, by sku; skus nobody knows are left out."""
    return {row.sku: row for row in session.scalars(select(Item).where(Item.sku.in_(set(skus))))}
