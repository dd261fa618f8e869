"""The floor shows the way: the next bin in a person's colour, the called rider's slot, the bin that is to be filled."""

import pytest
from floor import STORE

from picking.devices import commands as devices
from picking.devices.commands.lights import own_colour
from picking.devices.model import DeviceClass, Wish
from picking.reactions.lamps import light_the_floor, must_light
from picking.tasks.commands import park_line


@pytest.fixture
def lamps(shop):
    """Give a floor with a lamp at each of two bins, and a walk through both."""
    shop.picker()
    for n in (1, 2):
        shop.stock("milk" if n == 1 else "bread", 10, f"A-{n}")
        shop.run(devices.enrol, f"gw1/light-{n}", DeviceClass.LIGHT, f"light-{n}", place=f"A-{n}")
        shop.run(devices.hello, f"gw1/light-{n}")
    return shop


def lit(shop):
    """Look at the floor; gives colour and reason by the lamp's number."""
    if shop.ask(must_light, STORE):
        shop.run(light_the_floor)
    assert not shop.ask(must_light, STORE)
    wished = {each.device_id[-1]: each.wished for each in shop.all(Wish)}
    return {n: (state["colour"], state["why"]) for n, state in wished.items() if state["on"]}


def test_the_next_bin_is_lit_in_the_pickers_colour_and_then_the_one_after(lamps):
    """Eyes find a light faster than a number."""
    before = lit(lamps)
    task = lamps.begun({"milk": 2, "bread": 1})
    seen = []
    for line in lamps.lines(task):
        seen.append(lit(lamps))
        lamps.pick(line)

    mine = (own_colour("p1"), "pick")
    assert before == {}
    assert seen == [{"1": mine}, {"2": mine}]
    assert lit(lamps) == {}


def test_a_bin_that_is_searched_is_lit_for_everybody(lamps):
    """Red is nobody's own colour."""
    task = lamps.begun({"milk": 2, "bread": 1})

    lamps.run(park_line, lamps.line(task, "milk").id, by=lamps.hand())

    assert lit(lamps)["1"] == ("red", "short")
    assert lit(lamps)["2"] == (own_colour("p1"), "pick")


def test_a_floor_without_lamps_is_asked_nothing_more(shop):
    """Most stores have none."""
    assert shop.ask(must_light, STORE) is False


def test_two_people_never_walk_in_one_colour(lamps):
    """Whoever follows the neighbour's light picks the neighbour's goods."""
    first = "p1"
    second = next(f"q{n}" for n in range(99) if own_colour(f"q{n}") == own_colour(first))
    lamps.begun({"milk": 2})
    lamps.begun({"bread": 2}, by=lamps.picker(second))

    colours = [colour for colour, _ in lit(lamps).values()]

    assert len(set(colours)) == 2
    assert own_colour(first) in colours
