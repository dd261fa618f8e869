"""How many people a day needs."""

from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor

from picking.planning import OrderLine, PlanningOrder, Problem, Speeds, plan
from picking.planning.outcome import Plan, Trip
from picking.planning.staffing import fewest_pickers, hands_needed

DAY = Shoppers.seeded(aisles_floor(4, 2, 5), seed=3).day(60, hours=2)


def late_unless(needed):
    """Give a planner that is late with everything while there are fewer people than needed."""

    def planned(problem):
        late = tuple(order.id for order in problem.orders) if len(problem.pickers) < needed else ()
        return Plan((Trip("p1", 0, 60, tuple(order.id for order in problem.orders), (), 1.0, late),))

    return planned


def test_the_fewest_are_found_wherever_the_search_begins():
    """Nobody is asked to come who is not needed, and nobody who is needed is left out."""
    for needed in (1, 2, 3, 4, 7, 10, 30, 64):
        staffing = fewest_pickers(DAY, late_unless(needed))

        assert staffing.enough.pickers == needed
        assert len({each.pickers for each in staffing.tried}) == len(staffing.tried), "no count is tried twice"


def test_no_number_is_enough_where_the_promise_cannot_be_kept():
    """A store must hear that people are not what is missing."""
    staffing = fewest_pickers(DAY, late_unless(1000), pickers_max=20)

    assert staffing.enough is None
    assert staffing.tried[-1].pickers == 20


def test_a_share_of_late_orders_may_be_allowed():
    """One order late in a hundred is a bad minute; one person more is a whole shift."""

    def planned(problem):
        late = max(0, 5 - len(problem.pickers))
        return Plan((Trip("p1", 0, 60, (), (), 0.0, tuple(f"o{n}" for n in range(late))),))

    assert fewest_pickers(DAY, planned, late_share=0).enough.pickers == 5
    assert fewest_pickers(DAY, planned, late_share=2 / 60).enough.pickers == 3


def test_an_order_in_no_trip_counts_as_late():
    """What nobody picks is not in time."""

    def planned(problem):
        return plan(problem, budget_ms=1)

    floor = DAY.floor
    island = type(floor)((*floor.nodes, (99.0, 99.0)), floor.edges, floor.start, floor.end)
    lost = Problem(island, (len(floor.nodes),), (PlanningOrder("o1", (OrderLine((0,)),), due=1e6),))

    assert fewest_pickers(lost, planned, pickers_max=2).enough is None


def test_everybody_told_of_hears_each_count():
    """Who waits for the answer wants to see that it comes."""
    heard = []

    staffing = fewest_pickers(DAY, lambda problem: plan(problem, budget_ms=1), told=heard.append)

    assert tuple(heard) == staffing.tried
    assert staffing.enough.late <= 0.6


def test_hands_alone_give_a_first_guess():
    """An hour of taking goods in half an hour needs two pairs of hands, however short the ways."""
    orders = tuple(PlanningOrder(f"o{n}", (OrderLine((0,), 1),), due=1800.0, arrived=0.0) for n in range(36))
    problem = Problem(DAY.floor, DAY.bins, orders, speeds=Speeds(1.0, line_seconds=100))

    assert hands_needed(problem) == 2
    assert hands_needed(Problem(DAY.floor, DAY.bins, ())) == 1
