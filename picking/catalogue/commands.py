"""What can be done with goods: keep items, codes and prices; note what is sold out and what is back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from picking.catalogue.barcodes import gtin, scale_labels
from picking.catalogue.events import ShelfFactsChanged
from picking.catalogue.model import Item, ItemCode, Listing, SoldOutSpan
from picking.catalogue.queries import listings, regular_price
from picking.foundation.kinds import Hygiene, TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.tables import Base, Json
from picking.foundation.unit_of_work import UnitOfWork

RowT = TypeVar("RowT", bound=Base)
AT_ONCE_MAX = 500  # keys of one question


class OfItem(Protocol):
    """An event about one item of one store."""

    @property
    def store_id(self) -> str:
        """The store."""
        ...

    @property
    def sku(self) -> str:
        """The item."""
        ...


@dataclass(frozen=True)
class CodeDraft:
    """A code as it is handed in: kind gtin, pack or plu; a pack's code `contains` pieces."""

    code: str
    kind: str = "gtin"
    contains: int = 1


@dataclass(frozen=True)
class ItemDraft:
    """All that is to be known of an item; quantities as in `Item`."""

    sku: str
    names: Mapping[str, str]
    category: str
    temperature_class: TemperatureClass
    unit: Unit
    weight_grams: int
    work_type: WorkType = WorkType.STANDARD
    spec: str = ""
    unit_names: Mapping[str, str] = field(default_factory=dict)
    weight_tolerance_permille: int = 100
    shelf_life_days: int | None = None
    prep_seconds: int = 0
    options: Sequence[Json] = ()
    fragile: bool = False
    heavy: bool = False
    hygiene: Hygiene = Hygiene.NONE
    scan_each: bool = False
    picture: str = "box"
    codes: Sequence[CodeDraft] = ()


@dataclass(frozen=True)
class ListingDraft:
    """What a store makes of an item; `listed` is left as it is where nobody says it."""

    sku: str
    price_minor: int
    stall_id: str | None = None
    safety_stock: int = 0
    listed: bool | None = None


@dataclass(frozen=True)
class Price:
    """An item's new price: minor units a piece or a kilogram, and the version the sender gave it."""

    sku: str
    price_minor: int
    version: int


def upsert_item(work: UnitOfWork, draft: ItemDraft) -> Item:
    """Keep an item and its codes as the draft says; codes that the draft no longer names are dropped."""
    return upsert_items(work, [draft])[draft.sku]


def upsert_items(work: UnitOfWork, drafts: Sequence[ItemDraft]) -> dict[str, Item]:
    """Keep many items at once, in a few questions to the database."""
    _require_keeper(work)
    skus = [draft.sku for draft in drafts]
    known = {row.sku: row for row in _rows(work, Item, Item.sku, skus)}
    kept = {draft.sku: _keep_item(work, draft, known.get(draft.sku)) for draft in drafts}
    work.session.flush()  # their codes refer to them
    _keep_codes(work, drafts)
    return kept


def _rows(work: UnitOfWork, kind: type[RowT], column: InstrumentedAttribute[str], keys: Sequence[str]) -> list[RowT]:
    found: list[RowT] = []
    for at in range(0, len(keys), AT_ONCE_MAX):
        found += work.session.scalars(select(kind).where(column.in_(keys[at : at + AT_ONCE_MAX])))
    return found


def _keep_item(work: UnitOfWork, draft: ItemDraft, known: Item | None) -> Item:
    if draft.weight_grams < 0 or draft.weight_tolerance_permille < 0 or draft.prep_seconds < 0:
        raise invalid(f"item {draft.sku}", "weights, tolerances and times are not negative")
    item = known or Item(sku=draft.sku)
    facts = {name: value for name, value in vars(draft).items() if name not in ("sku", "codes")}
    facts |= {"names": dict(draft.names), "unit_names": dict(draft.unit_names), "options": list(draft.options)}
    for name, value in facts.items():
        setattr(item, name, value)
    if known is None:
        work.session.add(item)
    return item


def _require_keeper(work: UnitOfWork) -> None:
    """Goods are kept by whoever sets the store up, and by the channel that sells them."""
    if not work.by.may("channel"):
        work.by.require("settings", "setup")


