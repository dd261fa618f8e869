"""How the floor stands, as a question to the planner: what waits, who can walk, what may not be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from picking.floor.queries import is_drawn
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.planning import Limits, Problem
from picking.tasks.joining import StartedWalk
from picking.tasks.pace import SPEEDS
from picking.tasks.standing.aisles import special_aisles
from picking.tasks.standing.floor_now import floor_now
from picking.tasks.standing.people import pickers
from picking.tasks.standing.walks import started_walks
from picking.tasks.standing.work import APART, waiting_work

__all__ = ["Standing", "standing"]


@dataclass(frozen=True)
class Standing:
    """A question and what its numbers stand for: orders are tasks, bins are listed, seconds count from `at`.

    `held` are tasks nobody can do now, each with the message that says why; `walks` are those somebody is on.
    `problem` is None when there is nothing to decide.
    """

    at: datetime
    problem: Problem | None
    bins: tuple[str, ...]
    held: Mapping[str, Json]
    walks: tuple[StartedWalk, ...] = ()


def standing(session: Session, store_id: str, now: datetime, settings: FloorSettings) -> Standing:
    """Ask how a store stands; reads only. A store whose floor is not drawn yet has nothing to decide."""
    if not is_drawn(session, store_id):
        return Standing(now, None, (), {})
    here = floor_now(session, store_id, now)
    work = waiting_work(session, store_id, here, now, settings)
    people = pickers(session, store_id, here, now, settings) if work.orders else ()
    if not (work.orders and people):
        return Standing(now, None, (), work.held)
    limits = Limits({"orders": float(settings.batch_orders_max), "kg": float(settings.walk_kilograms_max)}, APART)
    nodes = tuple(here.place_of[node] for node in work.nodes)
    aisles = special_aisles(session, here, work)
    problem = Problem(here.floor, nodes, work.orders, limits, people, SPEEDS, aisles)
    walks = started_walks(session, store_id, here, people, now)
    return Standing(now, problem, work.bins, work.held, walks)
