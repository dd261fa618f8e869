"""A decision of the planner as plain values: made from how the floor stands, and made again from what was kept."""

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import blake2b
from time import perf_counter

from picking.foundation.tables import Json
from picking.planning import Distances, Floor, Plan, Problem, Reason, measure, plan, read_problem
from picking.planning.planner import places_of
from picking.planning.writing import floor_document, problem_document
from picking.tasks.joining import StartedWalk, joins
from picking.tasks.standing import Standing

NODES_MAX = 2000
"""Floors of up to so many nodes are measured as a whole and kept; of larger ones only what a question needs."""
DIGEST_BYTES = 16
WAITS_FOR_AISLE = ("plan_aisle_full", "plan_aisle_closed")
Measured = Callable[[str, Floor], Distances]
"""Gives the distances of the floor with a digest, perhaps from an earlier time."""


@dataclass(frozen=True)
class Decision:
    """What was decided, from what, and how long it took; `floor` and `question` are what `planned.Plan` keeps."""

    at: datetime
    seed: int
    budget_ms: int
    plan_ms: float
    floor_digest: str
    floor: Json
    question: bytes
    answer: Json


def decide(how: Standing, problem: Problem, *, seed: int, budget_ms: int, measured: Measured | None = None) -> Decision:
    """Plan how the floor stands; the same question, seed and budget give the same answer wherever it is asked."""
    floor = floor_document(problem.floor)
    digest = blake2b(_text(floor).encode(), digest_size=DIGEST_BYTES).hexdigest()
    walks = [walk.document() for walk in how.walks]
    question = zlib.compress(_text({**problem_document(problem), "walks": walks}).encode())
    began = perf_counter()
    few = len(problem.floor.nodes) <= NODES_MAX
    distances = measured(digest, problem.floor) if measured is not None and few else measure_for(problem)
    made = _answer(problem, how.walks, seed, budget_ms, distances)
    milliseconds = 1000 * (perf_counter() - began)
    answer = {**made, "bins": list(how.bins), "held": {**how.held, **_waiting_for_aisles(made["trips"])}}
    return Decision(how.at, seed, budget_ms, milliseconds, digest, floor, question, answer)


def replay(floor: Json, question: bytes, *, seed: int, budget_ms: int) -> Json:
    """Decide again from what was kept; gives trips, joins and what was not planned, as the kept answer has them."""
    kept = question_of(question)
    problem = read_problem(_text({**kept, "floor": floor}))
    walks = [StartedWalk.read(walk) for walk in kept.get("walks", ())]
    return _answer(problem, walks, seed, budget_ms, measure_for(problem))


def question_of(question: bytes) -> Json:
    """Give a kept question as JSON."""
    found: Json = json.loads(zlib.decompress(question))
    return found


def is_same(kept: Json, again: Json) -> bool:
    """Tell whether two answers decide the same."""
    return all(kept[key] == again[key] for key in ("trips", "unplanned", "joins"))


def measure_for(problem: Problem) -> Distances:
    """Measure what a question needs of its floor."""
    few = len(problem.floor.nodes) <= NODES_MAX
    return measure(problem.floor, None if few else places_of(problem))


def _answer(problem: Problem, walks: Sequence[StartedWalk], seed: int, budget_ms: int, distances: Distances) -> Json:
    """Plan all orders; then let those join a walk somebody is on that do better there, and plan the rest anew."""
    made = plan(problem, seed=seed, budget_ms=float(budget_ms), distances=distances)
    joined = joins(problem, made, walks, distances)
    if joined:
        gone = {join.order for join in joined}
        rest = replace(problem, orders=tuple(order for order in problem.orders if order.id not in gone))
        made = plan(rest, seed=seed, budget_ms=float(budget_ms), distances=distances)
    return {**_document(made), "joins": [asdict(join) for join in joined]}


def aisle_waited_for(trip: Json) -> Json | None:
    """Give the reason of a trip that cannot leave before an aisle opens or has room, else None."""
    return next((why for why in trip["why"] if why["code"] in WAITS_FOR_AISLE), None)


def _waiting_for_aisles(trips: Sequence[Json]) -> dict[str, Json]:
    """Say for each task of a trip that nobody can be asked yet what it waits for."""
    waiting = ((trip, aisle_waited_for(trip)) for trip in trips)
    return {task: why for trip, why in waiting if why is not None for task in trip["orders"]}


def _document(made: Plan) -> Json:
    trips = [
        {
            "picker": trip.picker,
            "start": trip.start,
            "end": trip.end,
            "orders": list(trip.orders),
            "route": list(trip.route),
            "metres": trip.metres,
            "late": list(trip.late),
            "why": [_said(reason) for reason in trip.why],
        }
        for trip in made.trips
    ]
    left = [{"order": each.order, "why": _said(each.why)} for each in made.unplanned]
    return {"trips": trips, "unplanned": left, "metres": made.metres, "late": made.late}


def _said(reason: Reason) -> Json:
    return {"code": f"plan_{reason.code}", "facts": dict(reason.facts)}


def _text(document: Json) -> str:
    return json.dumps(document, separators=(",", ":"), sort_keys=True)
