"""Demand by item and hour, learned from what was sold; pure: arrays in, arrays out, no database and no clock."""

from picking.demand.effects import HALF_LIFE_DAYS, Profile, learn
from picking.demand.history import ORDINARY, Day, History
from picking.demand.levels import Limits, day_limits, quantile
from picking.demand.purchase import Proposal, Standing, propose

__all__ = [
    "HALF_LIFE_DAYS",
    "ORDINARY",
    "Day",
    "History",
    "Limits",
    "Profile",
    "Proposal",
    "Standing",
    "day_limits",
    "learn",
    "propose",
    "quantile",
]
