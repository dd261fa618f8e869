"""Who walks where, with what, when: pure planning, plain values in, a plan out; no database, no clock of its own."""

from picking.planning.aisles import Aisle, Span
from picking.planning.assignment import assign
from picking.planning.distances import Distances, MeasuredLayouts, measure
from picking.planning.files import PlanFileError, read_problem, write_plan
from picking.planning.outcome import Because, Plan, Reason, Trip, Unplanned
from picking.planning.planner import BUDGET_MS, plan, prepared
from picking.planning.problem import (
    Edge,
    Floor,
    Limits,
    OrderLine,
    Picker,
    PlanningOrder,
    Problem,
    Speeds,
)
from picking.planning.release import Part, Release, release_times
from picking.planning.routes import Route, route, walk_order
from picking.planning.walk_lengths import WalkLengths

__all__ = [
    "BUDGET_MS",
    "Aisle",
    "Because",
    "Distances",
    "Edge",
    "Floor",
    "Limits",
    "MeasuredLayouts",
    "OrderLine",
    "Part",
    "Picker",
    "Plan",
    "PlanFileError",
    "PlanningOrder",
    "Problem",
    "Reason",
    "Release",
    "Route",
    "Span",
    "Speeds",
    "Trip",
    "Unplanned",
    "WalkLengths",
    "assign",
    "measure",
    "plan",
    "prepared",
    "read_problem",
    "release_times",
    "route",
    "walk_order",
    "write_plan",
]
