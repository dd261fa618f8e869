"""A short walk on a floor that is not recognised: cheapest insertion, then moves of pieces and turns, compiled."""

import numpy as np
from numpy.typing import NDArray

from picking.planning.compiled import compiled, inner, part_of_callers

MOVED_TOGETHER_MAX = 3  # Or (1976): pieces of up to three stops
GAIN_MIN = 1e-6  # metres; below this a gain is rounding
ROUNDS: int = np.int64(6)  # type: ignore[assignment]  # as search.board.NONE
ENDS: int = np.int64(2)  # type: ignore[assignment]  # as search.board.NONE
SHORT = 7  # places, both ends among them; such a walk is as good as can be


@compiled
def estimated(
    metres: NDArray[np.float64],
    begin: int,
    stops: NDArray[np.int64],
    count: int,
    end: int,
    path: NDArray[np.int64],
    rounds: int,
) -> float:
    """Give the metres of a short walk from `begin` over `stops[:count]` to `end`; the walk itself is left in `path`.

    `metres` may differ by direction. In each of the `rounds` a piece is taken out and put in anew. `path` needs room
    for 3 x (count + 2) places.
    """
    path[0], path[1] = begin, end
    size = put_in(metres, stops, count, path, ENDS)
    best = shortened(metres, path, size)
    kept, out = path[count + 2 : 2 * (count + 2)], path[2 * (count + 2) :]
    dice = 1
    for _ in range(rounds if size > SHORT else 0):
        copy(path, 0, kept, size)
        dice = (dice * 16807) % 2147483647  # Park and Miller (1988): the same dice everywhere
        first = 1 + dice % (size - 2)
        taken = min(2 + (dice >> 12) % (size // 2), size - 1 - first)
        copy(path, first, out, taken)
        for k in range(first, size - taken):
            path[k] = path[k + taken]
        put_in(metres, out, taken, path, size - taken)
        found = shortened(metres, path, size)
        if found > best:
            copy(kept, 0, path, size)
        best = min(best, found)
    return best


@part_of_callers
def copy(here: NDArray[np.int64], first: int, there: NDArray[np.int64], count: int) -> None:
    """Copy here[first] … to there[0] …; numba would make room for a copy of a slice first."""
    for k in range(count):
        there[k] = here[first + k]


@inner
def shortened(metres: NDArray[np.float64], path: NDArray[np.int64], size: int) -> float:
    """Move and turn pieces until nothing helps; give the metres."""
    while shifted(metres, path, size) or turned(metres, path, size):
        pass
    total = 0.0
    for k in range(size - 1):
        total += metres[path[k], path[k + 1]]
    return total


@inner
def put_in(
    metres: NDArray[np.float64], stops: NDArray[np.int64], count: int, path: NDArray[np.int64], size: int
) -> int:
    """Put each stop where it costs least; give the number of places in the path, the same place once."""
    for k in range(count):
        stop, best, where = stops[k], np.inf, 0
        for i in range(size - 1):
            added = metres[path[i], stop] + metres[stop, path[i + 1]] - metres[path[i], path[i + 1]]
            if path[i] == stop or path[i + 1] == stop:
                where = 0
                break
            if added < best or where == 0:
                best, where = added, i + 1
        if where:
            for i in range(size, where, -1):
                path[i] = path[i - 1]
            path[where] = stop
            size += 1
    return size


@inner
def shifted(metres: NDArray[np.float64], path: NDArray[np.int64], size: int) -> bool:
    """Make the first move of a piece to elsewhere, either way round, that shortens the walk; False if there is none."""
    for pieces in range(1, MOVED_TOGETHER_MAX + 1):
        for first in range(1, size - pieces):
            last = first + pieces - 1
            before, head, tail, after = path[first - 1], path[first], path[last], path[last + 1]
            saved = metres[before, head] + metres[tail, after] - metres[before, after]
            if saved < GAIN_MIN:
                continue
            back = 0.0
            for k in range(first, last):
                back += metres[path[k + 1], path[k]] - metres[path[k], path[k + 1]]
            for k in range(size - 1):
                if first - 1 <= k <= last:
                    continue
                u, v = path[k], path[k + 1]
                straight = metres[u, head] + metres[tail, v] - metres[u, v]
                reversed_ = metres[u, tail] + metres[head, v] - metres[u, v] + back
                if min(straight, reversed_) < saved - GAIN_MIN:
                    if reversed_ < straight:
                        turn(path, first, last)
                    move(path, first, last, k)
                    return True
    return False


@inner
def turned(metres: NDArray[np.float64], path: NDArray[np.int64], size: int) -> bool:
    """Make the first turn of a piece that shortens the walk (2-opt); False if there is none."""
    for i in range(1, size - 2):
        change = 0.0
        for j in range(i + 1, size - 1):
            change += metres[path[j], path[j - 1]] - metres[path[j - 1], path[j]]
            a, b, c, d = path[i - 1], path[i], path[j], path[j + 1]
            if metres[a, c] + metres[b, d] - metres[a, b] - metres[c, d] + change < -GAIN_MIN:
                turn(path, i, j)
                return True
    return False


@inner
def turn(path: NDArray[np.int64], first: int, last: int) -> None:
    """Reverse path[first] … path[last]."""
    while first < last:
        path[first], path[last] = path[last], path[first]
        first, last = first + 1, last - 1


@inner
def move(path: NDArray[np.int64], first: int, last: int, behind: int) -> None:
    """Move path[first] … path[last] behind path[behind], by three reversals."""
    if behind > last:
        turn(path, first, last)
        turn(path, last + 1, behind)
        turn(path, first, behind)
    else:
        turn(path, behind + 1, first - 1)
        turn(path, first, last)
        turn(path, behind + 1, last)
