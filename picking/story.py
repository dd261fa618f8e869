"""What happens next: which events set off what, and which command ends each wait; the one table of the whole flow."""

from picking.aftersales import commands as aftersales
from picking.catalogue import plans
from picking.catalogue.events import PlannedPricesTurned, PlanStepped, ShelfFactsChanged
from picking.catalogue.lifecycle import PlanStep
from picking.catalogue.model import PricePlan
from picking.counting import commands as counting, events as count
from picking.counting.lifecycle import CountPlanStep
from picking.counting.model import CountPlan
from picking.devices import commands as devices, events as device
from picking.devices.lifecycle import PrintJobStep
from picking.devices.model import PrintJob
from picking.foundation.records import Instruction, InstructionStep
from picking.foundation.sweeps import TimeOuts
from picking.foundation.transactions import Reactions
from picking.freshness import commands as freshness, events as fresh
from picking.freshness.lifecycle import FreshDayStep, MarkdownStep
from picking.freshness.model import FreshDay, Markdown
from picking.handheld.screens import question_in_passing
from picking.orders import commands as orders, events as order
from picking.outbound import commands as outbound, events as way_out
from picking.outbound.lifecycle import HandOverStep, SlotStep, StagingStep
from picking.outbound.model import HandOver, OutboundSlot, StagingPosition
from picking.reactions import beginning, deliveries, learning, leaving, meeting, slips, stopping, timetable
from picking.receiving import events as receipt
from picking.replenishing import commands as replenishing, events as fill
from picking.replenishing.lifecycle import DisplayStep, FillPlanStep
from picking.replenishing.model import Display, FillPlan
from picking.stations import commands as stations, events as stall
from picking.stations.lifecycle import TicketStep
from picking.stations.model import Ticket
from picking.stock import commands as stocks, events as stock
from picking.tasks import commands as tasks, events as task

# fmt: off
REACTIONS: Reactions = {
    # what has happened           what happens next
    order.OrderPaid:              (orders.accept_automatically,),
    order.OrderReleased:          (timetable.set_the_meeting, beginning.give_it_a_slot),
    order.OrderHastened:          (beginning.begin_all,),
    order.CartReleased:           (leaving.give_a_code,),
    order.SubOrderReleased:       (beginning.begin_work,),

    task.WalksPlanned:            (timetable.follow_the_plan,),
    task.PickTaskStarted:         (beginning.note_start,),
    task.PickTaskPicked:          (meeting.plan_bags, slips.print_packing_slip),
    task.PickTaskPutAway:         (learning.learn_from_walk,),
    task.PickTaskEmpty:           (meeting.recount,),
    stall.TicketClaimed:          (beginning.note_start,),
    stall.TicketReady:            (meeting.bag_what_is_ready, learning.learn_from_ticket),
    stall.TicketRecalled:         (meeting.drop_bag,),
    stall.TicketRemade:           (meeting.waste_bag,),
    stall.TicketSoldOut:          (meeting.go_on_without,),

    way_out.PartStaged:           (meeting.stage_ticket,),
    stall.TicketStaged:           (meeting.stage_part,),
    way_out.StagingComplete:      (meeting.ask_to_move,),
    way_out.BagInSlot:            (meeting.follow_bag,),
    way_out.BagReopened:          (meeting.fall_back,),
    order.OrderReady:             (leaving.call_for_it,),
    order.OrderFellBack:          (leaving.hold_it,),
    order.OrderLeft:              (leaving.close_tickets,),
    order.OrderArrived:           (aftersales.follow_arrival,),

    order.CancelAsked:            (stopping.stop_the_floor,),
    task.HolderStopped:           (stopping.follow_answer,),
    stall.TicketVoided:           (stopping.follow_answer,),
    order.CancelRefused:          (stopping.go_on,),
    order.OrderCancelled:         (stopping.bring_it_back, aftersales.follow_failure),
    order.OrderReturned:          (aftersales.follow_failure,),
    order.RefundPaid:             (aftersales.follow_refund,),
    task.QuestionAsked:           (question_in_passing.ask_in_passing,),
    task.QuestionAnswered:        (aftersales.follow_answer,),

    stock.GoodsMoved:             (counting.follow_goods,),
    count.CountWanted:            (tasks.send_counter,),
    count.CountSettled:           (tasks.call_counter_off,),
    receipt.DeliveryReceived:     (deliveries.tell_received,),
    receipt.GoodsTakenIn:         (deliveries.show_taken_in,),
    fresh.ClearOutWanted:         (tasks.ask_clear_out,),
    fill.ReplenishmentWanted:     (tasks.send_filler,),
    fill.ReplenishmentCalledOff:  (tasks.call_filler_off,),
    fill.ReplenishmentRefused:    (tasks.count_source,),
    fill.PurchaseWanted:          (deliveries.tell_purchase,),
    stock.SoldOut:                (orders.tell_sold_out,),
    stock.BackInStock:            (orders.tell_back_in_stock,),
    stock.GoodsPutIn:             (
        replenishing.demand_met, tasks.wake_lines, devices.refresh_place, stocks.offer_relisting,
    ),
    stock.SoldUnbooked:           (tasks.count_after_till,),
    stock.AllocationMoved:        (tasks.follow_allocation,),
    ShelfFactsChanged:            (devices.refresh_shelf_labels,),
    PlannedPricesTurned:          (devices.refresh_planned,),
    PlanStepped:                  (orders.tell_plan,),
    device.DeviceLost:            (stopping.free_work,),
}
# fmt: on

TIME_OUTS: TimeOuts = {
    **orders.TIME_OUTS,
    **tasks.TIME_OUTS,
    **aftersales.TIME_OUTS,
    (Ticket, TicketStep.FIRE): stations.fire_due,
    (Ticket, TicketStep.REQUEUE): stations.requeue_due,
    (StagingPosition, StagingStep.HOLD_TOO_LONG): outbound.held_too_long,
    (OutboundSlot, SlotStep.STALL_OUT): outbound.scan_out_stalled,
    (OutboundSlot, SlotStep.OVERSTAY): outbound.nobody_came,
    (HandOver, HandOverStep.AGREE): outbound.failure_unanswered,
    (HandOver, HandOverStep.MISS): outbound.rider_missing,
    (CountPlan, CountPlanStep.COME_DUE): counting.run_plan,
    (FillPlan, FillPlanStep.LOOK): replenishing.look_at_faces,
    (Display, DisplayStep.BUILD): replenishing.build_up,
    (Display, DisplayStep.TAKE_DOWN): replenishing.take_down,
    (FreshDay, FreshDayStep.OPEN): freshness.open_the_day,
    (FreshDay, FreshDayStep.MARK_DOWN): freshness.mark_down_the_day,
    (FreshDay, FreshDayStep.CLEAR_OUT): freshness.clear_the_shelves,
    (Markdown, MarkdownStep.LAPSE): freshness.lapse_markdown,
    (Markdown, MarkdownStep.END): freshness.end_markdown,
    (PricePlan, PlanStep.START): plans.start_plan,
    (PricePlan, PlanStep.CHECK): devices.look_at_plan,
    (PricePlan, PlanStep.END): plans.end_plan,
    (PrintJob, PrintJobStep.TIME_OUT): devices.mark_uncertain,
    (PrintJob, PrintJobStep.REROUTE): devices.reroute,
    (Instruction, InstructionStep.EXPIRE): devices.instruction_expired,
}
