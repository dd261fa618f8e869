"""The screen of scan and go: staff scans what lies in the shopper's cart and lets it go when it is what was paid."""

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import SURE
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.orders.model import Order, OrderLine
from picking.outbound import commands as outbound
from picking.outbound.model import CartCount

LINES_MAX = 5


def begin(at: Standing, order: Order) -> Said:
    """Stand before a shopper's cart."""
    at.go("cart_check", order_id=order.id)
    return right("cart_begins", order=order.number)


def show(at: Standing) -> Json:
    """Show the first lines that were not seen yet, and how many there are."""
    order = at.work.get(Order, at.facts["order_id"])
    rows = at.work.session.execute(
        select(OrderLine, Item, CartCount.counted)
        .join(Item, Item.sku == OrderLine.sku)
        .outerjoin(CartCount, CartCount.order_line_id == OrderLine.id)
        .where(OrderLine.order_id == order.id)
        .order_by(OrderLine.line_no)
    ).all()
    missing = [(line, item, counted or 0) for line, item, counted in rows if (counted or 0) < line.quantity]
    return {
        "order": order.number,
        "lines": len(rows),
        "missing": len(missing),
        "next": [
            {"item": item.name(at.language), "quantity": line.quantity, "counted": counted, "unit": str(line.unit)}
            for line, item, counted in missing[:LINES_MAX]
        ],
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Tick off what was scanned; what is not paid is refused."""
    scanned = meaning.scanned_item
    outbound.count_cart_item(
        at.work, at.facts["order_id"], meaning.key, scanned.weight_grams or scanned.contains
    )  # fmt: skip
    return right("cart_item_fits", item=meaning.name)


def let_go(at: Standing, _: Json) -> Said:
    """Let the cart go: everything paid was seen and nothing else."""
    order = outbound.verify_cart(at.work, at.facts["order_id"])
    at.go("home")
    return finished("cart_checked", order=order.number)


CART_CHECK = ScreenKind(
    name="cart_check",
    show=show,
    scans={Kind.ITEM: item_scanned},
    steps={"let_go": Step(let_go, asks=(SURE,)), "home": Step(leave)},
)
