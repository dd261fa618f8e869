"""What ends each wait of the task room; the story gives these to the sweep."""

from picking.foundation.sweeps import TimeOuts
from picking.tasks.commands.lines import end_hold
from picking.tasks.commands.put_backs import end_cold
from picking.tasks.commands.queue import end_offer
from picking.tasks.commands.shorts import end_answer, end_search
from picking.tasks.lifecycle import PickLineStep, PickTaskStep, PutBackLineStep
from picking.tasks.model import PickLine, PickTask, PutBackLine

TIME_OUTS: TimeOuts = {
    (PickTask, PickTaskStep.RELEASE): end_hold,
    (PickTask, PickTaskStep.TIME_OUT): end_offer,
    (PickLine, PickLineStep.SEARCH_TIME_OUT): end_search,
    (PickLine, PickLineStep.ANSWER_TIME_OUT): end_answer,
    (PutBackLine, PutBackLineStep.TOO_WARM): end_cold,
}
