"""Makes the arrays of a board, finds room in them, and makes them larger when there is none."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from picking.planning.distances import Distances, like_measured
from picking.planning.problem import Problem
from picking.planning.routing.lengths import Lengths, lengths_of, new_scratch
from picking.planning.search.board import MEMO_SIZE, NO_WALK, NONE, Board, Ground, Orders

Table = TypeVar("Table", Orders, Board)

GOLDEN = 0x9E3779B97F4A7C15
WORD = (1 << 64) - 1
UNSET = ("trip_of", "person_of")
ORDER_ROWS = ("stops", "stop_count", "steps", "step_count", "keys", "handling", "due", "load", "marks", "used")
TRIP_ROWS = ("members", "size", "keys", "load", "marks", "on_step", "metres", "seconds", "person_of", "spare")


def new_orders(people: int, keys: int, marks: int) -> Orders:
    """Make a table of orders without room for any."""
    ints, floats = np.zeros(0, np.int64), np.zeros(0)
    return Orders(
        stops=np.zeros((0, 1), np.int64),
        stop_count=ints,
        steps=np.zeros((0, 1), np.int64),
        step_count=ints,
        keys=np.zeros(0, np.uint64),
        handling=floats,
        due=floats,
        load=np.zeros((0, keys)),
        marks=np.zeros((0, marks), np.int64),
        may=np.zeros((people, 0), np.bool_),
        used=ints,
        used_count=np.zeros(1, np.int64),
    )


def new_board(people: int, keys: int, marks: int, steps: int, members_max: int, seed: int) -> Board:
    """Make an empty board without room for any order, with one trip slot."""
    return Board(
        trip_of=np.zeros(0, np.int64),
        members=np.zeros((1, members_max), np.int64),
        size=np.zeros(1, np.int64),
        keys=np.zeros(1, np.uint64),
        load=np.zeros((1, keys)),
        marks=np.zeros((1, marks), np.int64),
        on_step=np.zeros((1, steps), np.int64),
        metres=np.zeros(1),
        seconds=np.zeros(1),
        person_of=np.full(1, NONE, np.int64),
        turn=np.zeros((people, 1), np.int64),
        trips=np.zeros(people, np.int64),
        spare=np.zeros(1, np.int64),
        spare_count=np.ones(1, np.int64),
        less_key=np.zeros(0, np.uint64),
        less_metres=np.zeros(0),
        memo=np.full((MEMO_SIZE, 2), -1.0),
        measured=np.zeros(1, np.int64),
        guess=np.zeros(2),
        costs=np.zeros(people),
        cost=np.zeros(1),
        dice=np.array([key_of(seed)], np.uint64),
    )


def key_of(number: int) -> int:
    """Scatter a number over 64 bits, never 0 (splitmix64, Steele, Lea and Flood 2014)."""
    word = (number + 1) * GOLDEN & WORD
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
    return (word ^ (word >> 31)) or 1


def ground_of(distances: Distances, stops_max: int) -> Ground:
    """Prepare a measured floor for walks of up to `stops_max` stops."""
    lengths = lengths_of(distances)
    if not lengths.is_exact:
        lengths = lengths._replace(metres=like_measured(np.minimum(lengths.metres, NO_WALK)))
    places, steps = len(lengths.metres), len(lengths.sweep.table)
    place_of = np.empty(places, np.int64)
    place_of[ranks_of(lengths)] = np.arange(places)
    step_metres = lengths.sweep.metres if steps else np.zeros(1)
    path = np.empty(3 * (stops_max + 2), np.int64)
    return Ground(lengths, place_of, step_metres, new_scratch(lengths, stops_max), np.empty(stops_max, np.int64), path)


def ranks_of(lengths: Lengths) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Give the rank of each place along the floor's sweep, or its row where the floor has none."""
    return lengths.sweep.rank_of if lengths.is_exact else np.arange(len(lengths.metres))


def with_room(orders: Orders, board: Board, problem: Problem, count: int) -> tuple[Orders, Board]:
    """Give tables with room for so many orders, each perhaps in a trip of its own, and one trip more to try."""
    before, wide = len(board.size), max((len(order.lines) for order in problem.orders), default=1)
    may = np.pad(orders.may, ((0, 0), (0, count - orders.may.shape[1])))
    orders = _grown(orders, ORDER_ROWS, count)
    orders = _grown(orders, (), max(1, wide), ("stops", "steps"))._replace(may=may)
    board = _grown(board, TRIP_ROWS, count + 1)
    board = _grown(board, ("trip_of", "less_key", "less_metres"), count)
    board = _grown(board, (), count + 1, ("turn",))
    if problem.limits.most.get("orders") is None:
        board = _grown(board, (), count, ("members",))
    for trip in range(len(board.size) - 1, before - 1, -1):
        board.spare[board.spare_count[0]] = trip
        board.spare_count[0] += 1
    return orders, board


def _grown(table: Table, rows: Sequence[str], count: int, columns: Sequence[str] = ()) -> Table:
    """Give a table with `count` rows in the fields `rows`, and as many columns in the fields `columns`."""
    changed = {name: _padded(name, getattr(table, name), 0, count) for name in rows}
    return table._replace(**changed, **{name: _padded(name, getattr(table, name), 1, count) for name in columns})


def _padded(name: str, array: np.ndarray[Any, Any], axis: int, count: int) -> np.ndarray[Any, Any]:
    if array.shape[axis] >= count:
        return array
    more = [(0, 0)] * array.ndim
    more[axis] = (0, count - array.shape[axis])
    return np.pad(array, more, constant_values=NONE if name in UNSET else 0)
