"""What the pictures and the tests of the floor's screens look at: a stall in the rush, a door with riders before it."""

from typing import Any

from browser.floor_store import FloorStore

from picking.foundation.kinds import Mode
from picking.orders import commands as orders
from picking.outbound import commands as outbound
from picking.stations import commands as stations

WISHES = {"noodles": {"options": ("no-onion", "spicy")}}


def rush(store: FloorStore, language: str = "en") -> None:
    """Give a stall tickets of all paces: begun, soon late, late, hurried, cancelled, to come."""
    store.person("chen", "陈师傅", "stall", language=language, stalls=("kitchen", "fish"))
    late = store.ticket({"dumplings": 2, "soup": 1})
    store.minutes(6)
    stopped = store.ticket({"noodles": 2, "soup": 1}, line_facts=WISHES)
    store.run(stations.claim, stopped.id)
    store.minutes(1)
    soon = store.ticket({"soup": 1})
    store.minutes(3.8)
    begun = store.ticket({"noodles": 1, "soup": 2, "salad": 1, "carp": 1}, line_facts=WISHES)
    store.run(stations.claim, begun.id)
    hurried, gone = store.ticket({"salad": 2}), store.ticket({"dumplings": 1})
    store.ticket({"soup": 3, "salad": 1})
    made = store.ticket({"dumplings": 4})
    store.run(stations.claim, made.id)
    store.run(stations.finish, made.id)
    for order in (stopped.order_id, gone.order_id):
        store.run(orders.request_cancellation, order, "changed my mind", "customer")
    store.run(stations.hurry, hurried.id)
    assert late.state == soon.state


def at_the_door(store: FloorStore, language: str = "en") -> dict[str, Any]:
    """Give the shelf orders of all kinds, three riders, and goods on the staging shelf."""
    store.person("door", "Lucía Márquez", "rider_desk", language=language)
    mine, called, customer, stopped, unpaid = (
        store.ready({"rice": 1, "milk": 1}), store.ready({"rice": 2}), store.ready({"rice": 1}, mode=Mode.PICKUP),
        store.ready({"rice": 1}), store.ready({"rice": 3}, mode=Mode.PICKUP),
    )  # fmt: skip
    later = store.way.order({"rice": 1, "soup": 1})
    staged = store.ticket({"soup": 2, "carp": 1})
    store.run(stations.claim, staged.id)
    store.run(stations.finish, staged.id)
    store.run(outbound.park_part, "S1", staged.id)
    store.minutes(4)
    for rider, name, tail, taken in (
        ("r1", "Wang", "4711", [mine, later]), ("r2", "García", "0815", [called]), ("r3", "Li", "2233", [stopped]),
    ):  # fmt: skip
        store.run(outbound.assign_rider, "dada", rider, name, tail, [order.id for order in taken])
    store.run(outbound.check_in, "r2")
    store.run(outbound.check_in, "r3")
    store.run(orders.request_cancellation, stopped.id, "changed my mind", "customer")
    return {"mine": mine, "called": called, "customer": customer, "unpaid": unpaid}
