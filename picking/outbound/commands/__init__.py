"""What can be done on the way out, a file a verb-group."""

from picking.outbound.commands.bags import bag_ticket, drop_ticket_bag, plan_bags, recount_bags, waste_ticket_bag
from picking.outbound.commands.calling import call_if_ready, hold_back, order_ready
from picking.outbound.commands.cancelling import release_order_places
from picking.outbound.commands.cart import count_cart_item, uncount_cart_item, verify_cart
from picking.outbound.commands.handing_out import finish_by_code, rider_delivered, scan_out
from picking.outbound.commands.pickup import make_pickup_code, scan_out_pickup, show_code
from picking.outbound.commands.returning import inspect, return_in, return_missing
from picking.outbound.commands.riders import (
    agree_rider_failure,
    assign_rider,
    check_in,
    check_in_by_code,
    check_in_by_tail,
    miss_rider,
    refuse_rider_failure,
    report_rider_failure,
)
from picking.outbound.commands.sealing import cut_seal, label_scanned, relabel, seal_bag, unpack_line
from picking.outbound.commands.slots import (
    block_slot,
    move_bag,
    put_in_slot,
    remind,
    reserve_slot,
    unblock_slot,
    wait_on,
)
from picking.outbound.commands.staging import (
    all_parts_staged,
    block_staging,
    clear_staging,
    park_part,
    recheck_parts,
    reserve_staging,
    take_back_part,
    unblock_staging,
)
from picking.outbound.commands.waiting import (
    failure_unanswered,
    held_too_long,
    nobody_came,
    rider_missing,
    scan_out_stalled,
)
from picking.outbound.commands.weighing import WeightReason, accept_bag_weight, weigh_bag
from picking.outbound.labels import bag_barcode

__all__ = [
    "WeightReason",
    "accept_bag_weight",
    "agree_rider_failure",
    "all_parts_staged",
    "assign_rider",
    "bag_barcode",
    "bag_ticket",
    "block_slot",
    "block_staging",
    "call_if_ready",
    "check_in",
    "check_in_by_code",
    "check_in_by_tail",
    "clear_staging",
    "count_cart_item",
    "cut_seal",
    "drop_ticket_bag",
    "failure_unanswered",
    "finish_by_code",
    "held_too_long",
    "hold_back",
    "inspect",
    "label_scanned",
    "make_pickup_code",
    "miss_rider",
    "move_bag",
    "nobody_came",
    "order_ready",
    "park_part",
    "plan_bags",
    "put_in_slot",
    "recheck_parts",
    "recount_bags",
    "refuse_rider_failure",
    "relabel",
    "release_order_places",
    "remind",
    "report_rider_failure",
    "reserve_slot",
    "reserve_staging",
    "return_in",
    "return_missing",
    "rider_delivered",
    "rider_missing",
    "scan_out",
    "scan_out_pickup",
    "scan_out_stalled",
    "seal_bag",
    "show_code",
    "take_back_part",
    "unblock_slot",
    "unblock_staging",
    "uncount_cart_item",
    "unpack_line",
    "verify_cart",
    "wait_on",
    "waste_ticket_bag",
    "weigh_bag",
]
