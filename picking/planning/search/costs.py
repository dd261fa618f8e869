"""What a person's turn costs: orders too late, far below them seconds too late, far below those seconds of work."""

import numpy as np

from picking.planning.compiled import lean_inner
from picking.planning.routing.exact import Floats, Ints
from picking.planning.search.board import Board, Orders, Rules, Walkers

OVER_ALLOWANCE = 1e9  # and what a trip costs that somebody may not carry any more
TIMELY = 1e-6  # seconds; less is rounding
ROUNDING = 1e-9


@lean_inner
def turn_cost(orders: Orders, walkers: Walkers, rules: Rules, board: Board, person: int) -> float:
    """Give the cost of a person's trips in their turn."""
    trips = board.turn[person, : board.trips[person]]
    more = rules.cost_a_metre - rules.seconds_a_metre
    cost = walkers.way[person] if len(trips) else 0.0
    cost += _turn_cost(
        trips, walkers.free_at[person], more, rules, board.seconds, board.metres, board.size, board.members, orders.due
    )
    for key in range(walkers.allowance.shape[1]):
        if walkers.allowance[person, key] < np.inf:
            over = -walkers.allowance[person, key] - ROUNDING
            for trip in trips:
                over += board.load[trip, key]
            if over > 0:
                cost += OVER_ALLOWANCE * (1.0 + over)
    return cost


@lean_inner
def _turn_cost(
    trips: Ints,
    now: float,
    more: float,
    rules: Rules,
    seconds: Floats,
    metres: Floats,
    size: Ints,
    members: Ints,
    due: Floats,
) -> float:
    cost = 0.0
    for trip in trips:
        now += seconds[trip]
        cost += seconds[trip] + more * metres[trip] + rules.flow * now * size[trip]
        for m in range(size[trip]):
            over = now - due[members[trip, m]]
            if over > TIMELY:
                cost += rules.late + rules.tardy * over
    return cost


@lean_inner
def is_kept(
    orders: Orders, walkers: Walkers, rules: Rules, board: Board, p: int, q: int, rise: float, may_rise: float
) -> bool:
    """Weigh the board after a move in the turns of `p` and `q`; True keeps it, False asks for it to be undone.

    Where nothing is due the caller knows the rise by itself.
    """
    if rules.is_timed:
        one = turn_cost(orders, walkers, rules, board, p)
        two = turn_cost(orders, walkers, rules, board, q) if q != p else 0.0
        rise = one + two - board.costs[p] - (board.costs[q] if q != p else 0.0)
        if rise > may_rise:
            return False
        board.costs[p] = one
        if q != p:
            board.costs[q] = two
    board.cost[0] += rise
    return True
