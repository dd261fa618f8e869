"""What can be done about filling faces; everything outside this folder calls these names."""

from picking.replenishing.commands.buying import demand_met
from picking.replenishing.commands.displaying import DisplayDraft, build_up, end_display, plan_display, take_down
from picking.replenishing.commands.looking import look_at_faces
from picking.replenishing.commands.planning import FillDraft, keep_limits, keep_plan, pause_plan
from picking.replenishing.commands.sending_back import wish_back
from picking.replenishing.commands.settling import accept, brought, goes_back, refuse
from picking.replenishing.commands.wishing import call_off, wish

__all__ = [
    "DisplayDraft",
    "FillDraft",
    "accept",
    "brought",
    "build_up",
    "call_off",
    "demand_met",
    "end_display",
    "goes_back",
    "keep_limits",
    "keep_plan",
    "look_at_faces",
    "pause_plan",
    "plan_display",
    "refuse",
    "take_down",
    "wish",
    "wish_back",
]
