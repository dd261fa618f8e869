"""Plays everybody who comes from outside once goods are made: riders, customers who collect, goods that come back.

The store's webhooks tell it what to do; it speaks as the carrier and sends people to the counter.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import uuid4

from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.dice import happens
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.play import Play
from web_handheld.simulation.visits import Counter, Errand, Visit

TAILS = 10_000
CARRIER = "simulated"
RIDER_NAMES = ("Ahmed", "Bea", "Chen", "Dora", "Emre", "Fang", "Gil", "Hana")
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Rider:
    """A rider as the floor may know one: the carrier's id, a first name, the end of a number."""

    id: str
    name: str
    tail: str


class Street:
    """Riders and customers; all is done in the thread of the agenda. Times are people's seconds."""

    def __init__(self, carrier: Http, counter: Counter, agenda: Agenda, play: Play) -> None:
        self._carrier = carrier
        self._counter = counter
        self._agenda = agenda
        self._play = play
        self._serial = itertools.count(1)
        self._riders: dict[str, Rider] = {}

    def hear(self, kind: str, body: Body) -> None:
        """Take a webhook, from any thread."""
        if kind == "order.state":
            self._play.witness.stands(body["order_id"], body["state"])
        react = REACTIONS.get((kind, str(body.get("state", ""))))
        if react is not None:
            self._agenda.add(0, lambda: react(self, body))

    def send_rider(self, body: Body) -> None:
        """Name a rider for an order that the store has begun."""
        order_id = body["order_id"]
        if not self._play.witness.is_for_riders(order_id) or order_id in self._riders:
            return
        serial = next(self._serial)
        rider = Rider(f"{self._play.run}-{serial}", RIDER_NAMES[serial % len(RIDER_NAMES)], f"{serial % TAILS:04d}")
        self._riders[order_id] = rider
        self._say("assigned", order_id, name=rider.name, tail=rider.tail)

    def let_rider_come(self, body: Body) -> None:
        """Let the rider of a ready order come to the door."""
        rider = self._riders.get(body["order_id"])
        if rider is not None:
            visit = Visit(Errand.FETCH, body["number"], rider.tail)
            self._later(body, (0, 240), lambda: self._counter.come(visit))

    def let_customer_come(self, body: Body) -> None:
        """Let a customer come with the pickup code, or a shopper with the cart."""
        visit = Visit(Errand.COLLECT, body["number"], body["code"])
        self._later(body, (30, 600), lambda: self._counter.come(visit))

    def ride(self, body: Body) -> None:
        """Let the rider deliver, or come back with everything."""
        order_id = body["order_id"]
        failed = happens(self._play.dice.of(f"delivery:{order_id}"), self._play.odds.failed_delivery)
        self._later(body, (300, 1200), lambda: self._arrive(order_id, failed=failed))

    def bring_back(self, body: Body) -> None:
        """Let the rider bring back what could not be delivered."""
        visit = Visit(Errand.BRING_BACK, body["number"])
        self._later(body, (300, 900), lambda: self._counter.come(visit))

    def _arrive(self, order_id: str, *, failed: bool) -> None:
        if failed:
            self._play.witness.count("deliveries that failed")
            self._say("delivery_failed", order_id, reason="nobody_at_home")
        else:
            self._say("delivered", order_id)

    def _later(self, body: Body, between: tuple[float, float], deed: Callable[[], None]) -> None:
        dice: Random = self._play.dice.of(f"street:{body['order_id']}:{body.get('state')}")
        self._agenda.add(dice.uniform(*between) / self._play.pace.speed, deed)

    def _say(self, event: str, order_id: str, **facts: Any) -> None:
        who = {"carrier": CARRIER, "rider_id": self._riders[order_id].id, "order_ids": [order_id]}
        reply = self._carrier.post("/riders/events", {"id": str(uuid4()), "event": event, **who, **facts})
        if not reply.is_good:
            self._play.witness.refused(reply.code)


REACTIONS: Mapping[tuple[str, str], Callable[[Street, Body], None]] = {
    ("order.state", "IN_FULFILMENT"): Street.send_rider,
    ("order.state", "READY"): Street.let_rider_come,
    ("order.pickup_code", ""): Street.let_customer_come,
    ("order.state", "OUT_FOR_DELIVERY"): Street.ride,
    ("order.state", "RETURNING"): Street.bring_back,
}
