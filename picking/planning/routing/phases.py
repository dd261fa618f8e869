"""Joins the walks of several phases: each ends where the next begins, and all of them together are shortest."""

from collections.abc import Sequence

import numpy as np

from picking.planning.routing.lengths import Lengths, every_metres, new_scratch
from picking.planning.routing.tracing import traced


def walk_phases(lengths: Lengths, begin: int, phases: Sequence[Sequence[int]], end: int | None) -> list[list[int]]:
    """Give the stops (places) of each phase in walking order, from `begin` to `end`; None ends at the last stop.

    The floor must be recognised, and a way lead from each place to each other. What it costs to have ended at each
    stop is carried from phase to phase.
    """
    if len(phases) == 1 and end is not None:
        return [_traced(lengths, begin, phases[0], end)]
    scratch = new_scratch(lengths, max(map(len, phases)))
    cost, begins, came = np.zeros(1), np.array([begin]), []
    exits = []
    for number, phase in enumerate(phases):
        stops = np.unique(np.asarray(phase, np.int64))
        is_last = number == len(phases) - 1
        ends = np.array([end]) if is_last and end is not None else stops
        metres = cost[:, None] + every_metres(lengths, begins, stops, len(stops), ends, scratch)
        came.append(metres.argmin(axis=0))
        exits.append(ends)
        cost, begins = metres.min(axis=0), ends
    return _traced_back(lengths, begin, phases, exits, came, int(cost.argmin()))


def _traced_back(
    lengths: Lengths,
    begin: int,
    phases: Sequence[Sequence[int]],
    exits: Sequence[np.ndarray],
    came: Sequence[np.ndarray],
    last: int,
) -> list[list[int]]:
    walks: list[list[int]] = []
    for number in range(len(phases) - 1, -1, -1):
        before = int(came[number][last])
        entry = int(exits[number - 1][before]) if number else begin
        walks.append(_traced(lengths, entry, phases[number], int(exits[number][last])))
        last = before
    return walks[::-1]


def _traced(lengths: Lengths, begin: int, stops: Sequence[int], end: int) -> list[int]:
    walk = traced(lengths.sweep, begin, stops, end)
    if walk is None:
        raise ValueError("no way leads through all stops")
    return walk