def _keep_codes(work: UnitOfWork, drafts: Sequence[ItemDraft]) -> None:
    wanted = {draft.sku: {_normal(code): code.contains for code in draft.codes} for draft in drafts}
    texts = sorted({code for codes in wanted.values() for _, code in codes})
    own = _rows(work, ItemCode, ItemCode.sku, list(wanted))
    known = {(row.kind, row.code): row for row in (*own, *_rows(work, ItemCode, ItemCode.code, texts))}
    for row in own:
        if (row.kind, row.code) not in wanted[row.sku]:
            work.session.delete(row)
            del known[row.kind, row.code]
    for sku, codes in wanted.items():
        for (kind, code), contains in codes.items():
            row = known.get((kind, code)) or ItemCode(kind=kind, code=code, sku=sku)
            known[kind, code] = row
            if row.sku != sku:
                raise Refusal("code_of_other_item", Kind.INVALID, text=code, sku=sku, other=row.sku)
            row.contains = contains
            work.session.add(row)


def _normal(draft: CodeDraft) -> tuple[str, str]:
    """Give a code as it is looked up; refuses one that no scan can give."""
    if draft.kind == "plu":
        return "plu", scale_labels.normal_plu(draft.code)
    try:
        return "gtin", gtin.normal_gtin(draft.code)
    except ValueError as no:
        raise invalid(f"code {draft.code}", str(no)) from no


def list_item(
    work: UnitOfWork, store_id: str, sku: str, price_minor: int, *, stall_id: str | None = None, safety_stock: int = 0
) -> Listing:
    """Keep an item's listing in a store; a new price raises its version by one and is told."""
    return list_items(work, store_id, [ListingDraft(sku, price_minor, stall_id, safety_stock)])[sku]


def list_items(work: UnitOfWork, store_id: str, drafts: Sequence[ListingDraft]) -> dict[str, Listing]:
    """Keep many listings of a store at once; what shelf labels show otherwise now is told."""
    known = listings(work.session, store_id, [draft.sku for draft in drafts])
    changed: list[str] = []
    for draft in drafts:
        listing = known.get(draft.sku)
        if listing is None:
            known[draft.sku] = listing = work.add(
                Listing(store_id=store_id, sku=draft.sku, price_minor=draft.price_minor, price_version=1, listed=True)
            )
            changed.append(draft.sku)
        elif regular_price(listing) != draft.price_minor:
            _set_regular(listing, draft.price_minor)
            changed.append(draft.sku)
        if draft.listed is not None and listing.listed != draft.listed:
            listing.listed = draft.listed
            changed.append(draft.sku)
        listing.stall_id, listing.safety_stock = draft.stall_id, draft.safety_stock
    if changed:
        work.tell(ShelfFactsChanged(store_id, tuple(dict.fromkeys(changed))))
    return known


def set_prices(work: UnitOfWork, store_id: str, prices: Sequence[Price]) -> dict[str, str]:
    """Set many prices at once; gives by sku what became of each: `set`, `same` or `older`.

    A price with a version that is not newer than ours changes nothing, so that a late or repeated message cannot
    bring back yesterday's price. Refuses the whole call for an item the store does not list.
    """
    _require_keeper(work)
    ours = listings(work.session, store_id, [price.sku for price in prices])
    became: dict[str, str] = {}
    for price in prices:
        if price.price_minor < 0:
            raise invalid(f"price of {price.sku}", "must not be negative")
        if price.sku not in ours:
            raise unknown("item", price.sku)
        became[price.sku] = _reprice(ours[price.sku], price)
    changed = tuple(sku for sku, what in became.items() if what == "set")
    if changed:
        work.tell(ShelfFactsChanged(store_id, changed))
    return became


def _reprice(listing: Listing, price: Price) -> str:
    same = price.price_minor == regular_price(listing)
    if price.version <= listing.feed_version:
        return "same" if same else "older"
    listing.feed_version = price.version
    if same:
        return "same"
    _set_regular(listing, price.price_minor)
    return "set"


def _set_regular(listing: Listing, price_minor: int) -> None:
    """Set what an item costs when no promotion runs; while one does, what is asked stays."""
    if listing.promotion_id is None:
        listing.price_minor = price_minor
    else:
        listing.regular_minor = price_minor
    listing.price_version += 1


def mark_sold_out(work: UnitOfWork, event: OfItem) -> None:
    """Note since when nothing of an item is left to sell; a repeat keeps the first time."""
    listing = work.find(Listing, (event.store_id, event.sku))
    if listing is not None and listing.sold_out_at is None:
        listing.sold_out_at = work.now
        work.tell(ShelfFactsChanged(event.store_id, (event.sku,)))


def mark_back_in_stock(work: UnitOfWork, event: OfItem) -> None:
    """Take the mark of being sold out away again."""
    listing = work.find(Listing, (event.store_id, event.sku))
    if listing is not None and listing.sold_out_at is not None:
        span = {"began_at": listing.sold_out_at, "ended_at": work.now}
        work.session.add(SoldOutSpan(store_id=event.store_id, sku=event.sku, **span))
        listing.sold_out_at = None
        work.tell(ShelfFactsChanged(event.store_id, (event.sku,)))
