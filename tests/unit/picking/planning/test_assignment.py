from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from picking.planning import assign

tables = st.integers(1, 4).flatmap(
    lambda trips: st.lists(
        st.lists(st.one_of(st.integers(-5, 99).map(float), st.just(float("inf"))), min_size=trips, max_size=trips),
        min_size=1,
        max_size=4,
    )
)


@given(tables)
def test_as_many_as_can_go_and_for_the_least_cost(costs):
    """Every way of pairing is tried beside it; forbidden pairs (infinite) never leave together."""
    table = np.array(costs)
    people, trips = table.shape
    size = max(people, trips)
    ways = (
        [(p, t) for p, t in enumerate(way) if p < people and t < trips and table[p, t] < np.inf]
        for way in permutations(range(size))
    )
    best = min((-len(way), sum(table[pair] for pair in way)) for way in ways)

    pairs = assign(costs)

    assert (-len(pairs), sum(table[pair] for pair in pairs)) == best
    assert len({p for p, _ in pairs}) == len({t for _, t in pairs}) == len(pairs)


def test_a_forbidden_pair_does_not_go_though_it_is_cheapest():
    """Zone, skill and a person's limits are no matter of price."""
    pairs = assign([[1, 100], [1, 2]], [[True, False], [False, False]])

    assert pairs == ((0, 1), (1, 0))


def test_nobody_goes_where_all_is_forbidden():
    """An empty answer is an answer."""
    assert assign([[1.0]], [[True]]) == ()


def test_a_cost_that_is_no_number_is_a_bug():
    """It would silently send anybody anywhere."""
    with pytest.raises(ValueError, match="no number"):
        assign([[float("nan")]])
