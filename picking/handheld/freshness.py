"""How fresh goods are, as whoever has them in hand sees it: colour, days left, the weekday's own colour."""

from datetime import date

from picking.catalogue.model import Item
from picking.foundation.tables import Json
from picking.freshness import ladder
from picking.freshness.queries import life_of
from picking.stock.model import Lot


def freshness_shown(item: Item, lot: Lot | None, today: date) -> Json | None:
    """Show how near its end a lot is; None for goods without a date."""
    if lot is None or lot.expires_on is None:
        return None
    life_days = life_of(item, lot)
    return {
        "colour": str(ladder.colour(lot.expires_on, life_days, today)),
        "days_left": (lot.expires_on - today).days,
        "day_fresh": ladder.is_day_fresh(life_days),
        "weekday": ladder.WEEKDAYS[lot.expires_on.weekday()],
        "day_colour": str(ladder.day_colour(lot.expires_on)),
    }
