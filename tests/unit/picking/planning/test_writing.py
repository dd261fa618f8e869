import json
from math import inf

from picking.planning import (
    Aisle,
    Edge,
    Floor,
    Limits,
    OrderLine,
    Picker,
    PlanningOrder,
    Problem,
    Span,
    Speeds,
    plan,
    read_problem,
)
from picking.planning.writing import floor_document, problem_document

WAYS = (Edge(0, 1, 1.5), Edge(1, 2, 1.5, one_way=True), Edge(0, 2, 4.0, aisle="1"))
FLOOR = Floor(((0.0, 0.0), (1.5, 0.0), (3.0, 0.1)), WAYS, 0, 1)
RAW, READY = (
    PlanningOrder(name, (OrderLine((0,)),), {"orders": 1.0, kind: 1.0}, due=900.0)
    for name, kind in (("fish", "raw"), ("salad", "ready"))
)


def again(problem):
    """Write a problem and read it back."""
    return read_problem(json.dumps({**problem_document(problem), "floor": floor_document(problem.floor)}))


def test_a_problem_that_is_written_and_read_back_is_the_same():
    """A kept question must mean what it meant, or no decision can be made again."""
    problem = Problem(
        FLOOR,
        (1, 2),
        (
            PlanningOrder("a", (OrderLine((0,), 2, 3), OrderLine((0, 1))), {"kg": 1.25}, -3.5, 0.0, "A", "freezer"),
            PlanningOrder("b", (), {}, inf),
        ),
        Limits({"orders": 4.0, "kg": 30.0}, (("raw", "ready"),)),
        (Picker("p", 1, frozenset({"A"}), frozenset({"freezer"}), 12.5, Limits({"kg": 7.5})), Picker("q")),
        Speeds(1.1, 7.0, 1.0, 12.0, 20.0),
        (
            Aisle("1", frozenset({0, 1}), 2, (Span(-5.0, 60.5), Span(900.0)), (Span(0.0, 12.0),)),
            Aisle("2", frozenset()),
        ),
    )

    assert again(problem) == problem
    assert again(Problem(FLOOR, (0,), ())) == Problem(FLOOR, (0,), ())


def test_different_orders_of_a_walk_never_carry_what_must_stay_apart():
    """Raw fish beside somebody else's salad makes people ill."""
    problem = Problem(FLOOR, (1,), (RAW, READY), Limits({"orders": 4.0}, (("raw", "ready"),)))

    assert {trip.orders for trip in plan(problem).trips} == {("fish",), ("salad",)}


def test_one_order_may_carry_both_in_its_own_basket():
    """Whoever orders fish and salad gets both."""
    both = PlanningOrder("both", (), {"raw": 1.0, "ready": 1.0})

    assert Limits(apart=(("raw", "ready"),)).broken_by((both,)) is None
    assert Limits(apart=(("raw", "ready"),)).broken_by((both, RAW)) == "raw"
