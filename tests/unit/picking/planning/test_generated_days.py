"""The floors and days that tests and benches draw for themselves."""

import pytest
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor, market_floor

from picking.planning import measure, plan
from picking.planning.routing.lengths import lengths_of


@pytest.mark.parametrize("cross_aisles", [2, 3, 4, 5, 6])
def test_aisles_of_every_width_are_recognised(cross_aisles):
    """A bench of exact walks must not measure estimates by mistake."""
    ground = aisles_floor(5, cross_aisles, 3)

    assert len(ground.places) == 5 * (cross_aisles - 1) * 3 * 2
    assert lengths_of(measure(ground.floor)).is_exact


def test_a_market_has_one_way_doors_and_a_cold_room_that_is_reached():
    """What no grid is must stay in the benches, and every bin must be worth a walk."""
    ground = market_floor(4)
    problem = Shoppers.seeded(ground, 1).at_once(60)

    assert any(way.one_way for way in ground.floor.edges)
    assert any(place.cold for place in ground.places)
    assert plan(problem, budget_ms=1).unplanned == ()


def test_the_same_seed_draws_the_same_day():
    """A figure that cannot be measured again is none."""
    ground = market_floor(4)

    assert market_floor(4) == ground
    assert Shoppers.seeded(ground, 7).day(50) == Shoppers.seeded(ground, 7).day(50)
    assert Shoppers.seeded(ground, 7).day(50) != Shoppers.seeded(ground, 8).day(50)
