"""Plays the shoppers of all channels: orders, payments in time, late or never, and cancellations at any moment."""

import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.day import Day, Fate, Order, Payment, fate
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.options import Odds
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.witness import Witness

LATE_SECONDS = 2.0
CANCEL_REASONS = ("changed_my_mind", "ordered_twice", "too_slow")


class Channel:
    """Posts the day's orders one after the other and does for each what its shopper's fate says.

    `late` are real seconds: the payment lock runs on the service's clock.
    """

    def __init__(self, http: Http, day: Day, pace: Pace, witness: Witness, dice: Dice, odds: Odds, run: str) -> None:
        self._http = http
        self._day = day
        self._pace = pace
        self._witness = witness
        self._dice = dice
        self._odds = odds
        self._orders = day.again_and_again(run)
        self._agenda = Agenda()
        self.all_placed = threading.Event()

    def play(self, orders: int | None) -> None:
        """Play so many orders, or the day again and again, until the run ends."""
        now = datetime.now(UTC)
        chosen: Iterator[Order] = itertools.islice(self._orders, orders)
        self._place_next(chosen, now)
        while not self._pace.is_over:
            self._agenda.do_what_is_due()
            self._pace.wait(self._agenda.seconds_to_next())

    def _place_next(self, orders: Iterator[Order], start: datetime) -> None:
        """Put the next order on the agenda; it puts the one after it there when it is placed."""
        order = next(orders, None)
        if order is None:
            self.all_placed.set()
            return
        moved = self._day.shifted(order, start, self._pace.speed)
        wait = (datetime.fromisoformat(moved["placed_at"]) - datetime.now(UTC)).total_seconds()

        def place_this() -> None:
            self._place(moved)
            self._place_next(orders, start)

        self._agenda.add(wait, place_this)

    def _place(self, order: Order) -> None:
        reply = self._http.post("/orders", order)
        self._witness.count("orders placed")
        if not reply.is_good:
            self._witness.refused(reply.code)
            return
        self._witness.placed(reply.body["order_id"], order["external_id"])
        dice = self._dice.of(order["external_id"])
        self._live_on(reply.body, order["external_id"], fate(dice, self._odds), dice)

    def _live_on(self, placed: dict[str, str], external_id: str, fated: Fate, dice: Random) -> None:
        order_id = placed["order_id"]
        if fated.payment is Payment.NEVER:
            self._witness.count("never paid")
            return
        pays_after = fated.pays_after_seconds / self._pace.speed
        if fated.payment is Payment.LATE and placed.get("expires_at"):
            expires = datetime.fromisoformat(placed["expires_at"]) - datetime.now(UTC)
            pays_after = expires.total_seconds() + LATE_SECONDS
        self._agenda.add(pays_after, lambda: self._pay(order_id, external_id, late=fated.payment is Payment.LATE))
        if fated.cancels_after_seconds is not None:
            cancels_after = pays_after + fated.cancels_after_seconds / self._pace.speed
            self._agenda.add(cancels_after, lambda: self._cancel(order_id, dice.choice(CANCEL_REASONS)))

    def _pay(self, order_id: str, external_id: str, *, late: bool) -> None:
        found = self._http.get(f"/orders/{order_id}").body
        if found.get("state") == "RISK_HOLD":  # the shopper is told to wait, and tries again
            self._agenda.add(30 / self._pace.speed, lambda: self._pay(order_id, external_id, late=late))
            return
        payment = {
            "amount_minor": found["total_minor"],
            "paid_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "reference": f"PAY-{external_id}",
        }
        reply = self._http.post(f"/orders/{order_id}/payment", payment)
        self._witness.count("paid late" if late else "paid")
        if not reply.is_good:
            self._witness.refused(reply.code)

    def _cancel(self, order_id: str, reason: str) -> None:
        reply = self._http.post(f"/orders/{order_id}/cancellation", {"reason": reason, "requested_by": "customer"})
        self._witness.count("cancellations asked")
        if not reply.is_good:
            self._witness.refused(reply.code)
