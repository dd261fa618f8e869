"""How long each stage of an order took, read from its timeline."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import mean
from typing import Any

Step = Mapping[str, Any]
STAGES = ("paid to accepted", "queue", "pick", "pack", "stall", "ready", "rider wait")


def stage_seconds(timeline: Sequence[Step]) -> dict[str, float]:
    """Give the real seconds of each stage that an order went through from beginning to end.

    Queue is from the acceptance to the first basket or claim, pick from there to the last picked task, pack from there
    to the last bag in its slot, stall from the first claim to the last ticket's shelf, ready from the acceptance to
    READY, rider wait from there until the order left.
    """
    first, last = _times(timeline)
    begun = min(
        (each for each in (first("pick task", "IN_PROGRESS"), first("ticket", "IN_PREP")) if each), default=None
    )
    ends = {
        "paid to accepted": (first("order", "PAID"), first("order", "IN_FULFILMENT")),
        "queue": (first("order", "IN_FULFILMENT"), begun),
        "pick": (first("pick task", "IN_PROGRESS"), last("pick task", "PICKED")),
        "pack": (last("pick task", "PICKED"), last("pick task", "PUT_AWAY")),
        "stall": (first("ticket", "IN_PREP"), last("ticket", "STAGED")),
        "ready": (first("order", "IN_FULFILMENT"), first("order", "READY")),
        "rider wait": (first("order", "READY"), first("order", "OUT_FOR_DELIVERY") or first("order", "COLLECTED")),
    }
    return {stage: (end - start).total_seconds() for stage, (start, end) in ends.items() if start and end}


def _times(timeline: Sequence[Step]) -> Any:
    def at(thing: str, state: str) -> list[datetime]:
        return [
            datetime.fromisoformat(step["at"])
            for step in timeline
            if step["thing"] == thing and step.get("after") == state and step.get("before") != state
        ]

    return (
        lambda thing, state: min(at(thing, state), default=None),
        lambda thing, state: max(at(thing, state), default=None),
    )


def average_minutes(seconds: Sequence[Mapping[str, float]], speed: float) -> dict[str, tuple[float, int]]:
    """Give each stage's average in people's minutes, and of how many orders."""
    found = {stage: [each[stage] for each in seconds if stage in each] for stage in STAGES}
    return {stage: (mean(times) * speed / 60, len(times)) for stage, times in found.items() if times}
