"""What can be done with devices: register, hold, work stalls' screens, print, wish, beep."""

from picking.devices.commands.holders import sign_off, sign_on
from picking.devices.commands.instructions import instruction_answered, instruction_expired, instruction_sent
from picking.devices.commands.printing import (
    confirm,
    drop,
    drop_order,
    job_answered,
    job_sent,
    mark_uncertain,
    print_sheet,
    reprint,
    retry,
)
from picking.devices.commands.registry import (
    cure,
    enrol,
    find,
    hello,
    report_lost,
    report_state,
    retire,
    vanish,
    vanish_gateway,
    weaken,
)
from picking.devices.commands.rerouting import reroute, reroute_by_hand
from picking.devices.commands.stations import (
    answer_takeover,
    ask_takeover,
    close_station,
    open_station,
    touch_station,
)
from picking.devices.commands.wishes import (
    beep,
    refresh_shelf_labels,
    reported,
    show_items,
    wish,
    wish_sent,
)

__all__ = [
    "answer_takeover",
    "ask_takeover",
    "beep",
    "close_station",
    "confirm",
    "cure",
    "drop",
    "drop_order",
    "enrol",
    "find",
    "hello",
    "instruction_answered",
    "instruction_expired",
    "instruction_sent",
    "job_answered",
    "job_sent",
    "mark_uncertain",
    "open_station",
    "print_sheet",
    "refresh_shelf_labels",
    "report_lost",
    "report_state",
    "reported",
    "reprint",
    "reroute",
    "reroute_by_hand",
    "retire",
    "retry",
    "show_items",
    "sign_off",
    "sign_on",
    "touch_station",
    "vanish",
    "vanish_gateway",
    "weaken",
    "wish",
    "wish_sent",
]
