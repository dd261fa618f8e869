"""Which items may stand for one that is not there: by the customer's rule, in stock, never dearer than paid."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item, Listing
from picking.foundation.kinds import Substitution, WorkType
from picking.orders.model import OrderLine
from picking.stock.queries import availability

PROPOSALS_MAX = 3
_LOOKED_AT = 40  # the nearest in price; further down nobody would take it for the same thing


def candidates(session: Session, store_id: str, order_line: OrderLine, quantity: int) -> list[str]:
    """List the skus that may replace so much (pieces or grams) of an order's line, best first.

    `listed` keeps to the customer's own list, in its order. `same_price` and `any` take the same category and unit;
    of those the same temperature comes first, then what costs nearest to the price paid. `ask` proposes like `any`.
    """
    rule = order_line.substitution
    if rule is Substitution.NONE:
        return []
    fitting = _fitting(session, store_id, order_line)
    if rule is Substitution.LISTED:
        fitting = [sku for sku in order_line.listed if sku in set(fitting)]
    free = availability(session, store_id, fitting) if fitting else {}
    return [sku for sku in fitting if free.get(sku, 0) >= quantity]


def _fitting(session: Session, store_id: str, order_line: OrderLine) -> Sequence[str]:
    wanted = session.get_one(Item, order_line.sku)
    rows = (
        select(Item.sku)
        .join(Listing, (Listing.sku == Item.sku) & (Listing.store_id == store_id))
        .where(
            Item.sku != order_line.sku,
            Item.unit == order_line.unit,
            Item.work_type == WorkType.STANDARD,
            Listing.listed.is_(True),
            Listing.sold_out_at.is_(None),
            Listing.price_minor <= order_line.unit_price_minor,
        )
        .order_by(Item.temperature_class != wanted.temperature_class, Listing.price_minor.desc(), Item.sku)
    )
    if order_line.substitution is Substitution.LISTED:
        return session.scalars(rows.where(Item.sku.in_(order_line.listed))).all()
    rows = rows.where(Item.category == wanted.category)
    if order_line.substitution is Substitution.SAME_PRICE:
        rows = rows.where(Listing.price_minor == order_line.unit_price_minor)
    return session.scalars(rows.limit(_LOOKED_AT)).all()
