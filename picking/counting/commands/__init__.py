"""What can be done about counts; everything outside this folder calls these names."""

from picking.counting.commands.deciding import approve_count, cancel_count, refuse_count
from picking.counting.commands.following import follow_goods
from picking.counting.commands.glancing import BinSeen, glance, look_at_bin, note_asked
from picking.counting.commands.looking import complete_count, note_line
from picking.counting.commands.offering import refresh_offers
from picking.counting.commands.planning import PlanDraft, keep_plan, pause_plan, resume_plan, run_plan
from picking.counting.commands.scheduling import schedule, schedule_many

__all__ = [
    "BinSeen",
    "PlanDraft",
    "approve_count",
    "cancel_count",
    "complete_count",
    "follow_goods",
    "glance",
    "keep_plan",
    "look_at_bin",
    "note_asked",
    "note_line",
    "pause_plan",
    "refresh_offers",
    "refuse_count",
    "resume_plan",
    "run_plan",
    "schedule",
    "schedule_many",
]
