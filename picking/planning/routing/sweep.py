"""Chooses in which order a sweep passes the corners of a skeleton, so that few of them are open at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from picking.planning.routing.skeleton import Skeleton

STATES_BY_WIDTH = 4.6
"""How many times more states one more open corner means (7, 25, 113, 569, 3033 for two to six)."""

BEGINNINGS_MAX = 24


@dataclass(frozen=True, slots=True)
class Step:
    """One aisle of a sweep: slots of its corners `a` and `b` among the open corners, and what happens to the slots.

    Before the step, `opened` corners get new slots at the end. After it, `kept` names the slots that stay, in their new
    order; the others are passed for good.
    """

    aisle: int
    a: int
    b: int
    opened: int
    kept: tuple[int, ...]


def sweep(bones: Skeleton) -> tuple[Step, ...]:
    """Give the narrowest sweep found; the same skeleton gives the same sweep."""
    joined = _neighbours(bones)
    orders = (order for choose in (_oldest, _emptiest) for order in _orders(joined, choose))
    best = min(orders, key=lambda order: _effort(order, joined), default=())
    return tuple(_steps(bones, best))


def _neighbours(bones: Skeleton) -> list[list[int]]:
    joined: list[set[int]] = [set() for _ in range(bones.corners)]
    for aisle in bones.aisles:
        joined[aisle.a].add(aisle.b)
        joined[aisle.b].add(aisle.a)
    return [sorted(others) for others in joined]


Choice = Callable[[int, int, int], tuple[int, ...]]
"""Weighs a corner by how many it would open, its age among the open ones, and its degree; the least is next."""


def _oldest(opens: int, age: int, _degree: int) -> tuple[int, ...]:
    return (opens, age)


def _emptiest(opens: int, age: int, degree: int) -> tuple[int, ...]:
    return (opens + age // 8, degree, age)


def _orders(joined: Sequence[Sequence[int]], choose: Choice) -> Iterator[tuple[int, ...]]:
    """Sweep from several corners, those with few aisles first."""
    begins = sorted(range(len(joined)), key=lambda corner: (len(joined[corner]), corner))
    few = begins[:: max(1, len(begins) // BEGINNINGS_MAX)]
    for first in dict.fromkeys(begins[:BEGINNINGS_MAX] + few):
        yield _order(joined, first, begins, choose)


def _order(joined: Sequence[Sequence[int]], first: int, begins: Sequence[int], choose: Choice) -> tuple[int, ...]:
    """Pass whichever open corner is best; where none is open, begin anew elsewhere."""
    age: dict[int, int] = {first: 0}
    passed: dict[int, None] = {}
    closed = list(map(len, joined))
    _one_less(closed, joined[first])
    fresh = iter(begins)
    while len(passed) < len(joined):
        if not age:
            anew = next(corner for corner in fresh if corner not in passed)
            age[anew] = 0
            _one_less(closed, joined[anew])
        oldest = min(age.values())
        weights = {one: choose(closed[one], since - oldest, len(joined[one])) for one, since in age.items()}
        corner = min(weights, key=weights.__getitem__)
        del age[corner]
        passed[corner] = None
        for one in joined[corner]:
            if one not in age and one not in passed:
                age[one] = len(passed)
                _one_less(closed, joined[one])
    return tuple(passed)


def _one_less(closed: list[int], corners: Iterable[int]) -> None:
    """Count a corner that is opened as closed no more, at each of its neighbours."""
    for corner in corners:
        closed[corner] -= 1


def _effort(order: Sequence[int], joined: Sequence[Sequence[int]]) -> float:
    """Estimate the states a sweep in this order goes through."""
    passed: set[int] = set()
    open_: set[int] = set()
    effort = 0.0
    for corner in order:
        open_.add(corner)
        for other in joined[corner]:
            if other not in passed:
                open_.add(other)
                effort += STATES_BY_WIDTH ** len(open_)
        open_.discard(corner)
        passed.add(corner)
        effort += STATES_BY_WIDTH ** len(open_)
    return effort


def _steps(bones: Skeleton, order: Sequence[int]) -> Iterator[Step]:
    """Turn an order of corners into the aisles' order and the slots; who is opened last takes a passed one's slot."""
    left: dict[int, list[int]] = defaultdict(list)
    for number, aisle in enumerate(bones.aisles):
        left[aisle.a].append(number)
        left[aisle.b].append(number)
    slots: list[int] = []
    for corner in order:
        while left[corner]:
            number = min(left[corner], key=lambda one: (_far_end(bones, one, corner) not in slots, one))
            aisle = bones.aisles[number]
            new = [end for end in (aisle.a, aisle.b) if end not in slots]
            slots += new
            for end in (aisle.a, aisle.b):
                left[end].remove(number)
            kept = _kept(slots, left, (aisle.a, aisle.b))
            yield Step(number, slots.index(aisle.a), slots.index(aisle.b), len(new), kept)
            slots = [slots[slot] for slot in kept]


def _far_end(bones: Skeleton, number: int, corner: int) -> int:
    aisle = bones.aisles[number]
    return aisle.b if aisle.a == corner else aisle.a


def _kept(slots: Sequence[int], left: dict[int, list[int]], ends: Sequence[int]) -> tuple[int, ...]:
    kept = list(range(len(slots)))
    for end in ends:
        if not left[end]:
            gap = kept.index(slots.index(end))
            last = kept.pop()
            if gap < len(kept):
                kept[gap] = last
    return tuple(kept)
