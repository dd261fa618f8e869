"""Work by due time, as the floor does it while no planner says better: who is due first leaves, others join."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from picking.foundation.settings import FloorSettings
from picking.tasks.model import PickTask
from picking.tasks.pace import SPEEDS

COLD_SECONDS = 60  # into the freezer and out again


def trips_by_due_time(tasks: Sequence[PickTask], now: datetime, settings: FloorSettings) -> list[list[PickTask]]:
    """Group tasks, first things first, into trips of one zone; the first of each trip sets its turn.

    What is due soon goes alone and nobody waits for it; raw and ready-to-eat food of different orders never share.
    """
    hurry = now + timedelta(minutes=settings.batch_slack_minutes_min)
    trips: list[list[PickTask]] = []
    for task in tasks:
        roomy = (trip for trip in trips if task.due_at >= hurry and _has_room(trip, task, hurry, settings))
        trip = next(roomy, None)
        if trip is None:
            trips.append([task])
        else:
            trip.append(task)
    return trips


def may_carry(left: Mapping[str, float], trip: Sequence[PickTask], *, frozen: bool) -> bool:
    """Tell whether what a person may still carry, and be in the cold, is enough for a trip."""
    kilograms = sum(_grams(task) for task in trip) / 1000
    cold = _cold_minutes(trip) if frozen else 0.0
    return kilograms <= left["kg"] and cold <= left["cold_minutes"]


def _has_room(trip: Sequence[PickTask], task: PickTask, hurry: datetime, settings: FloorSettings) -> bool:
    together = [*trip, task]
    return (
        trip[0].zone_id == task.zone_id
        and trip[0].due_at >= hurry
        and len(together) <= settings.batch_orders_max
        and sum(map(_grams, together)) <= 1000 * settings.walk_kilograms_max
        and len({kind for one in together for kind in one.load.get("hygiene", ())}) <= 1
    )


def _grams(task: PickTask) -> int:
    return int(task.load.get("grams", 0))


def _cold_minutes(trip: Sequence[PickTask]) -> float:
    lines = sum(int(task.load.get("lines", 0)) for task in trip)
    return (COLD_SECONDS + SPEEDS.line_seconds * lines) / 60
