"""The ways an aisle can be walked in, what each does to the aisle's two corners, and which are tried when."""

from typing import NamedTuple


class Way(NamedTuple):
    """What walking an aisle adds to its corners `a` and `b`: ends of ways at each, and whether it joins them.

    `alone` ways touch neither corner: the whole walk stays inside the aisle.
    """

    a: int
    b: int
    joins: bool
    alone: bool = False


WAYS = (
    Way(0, 0, joins=False),  # not at all
    Way(1, 1, joins=True),  # through, once
    Way(2, 2, joins=True),  # through, there and back
    Way(2, 0, joins=False),  # from a to the last stop and back
    Way(0, 2, joins=False),  # from b to the first stop and back
    Way(2, 2, joins=False),  # from both, leaving out the widest gap between stops
    Way(2, 2, joins=False),  # the shortest of the last three, for corners that are touched anyway
    Way(0, 0, joins=False, alone=True),
    # With one end of an open walk in the aisle: once from there to one corner; the other side as above.
    Way(1, 2, joins=True),
    Way(1, 2, joins=False),
    Way(1, 0, joins=False),
    Way(2, 1, joins=True),
    Way(2, 1, joins=False),
    Way(0, 1, joins=False),
    # With both ends in the aisle: once from each corner to the nearer end.
    Way(1, 1, joins=False),
)
NOT, ONCE, TWICE, FROM_A, FROM_B, FROM_BOTH, DIP, INSIDE = range(8)
A_TWICE, A_BOTH, A_ONLY, B_TWICE, B_BOTH, B_ONLY, APART = range(8, 15)

EMPTY, STOPS, ONE_END, TWO_ENDS = range(4)
"""What lies in an aisle: nothing, stops, and perhaps ends of the walk (with or without stops)."""

TRIED = {
    EMPTY: (NOT, ONCE, TWICE),
    STOPS: (ONCE, TWICE, FROM_A, FROM_B, FROM_BOTH, INSIDE),
    ONE_END: (A_TWICE, A_BOTH, A_ONLY, B_TWICE, B_BOTH, B_ONLY),
    TWO_ENDS: (ONCE, APART, TWICE, FROM_A, FROM_B, FROM_BOTH, INSIDE),
}

NEVER_BETTER = ((TWICE, NOT), (TWICE, FROM_A), (TWICE, FROM_B), (A_TWICE, A_ONLY), (B_TWICE, B_ONLY))
"""Pairs of ways: where both lead from a state to the same state, the first costs at least as much."""

LISTS = (
    *((EMPTY, seen) for seen in range(3)),
    *((STOPS, seen) for seen in range(3)),
    *((ONE_END, seen) for seen in range(2)),
    (TWO_ENDS, 0),
)
"""The lists of moves a table has: by what lies in the aisle and how many ends of the walk lie before it."""
