"""What shelf labels have to say: the page of each, and the facts that fill it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item, ItemCode, Listing, PricePlan
from picking.catalogue.queries import items, listings
from picking.devices.model import Device
from picking.floor.model import Bin, Store
from picking.foundation.money import main_unit
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.stock.model import OnHand, StockLevel

DAY_FRESH_DAYS_MAX = 1
KILOGRAM = {"en": "kg", "zh": "千克", "es": "kg"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GTIN_13 = 13


@dataclass(frozen=True)
class Goods:
    """What the books know of some items in one store: opened once for many labels."""

    items: Mapping[str, Item]
    listings: Mapping[str, Listing]
    plans: Mapping[str, PricePlan]
    codes: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, store_id: str, skus: Collection[str]) -> "Goods":
        """Open the goods of these items."""
        listed = listings(session, store_id, skus)
        ids = {each.promotion_id for each in listed.values() if each.promotion_id}
        plans = session.scalars(select(PricePlan).where(PricePlan.id.in_(ids))) if ids else ()
        return cls(items(session, skus), listed, {plan.id: plan for plan in plans}, _codes(session, skus))


def _codes(session: Session, skus: Collection[str]) -> dict[str, str]:
    """Give the code of one piece of each item, as EAN-13 prints it."""
    query = select(ItemCode.sku, ItemCode.code).where(ItemCode.kind == "gtin", ItemCode.contains == 1)
    rows = session.execute(query.where(ItemCode.sku.in_(set(skus))).order_by(ItemCode.code.desc()))
    return {sku: code[-GTIN_13:] for sku, code in rows if code.startswith("0")}


@dataclass(frozen=True)
class Look:
    """One label looked at now: what it is of, and what is laid over it for a while."""

    label: Device
    sku: str | None
    store: Store
    now: datetime
    overlay: Json

    def local(self, at: datetime) -> str:
        """Say a time as the store's wall and calendar do."""
        return f"{at.astimezone(ZoneInfo(self.store.timezone)):%m-%d %H:%M}"

    @property
    def local_now(self) -> datetime:
        """The time on the store's own wall."""
        return self.now.astimezone(ZoneInfo(self.store.timezone))


def sku_of(session: Session, label: Device, last: str | None) -> str | None:
    """Give the item a label is of: its own, or what lies most at its place; of an empty place, what lay there last."""
    if label.sku is not None or label.place is None:
        return label.sku
    lying = select(OnHand.sku).where(OnHand.place == label.place, OnHand.quantity > 0).group_by(OnHand.sku)
    return session.scalars(lying.order_by(func.sum(OnHand.quantity).desc(), OnHand.sku).limit(1)).first() or last


def shelf_facts(session: Session, look: Look, goods: Goods) -> Json:
    """Give the page and the facts of a label."""
    item = goods.items.get(look.sku or "")
    always = {"light": look.overlay["light"]} if "light" in look.overlay else {}
    panel = (look.label.info or {}).get("panel")
    if panel is not None:
        always["drawn_for"] = panel
    if item is None:
        return {"page": "unbound", "place": look.label.place, "title": look.label.name, **always}
    facts = {**_goods_facts(item, look, goods), **always}
    page = _page(item, facts, look.overlay)
    if page == "day_fresh":
        facts["weekday"] = WEEKDAYS[look.local_now.weekday()]
    if page == "staff":
        facts |= _for_staff(session, look.label, item.sku)
    if "asked_at" in look.overlay:
        facts["asked_at"] = look.overlay["asked_at"]
    return {"page": page, **facts}


def _goods_facts(item: Item, look: Look, goods: Goods) -> Json:
    listing, language = goods.listings.get(item.sku), look.store.language
    names = KILOGRAM if item.unit is Unit.GRAM else item.unit_names
    facts: Json = {
        "sku": item.sku,
        "title": item.name(language),
        "spec": item.spec,
        "per": names.get(language) or names.get("en", ""),
        "place": look.label.place,
        "gtin13": goods.codes.get(item.sku),
        "sold_out": listing is None or listing.sold_out_at is not None,
        "currency": look.store.currency,
        "price": None if listing is None else str(main_unit(listing.price_minor, look.store.currency)),
    }
    plan = goods.plans.get(listing.promotion_id) if listing and listing.promotion_id else None
    if listing is not None and plan is not None and listing.regular_minor is not None:
        facts["regular"] = str(main_unit(listing.regular_minor, look.store.currency))
        facts["promotion"] = plan.names.get(language) or plan.names.get("en")
        facts["until"] = look.local(plan.ends_at) if plan.ends_at else None
    return facts


def _page(item: Item, facts: Json, overlay: Json) -> str:
    if "staff" in overlay:
        return "staff"
    if facts["sold_out"] or "asked_at" in overlay:
        return "sold_out"
    if "regular" in facts:
        return "promotion"
    if item.shelf_life_days is not None and item.shelf_life_days <= DAY_FRESH_DAYS_MAX:
        return "day_fresh"
    return "normal"


def _for_staff(session: Session, label: Device, sku: str) -> Json:
    """How much there is in the store and here, and how much the bin takes."""
    level = session.get(StockLevel, (label.store_id, sku))
    here = select(func.sum(OnHand.quantity)).where(OnHand.place == label.place, OnHand.sku == sku)
    place = session.get(Bin, label.place) if label.place else None
    return {
        "stock": level.on_hand if level else 0,
        "here": (session.scalar(here) or 0) if place else None,
        "capacity": place.capacity if place else None,
    }
