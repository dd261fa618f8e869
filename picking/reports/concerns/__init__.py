"""What waits for a lead's answer, everywhere in the store, as one list; what hurts first comes first."""

from collections.abc import Collection, Mapping

from picking.reports.concerns import of_devices, of_door, of_goods, of_money, of_orders, of_stalls, of_work
from picking.reports.concerns.concern import Area, Concern, Finder, Kind, Looking

__all__ = ["AREAS", "AT_ONCE", "Area", "Concern", "Kind", "Looking", "concerns", "find_concern"]

# fmt: off
FINDERS: Mapping[Area, tuple[Finder, ...]] = {
    Area.ORDERS:  (of_orders.to_accept, of_orders.held_for_risk, of_orders.late, of_orders.to_cancel,
                   of_orders.complaints_back),
    Area.GOODS:   (of_goods.waiting_lines, of_goods.counts, of_goods.fills, of_goods.markdowns,
                   of_goods.put_backs),
    Area.WORK:    (of_work.asked_for, of_work.hanging, of_work.silent_devices),
    Area.STALLS:  (of_stalls.asked_screens, of_stalls.late_tickets, of_stalls.overdue_staging),
    Area.DOOR:    (of_door.overstaying, of_door.riders),
    Area.DEVICES: (of_devices.sheets, of_devices.gateways, of_devices.prices, of_devices.dead_letters),
    Area.MONEY:   (of_money.failed_refunds, of_money.untold_channels),
    Area.BOOKS:   (of_money.open_books,),
}
# fmt: on
AT_ONCE = tuple(area for area in Area if area is not Area.BOOKS)
"""What is looked at again and again; the books of a day are looked through only when somebody asks for them."""
AREAS: Mapping[Kind, Area] = {
    **dict.fromkeys(
        (
            Kind.ORDER_TO_ACCEPT,
            Kind.RISK_HELD,
            Kind.ORDER_LATE,
            Kind.ORDER_WILL_BE_LATE,
            Kind.CANCEL_WAITS,
            Kind.COMPLAINT_BACK,
        ),
        Area.ORDERS,
    ),
    **dict.fromkeys(
        (Kind.CUSTOMER_ASKED, Kind.LINE_PARKED, Kind.COUNT_TO_APPROVE, Kind.FILL_ALTERED, Kind.MARKDOWN_PROPOSED,
         Kind.PUT_BACK_WAITS),
        Area.GOODS,
    ),
    **dict.fromkeys(
        (Kind.TAKE_OVER_ASKED, Kind.TASK_CAME_BACK, Kind.TASK_REFUSED, Kind.NOBODY_SKILLED, Kind.DEVICE_SILENT),
        Area.WORK,
    ),
    **dict.fromkeys((Kind.STALL_ASKED, Kind.TICKET_LATE, Kind.STAGING_OVERDUE), Area.STALLS),
    **dict.fromkeys((Kind.SLOT_OVERSTAY, Kind.RIDER_CANNOT, Kind.RIDER_WAITS, Kind.BAG_MISSING), Area.DOOR),
    **dict.fromkeys(
        (
            Kind.SHEET_UNKNOWN,
            Kind.SHEETS_STUCK,
            Kind.SHEET_HOMELESS,
            Kind.GATEWAY_AWAY,
            Kind.PRICES_NOT_SHOWN,
            Kind.LETTERS_DEAD,
        ),
        Area.DEVICES,
    ),
    **dict.fromkeys((Kind.REFUND_FAILED, Kind.WEBHOOK_GIVEN_UP), Area.MONEY),
    Kind.BOOKS_DISAGREE: Area.BOOKS,
}  # fmt: skip


def concerns(at: Looking, areas: Collection[Area] = tuple(Area)) -> list[Concern]:
    """Give everything of some areas that waits for an answer, what hurts first in front."""
    found = [concern for area in areas for find in FINDERS[area] for concern in find(at)]
    return sorted(found, key=lambda each: (each.hurts_at, each.kind, each.key))


def find_concern(at: Looking, kind: Kind, key: str) -> Concern | None:
    """Give one concern as it stands now; None when it is answered already."""
    known = (concern for find in FINDERS[AREAS[kind]] for concern in find(at))
    return next((each for each in known if each.kind is kind and each.key == key), None)
