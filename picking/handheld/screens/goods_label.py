"""A label for goods that came without a code of their own: item, lot and last day as a GS1 Digital Link."""

from urllib.parse import quote

from sqlalchemy import select

from picking.catalogue.model import Item, ItemCode
from picking.devices import commands as devices
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.standing import Standing
from picking.stock.model import Lot

RESOLVER = "https://id.gs1.org"


def print_goods_label(at: Standing, _: Json) -> Said:
    """Print a label for the goods that were taken in last; refuses an item without a GTIN (`no_gtin_to_print`)."""
    lot_id = at.facts.get("last_lot")
    if lot_id is None:
        raise Refusal("take_something_in_first")
    lot = at.work.get(Lot, lot_id)
    item = at.work.get(Item, lot.sku)
    facts = {
        "name": item.names,
        "lot": lot.code or None,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
        "code": digital_link(_gtin(at, item), lot),
    }
    devices.print_sheet(at.work, key=f"goods:{lot.id}:{at.work.ids.new()}", template="goods_label", facts=facts)
    return right("goods_label_prints", item=item.name(at.language))


def digital_link(gtin: str, lot: Lot) -> str:
    """Write a GTIN (14 digits) with lot and last day as a link that every scanner of ours reads."""
    path = f"{RESOLVER}/01/{gtin}" + (f"/10/{quote(lot.code, safe='')}" if lot.code else "")
    return path + (f"?17={lot.expires_on:%y%m%d}" if lot.expires_on else "")


def _gtin(at: Standing, item: Item) -> str:
    codes = select(ItemCode.code).where(ItemCode.sku == item.sku, ItemCode.kind == "gtin", ItemCode.contains == 1)
    found = at.work.session.scalars(codes.order_by(ItemCode.code)).first()
    if found is None:
        raise Refusal("no_gtin_to_print", item=item.name(at.language))
    return found
