"""What can be done after the hand-over; each command locks the order first, then its work order."""

from picking.aftersales.commands.asking import answer_stock, follow_answer
from picking.aftersales.commands.coming_back import Finding, inspect, return_in
from picking.aftersales.commands.ending import TIME_OUTS, follow_arrival, follow_failure
from picking.aftersales.commands.opening import decide, open_work_order, reject
from picking.aftersales.commands.paying import follow_refund

__all__ = [
    "TIME_OUTS",
    "Finding",
    "answer_stock",
    "decide",
    "follow_answer",
    "follow_arrival",
    "follow_failure",
    "follow_refund",
    "inspect",
    "open_work_order",
    "reject",
    "return_in",
]
