"""Plays the shoppers of all channels: orders, payments in time, late or never, and cancellations at any moment."""

import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.day import Day, Order, Payment, fate
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.play import Play

LATE_SECONDS = 2.0  # real ones: the payment lock runs on the service's clock
RISK_SECONDS = 30  # people's: how often a shopper whose order is looked at tries to pay again
CANCEL_REASONS = ("changed_my_mind", "ordered_twice", "too_slow")


class Shoppers:
    """Posts the day's orders one after the other and does for each what its shopper's fate says.

    `channel` is the HTTP door of a hub that speaks for all channels; all is done in the thread of the agenda.
    """

    def __init__(self, channel: Http, day: Day, agenda: Agenda, play: Play) -> None:
        self._channel = channel
        self._day = day
        self._agenda = agenda
        self._play = play
        self.all_placed = threading.Event()

    def begin(self, orders: int | None) -> None:
        """Put the first of so many orders on the agenda, or of the day again and again."""
        self._next(itertools.islice(self._day.again_and_again(self._play.run), orders), datetime.now(UTC))

    def _next(self, orders: Iterator[Order], start: datetime) -> None:
        """Put the next order on the agenda; when it is placed, it puts the one after it there."""
        order = next(orders, None)
        if order is None:
            self.all_placed.set()
            return
        moved = self._day.shifted(order, start, self._play.pace.speed)

        def place_and_go_on() -> None:
            self._place(moved)
            self._next(orders, start)

        self._agenda.add(_seconds_until(moved["placed_at"]), place_and_go_on)

    def _place(self, order: Order) -> None:
        reply = self._channel.post("/orders", order)
        if not reply.is_good:
            self._play.witness.refused(reply.code)
            return
        self._play.witness.placed(reply.body["order_id"], order)
        _Shopper(self._agenda, self._channel, self._play, reply.body, order["external_id"]).live()


class _Shopper:
    """One shopper with one order."""

    def __init__(self, agenda: Agenda, channel: Http, play: Play, taken: dict[str, Any], external_id: str) -> None:
        self._agenda = agenda
        self._channel = channel
        self._play = play
        self._taken = taken
        self._reference = f"PAY-{external_id}"
        self._dice = play.dice.of(external_id)
        self._path = f"/orders/{taken['order_id']}"

    def live(self) -> None:
        """Put what this shopper will do on the agenda."""
        fated = fate(self._dice, self._play.odds)
        if fated.payment is Payment.NEVER:
            self._play.witness.count("never paid")
            self._play.witness.will_not_pay_soon(self._taken["order_id"])
            return
        wait = fated.pays_after_seconds / self._play.pace.speed
        if fated.payment is Payment.LATE and self._taken.get("expires_at"):
            self._play.witness.count("pays too late")
            self._play.witness.will_not_pay_soon(self._taken["order_id"])
            wait = _seconds_until(self._taken["expires_at"]) + LATE_SECONDS
        self._agenda.add(wait, self._pay)
        if fated.cancels_after_seconds is not None:
            self._agenda.add(wait + fated.cancels_after_seconds / self._play.pace.speed, self._cancel)

    def _pay(self) -> None:
        found = self._channel.get(self._path).body
        if found["state"] == "RISK_HOLD":
            self._agenda.add(RISK_SECONDS / self._play.pace.speed, self._pay)
        elif found["amount_due_minor"] > 0:
            paid_at = datetime.now(UTC).isoformat()
            payment = {
                "amount_minor": found["amount_due_minor"],
                "paid_at": paid_at,
                "reference": self._reference,
            }
            self._tell("payment", payment, "payments")

    def _cancel(self) -> None:
        reason = self._dice.choice(CANCEL_REASONS)
        self._tell("cancellation", {"reason": reason, "requested_by": "customer"}, "cancellations asked")

    def _tell(self, what: str, body: dict[str, Any], counted: str) -> None:
        reply = self._channel.post(f"{self._path}/{what}", body)
        self._play.witness.count(counted)
        if not reply.is_good:
            self._play.witness.refused(reply.code)


def _seconds_until(time: str) -> float:
    return (datetime.fromisoformat(time) - datetime.now(UTC)).total_seconds()
