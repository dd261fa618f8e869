"""What waits for a lead's answer, everywhere in the store, as one list; what hurts first comes first."""

from collections.abc import Collection, Mapping

from picking.reports.concerns import of_devices, of_door, of_goods, of_money, of_orders, of_stalls, of_work
from picking.reports.concerns.concern import Area, Concern, Finder, Kind, Looking

__all__ = ["AREAS", "AT_ONCE", "Area", "Concern", "Kind", "Looking", "concerns", "find_concern"]

# fmt: off
FINDERS: tuple[tuple[Area, Finder, tuple[Kind, ...]], ...] = (
    # part          who looks                what is found
    (Area.ORDERS,  of_orders.to_accept,       (Kind.ORDER_TO_ACCEPT,)),
    (Area.ORDERS,  of_orders.held_for_risk,   (Kind.RISK_HELD,)),
    (Area.ORDERS,  of_orders.late,            (Kind.ORDER_LATE, Kind.ORDER_WILL_BE_LATE)),
    (Area.ORDERS,  of_orders.to_cancel,       (Kind.CANCEL_WAITS,)),
    (Area.ORDERS,  of_orders.complaints_back, (Kind.COMPLAINT_BACK,)),
    (Area.GOODS,   of_goods.waiting_lines,    (Kind.CUSTOMER_ASKED, Kind.LINE_PARKED)),
    (Area.GOODS,   of_goods.counts,           (Kind.COUNT_TO_APPROVE,)),
    (Area.GOODS,   of_goods.fills,            (Kind.FILL_ALTERED,)),
    (Area.GOODS,   of_goods.markdowns,        (Kind.MARKDOWN_PROPOSED,)),
    (Area.GOODS,   of_goods.put_backs,        (Kind.PUT_BACK_WAITS,)),
    (Area.WORK,    of_work.asked_for,         (Kind.TAKE_OVER_ASKED,)),
    (Area.WORK,    of_work.hanging,           (Kind.TASK_CAME_BACK, Kind.TASK_REFUSED, Kind.NOBODY_SKILLED)),
    (Area.WORK,    of_work.silent_devices,    (Kind.DEVICE_SILENT,)),
    (Area.STALLS,  of_stalls.asked_screens,   (Kind.STALL_ASKED,)),
    (Area.STALLS,  of_stalls.late_tickets,    (Kind.TICKET_LATE,)),
    (Area.STALLS,  of_stalls.overdue_staging, (Kind.STAGING_OVERDUE,)),
    (Area.DOOR,    of_door.overstaying,       (Kind.SLOT_OVERSTAY,)),
    (Area.DOOR,    of_door.riders,            (Kind.RIDER_CANNOT, Kind.RIDER_WAITS, Kind.BAG_MISSING)),
    (Area.DEVICES, of_devices.sheets,         (Kind.SHEET_UNKNOWN, Kind.SHEETS_STUCK, Kind.SHEET_HOMELESS)),
    (Area.DEVICES, of_devices.gateways,       (Kind.GATEWAY_AWAY,)),
    (Area.DEVICES, of_devices.prices,         (Kind.PRICES_NOT_SHOWN,)),
    (Area.DEVICES, of_devices.dead_letters,   (Kind.LETTERS_DEAD,)),
    (Area.MONEY,   of_money.failed_refunds,   (Kind.REFUND_FAILED,)),
    (Area.MONEY,   of_money.untold_channels,  (Kind.WEBHOOK_GIVEN_UP,)),
    (Area.BOOKS,   of_money.open_books,       (Kind.BOOKS_DISAGREE,)),
)
# fmt: on
AREAS: Mapping[Kind, Area] = {kind: area for area, _, kinds in FINDERS for kind in kinds}
AT_ONCE = tuple(area for area in Area if area is not Area.BOOKS)
"""What is looked at again and again; the books of a day are looked through only when somebody asks for them."""


def concerns(at: Looking, areas: Collection[Area] = tuple(Area)) -> list[Concern]:
    """Give everything of some areas that waits for an answer, what hurts first in front."""
    found = [concern for area, find, _ in FINDERS if area in areas for concern in find(at)]
    return sorted(found, key=lambda each: (each.hurts_at, each.kind, each.key))


def find_concern(at: Looking, kind: Kind, key: str) -> Concern | None:
    """Give one concern as it stands now; None when it is answered already."""
    known = (concern for _, find, kinds in FINDERS if kind in kinds for concern in find(at))
    return next((each for each in known if each.kind is kind and each.key == key), None)
