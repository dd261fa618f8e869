"""What can be done with work: a file a verb-group; everything outside this folder calls these names."""

from picking.tasks.commands.clearing import ask_clear_out
from picking.tasks.commands.counting import (
    ask_count,
    call_counter_off,
    count_after_refusal,
    count_after_till,
    send_counter,
)
from picking.tasks.commands.filling import call_filler_off, count_source, send_filler
from picking.tasks.commands.finishing import answer_bin_empty, finish_floor_task
from picking.tasks.commands.floor_tasks import ask, drop, give_floor_task_back, open_task, take_floor_task
from picking.tasks.commands.holding import (
    ask_take_over,
    fall_silent,
    free_silent,
    give_back,
    refuse_take_over,
    take_over,
)
from picking.tasks.commands.joining import join_walk, leave_joined
from picking.tasks.commands.leading import agree_take_over, free_task, give_task
from picking.tasks.commands.lines import begin_held, follow_allocation, time_held
from picking.tasks.commands.making import make_pick_tasks
from picking.tasks.commands.offering import offer_waiting
from picking.tasks.commands.planning import adopt_plan, clear_plans, note_planner, planner_alert
from picking.tasks.commands.put_backs import (
    check_line,
    cold_timeout,
    damage_line,
    end_cold,
    give_back_put_back,
    put_line_back,
    start_put_back,
)
from picking.tasks.commands.queue import (
    decline_offer,
    end_offer,
    pull_work,
    take_offer,
)
from picking.tasks.commands.searching import find_line, park_line, use_second_bin, wake_lines
from picking.tasks.commands.settling import pack_task, put_away_task
from picking.tasks.commands.shorts import answer_substitution, end_answer, end_search, give_up_search, report_short
from picking.tasks.commands.stopping import cancel_tasks, confirm_stop, stop_order, withdraw_stop
from picking.tasks.commands.taking import bind_basket, reach_bin, skip_line, take_item, unpick_line, weigh_line
from picking.tasks.commands.time_outs import TIME_OUTS

__all__ = [
    "TIME_OUTS",
    "adopt_plan",
    "agree_take_over",
    "answer_bin_empty",
    "answer_substitution",
    "ask",
    "ask_clear_out",
    "ask_count",
    "ask_take_over",
    "begin_held",
    "bind_basket",
    "call_counter_off",
    "call_filler_off",
    "cancel_tasks",
    "check_line",
    "clear_plans",
    "cold_timeout",
    "confirm_stop",
    "count_after_refusal",
    "count_after_till",
    "count_source",
    "damage_line",
    "decline_offer",
    "drop",
    "end_answer",
    "end_cold",
    "end_offer",
    "end_search",
    "fall_silent",
    "find_line",
    "finish_floor_task",
    "follow_allocation",
    "free_silent",
    "free_task",
    "give_back",
    "give_back_put_back",
    "give_floor_task_back",
    "give_task",
    "give_up_search",
    "join_walk",
    "leave_joined",
    "make_pick_tasks",
    "note_planner",
    "offer_waiting",
    "open_task",
    "pack_task",
    "park_line",
    "planner_alert",
    "pull_work",
    "put_away_task",
    "put_line_back",
    "reach_bin",
    "refuse_take_over",
    "report_short",
    "send_counter",
    "send_filler",
    "skip_line",
    "start_put_back",
    "stop_order",
    "take_floor_task",
    "take_item",
    "take_offer",
    "take_over",
    "time_held",
    "unpick_line",
    "use_second_bin",
    "wake_lines",
    "weigh_line",
    "withdraw_stop",
]
