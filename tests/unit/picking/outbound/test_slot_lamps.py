"""The called rider's slots are lit until his bags are out."""

from way_out import AMBIENT

from picking.devices import commands as devices
from picking.devices.commands.lights import own_colour
from picking.devices.model import DeviceClass, Wish
from picking.reactions.lamps import light_the_floor, must_light


def test_a_called_riders_slot_is_lit_in_his_colour_until_it_is_empty(way):
    """He has seconds, and forty slots to look at."""
    (slot,) = way.slots(AMBIENT)
    way.floor.run(devices.enrol, "gw1/lamp", DeviceClass.LIGHT, "lamp", place=slot.id)
    order = way.ready()
    before = way.floor.ask(must_light, order.store_id)

    rider = way.rider(order)
    way.floor.run(light_the_floor)
    lit = way.floor.one(Wish).wished
    for bag in way.bags(order):
        way.scan_out(rider, bag)
    way.floor.run(light_the_floor)

    assert not before
    assert (lit["on"], lit["why"], lit["colour"]) == (True, "rider", own_colour(rider.id))
    assert way.floor.one(Wish).wished == {"on": False}
