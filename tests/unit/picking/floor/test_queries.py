import pytest

from picking.floor.model import BinKind, Edge, Store
from picking.floor.queries import basket_of, bin_of, bins_by_id, graph, zones
from picking.foundation.refusals import Refusal


@pytest.fixture
def place(floor):
    """Four nodes in a row, a face and a reserve."""
    floor.way(metres=5.0)
    floor.bin("A-1", node=2)
    floor.bin("R-1", kind=BinKind.RESERVE)
    return floor


def test_the_graph_gives_arrays_for_the_planner(place):
    """Places count from nought whatever the nodes are called."""
    known = place.ask(graph, "s1")

    assert known.numbers == (0, 1, 2, 3)
    assert known.positions[3] == (15.0, 0.0)
    assert known.ways == ((0, 1, 5.0, False), (1, 2, 5.0, False), (2, 3, 5.0, False))
    assert (known.start, known.end, known.door) == (0, 0, 0)


def test_start_end_and_door_are_the_stores(place):
    """Baskets stand here, bags are packed there."""
    nodes = {"start_node": 1, "end_node": 3, "door_node": 2}
    place.run(lambda work: setattr(work.get(Store, "s1"), "settings", nodes))

    known = place.ask(graph, "s1")

    assert (known.start, known.end, known.door) == (1, 3, 2)


def test_a_one_way_door_stays_one(place):
    """The flap of the cold room lets people out only."""
    place.put(Edge(store_id="s1", a=3, b=0, metres=2.0, one_way=True))

    assert (3, 0, 2.0, True) in place.ask(graph, "s1").ways


def test_a_store_without_nodes_has_no_graph(floor):
    """A wrong set-up is said, not guessed around."""
    with pytest.raises(Refusal, match="unknown_thing"):
        floor.ask(graph, "s1")


def test_bins_are_found_in_their_own_store_only(place):
    """The same code may hang in the neighbour's store."""
    assert place.ask(bin_of, "s1", "A-1").node == 2
    for store, code in (("s1", "nowhere"), ("s2", "A-1")):
        with pytest.raises(Refusal, match="unknown_thing"):
            place.ask(bin_of, store, code)


def test_many_bins_are_opened_at_once(place):
    """Who asks for a bin nobody knows still gets the others."""
    assert set(place.ask(bins_by_id, {"A-1", "R-1", "nowhere"})) == {"A-1", "R-1"}
    assert [row.code for row in place.ask(zones, "s1")] == ["A"]


def test_a_basket_of_another_store_is_unknown(place):
    """It never leaves its own."""
    place.basket("000007")

    assert place.ask(basket_of, "s1", "000007").colour == "blue"
    with pytest.raises(Refusal, match="unknown_thing"):
        place.ask(basket_of, "s2", "000007")
