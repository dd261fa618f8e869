"""What people call a place or a bag: its code without the store's number in front, its order and number."""

from picking.outbound.model import Bag


def place_name(place_id: str | None) -> str:
    """Give `C-03-02-B-04` for bin `01-C-03-02-B-04`; what has no number in front is said as it is."""
    if place_id is None:
        return ""
    store, _, rest = place_id.partition("-")
    return rest if rest and store.isdigit() else place_id


def bag_name(bag: Bag) -> str:
    """Give `4521-2/3` for bag 2 of 3 of order 4521."""
    return f"{bag.order_number}-{bag.n}/{bag.total}"
