"""After the run: every order is read again, its stages measured, its promises checked, the stock counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.report import Report
from web_handheld.simulation.stages import average_minutes, stage_seconds
from web_handheld.simulation.witness import Witness

LEFT = ("OUT_FOR_DELIVERY", "COLLECTED")
Step = Mapping[str, Any]


def report(channel: Http, stock_errors: Sequence[str], witness: Witness, seconds: float, speed: float) -> Report:
    """Read what has become of every order and make the report."""
    states: Counter[str] = Counter()
    stages: list[Mapping[str, float]] = []
    late = 0
    for order_id in witness.orders:
        order = channel.get(f"/orders/{order_id}").body
        timeline = channel.get(f"/orders/{order_id}/timeline").body["steps"]
        states[order["state"]] += 1
        stages.append(stage_seconds(timeline))
        late += is_late(order, timeline)
        for broken in broken_promises(order["number"], timeline):
            witness.broken(broken)
    return Report(
        seconds, speed, len(witness.orders), states, average_minutes(stages, speed), late,
        witness.counts, witness.refusals, tuple(stock_errors), tuple(witness.broken_promises),
    )  # fmt: skip


def is_late(order: Mapping[str, Any], timeline: Sequence[Step]) -> bool:
    """Tell whether an order left after its due time."""
    left = _left(timeline)
    return left is not None and _time(left["at"]) > _time(order["due_at"])


def broken_promises(number: str, timeline: Sequence[Step]) -> list[str]:
    """Find what must not be in any order's timeline: bags left behind, two ends, lines of two people."""
    return [
        *_bags_left_behind(number, timeline),
        *_cancelled_and_gone(number, timeline),
        *_shared_lines(number, timeline),
    ]


def _bags_left_behind(number: str, timeline: Sequence[Step]) -> list[str]:
    """When an order leaves, each of its bags has been scanned out or is worth nothing."""
    left = _left(timeline)
    if left is None:
        return []
    bags = {step["thing_id"]: step["after"] for step in timeline if step["thing"] == "bag" and step["at"] <= left["at"]}
    return [
        f"order {number} left without bag {bag}, which was {state}"
        for bag, state in bags.items()
        if state not in ("HANDED_OVER", "VOID", "DELIVERED")
    ]


def _cancelled_and_gone(number: str, timeline: Sequence[Step]) -> list[str]:
    ends = {step["after"] for step in timeline if step["thing"] == "order"}
    both = "CANCELLED" in ends and ends & set(LEFT)
    return [f"order {number} was cancelled and handed over"] if both else []


def _shared_lines(number: str, timeline: Sequence[Step]) -> list[str]:
    """A line is finished once: nobody picks what somebody else has picked, unless it was taken back."""
    finished: dict[str, str] = {}
    found: list[str] = []
    for step in timeline:
        if step["thing"] != "pick line" or step["before"] == step["after"]:
            continue
        line, person = step["thing_id"], str(step["person_id"])
        if step["after"] in ("PICKED", "WEIGHED") and step["step"] != "verify":
            other = finished.setdefault(line, person)
            found += [f"order {number}: line {line} was picked by {other} and {person}"] if other != person else []
        elif step["after"] == "OPEN":
            finished.pop(line, None)
    return found


def _left(timeline: Sequence[Step]) -> Step | None:
    return next((step for step in timeline if step["thing"] == "order" and step["after"] in LEFT), None)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
