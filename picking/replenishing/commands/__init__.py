"""What can be done about filling faces; everything outside this folder calls these names."""

from picking.replenishing.commands.buying import demand_met
from picking.replenishing.commands.planning import FillDraft, keep_limits, keep_plan, look_at_faces, pause_plan
from picking.replenishing.commands.settling import accept, brought, refuse
from picking.replenishing.commands.wishing import call_off, wish

__all__ = [
    "FillDraft",
    "accept",
    "brought",
    "call_off",
    "demand_met",
    "keep_limits",
    "keep_plan",
    "look_at_faces",
    "pause_plan",
    "refuse",
    "wish",
]
