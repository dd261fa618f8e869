"""What can be done with orders; each locks its order first, so that of two at once the second sees the first."""

from picking.orders.commands.acceptance import accept_automatically, accept_order, release_now, release_order
from picking.orders.commands.announcing import tell_back_in_stock, tell_plan, tell_sold_out
from picking.orders.commands.cancelling import (
    confirm_cancellation,
    expire_cancellation,
    refuse_cancellation,
    request_cancellation,
)
from picking.orders.commands.intake import check_before_payment, clear_risk, reject_risk, submit_order
from picking.orders.commands.leaving import (
    close_order,
    collect_order,
    complete_cart,
    deliver_line,
    deliver_order,
    fail_delivery,
    hand_over_order,
    open_gate,
    return_in_order,
)
from picking.orders.commands.meeting import set_meeting
from picking.orders.commands.payment import expire_order, pay_order
from picking.orders.commands.refunding import (
    confirm_refund,
    fail_refund,
    refund_amount,
    refund_difference,
    refund_line,
    retry_refund,
)
from picking.orders.commands.replacing import submit_replacement
from picking.orders.commands.serials import return_document, work_order_number
from picking.orders.commands.sub_orders import (
    arrive_sub_order,
    empty_sub_order,
    fall_back_sub_order,
    release_sub_order,
    stage_sub_order,
    start_sub_order,
)
from picking.orders.commands.time_outs import TIME_OUTS

__all__ = [
    "TIME_OUTS",
    "accept_automatically",
    "accept_order",
    "arrive_sub_order",
    "check_before_payment",
    "clear_risk",
    "close_order",
    "collect_order",
    "complete_cart",
    "confirm_cancellation",
    "confirm_refund",
    "deliver_line",
    "deliver_order",
    "empty_sub_order",
    "expire_cancellation",
    "expire_order",
    "fail_delivery",
    "fail_refund",
    "fall_back_sub_order",
    "hand_over_order",
    "open_gate",
    "pay_order",
    "refund_amount",
    "refund_difference",
    "refund_line",
    "refuse_cancellation",
    "reject_risk",
    "release_now",
    "release_order",
    "release_sub_order",
    "request_cancellation",
    "retry_refund",
    "return_document",
    "return_in_order",
    "set_meeting",
    "stage_sub_order",
    "start_sub_order",
    "submit_order",
    "submit_replacement",
    "tell_back_in_stock",
    "tell_plan",
    "tell_sold_out",
    "work_order_number",
]
