"""A day of orders, shifted to now and made shorter by the speed; what each shopper will do is thrown beforehand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from web_handheld.simulation.dice import happens
from web_handheld.simulation.options import Odds

TIMES = ("placed_at", "not_before", "promised_at")
Order = dict[str, Any]


class Payment(StrEnum):
    """How a shopper pays."""

    PROMPT = "prompt"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True)
class Fate:
    """What a shopper will do: people's seconds until the payment, and from there until the cancellation, if any."""

    payment: Payment
    pays_after_seconds: float
    cancels_after_seconds: float | None = None


@dataclass(frozen=True)
class Day:
    """The orders of one day in the order they were placed, bodies of `POST /api/v1/orders`."""

    orders: tuple[Order, ...]

    @classmethod
    def read(cls, path: Path) -> "Day":
        """Read a day file; raises OSError or ValueError where it is missing, empty or no JSON lines."""
        orders = tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
        if not orders:
            raise ValueError(f"{path} holds no orders")
        return cls(orders)

    @property
    def start(self) -> datetime:
        """When the day's first order was placed."""
        return datetime.fromisoformat(self.orders[0]["placed_at"])

    def later(self, hours: float) -> "Day":
        """Begin so many hours into the day; what was placed before comes at the end, as the next morning."""
        begin = self.start + timedelta(hours=hours)
        before = [order for order in self.orders if datetime.fromisoformat(order["placed_at"]) < begin]
        morning = [_with_times(order, lambda time: time + timedelta(days=1)) for order in before]
        return Day((*self.orders[len(before) :], *morning))

    def again_and_again(self, run: str) -> Iterator[Order]:
        """Give the day's orders, and the same again a day later, without end.

        `run` makes the external ids new: a second run on the same books is no repeat of the first.
        """
        for round_ in count():
            for order in self.orders:
                named = {**order, "external_id": f"{order['external_id']}-{run}-{round_}"}
                yield _with_times(named, lambda time, days=round_: time + timedelta(days=days))

    def shifted(self, order: Order, now: datetime, speed: float) -> Order:
        """Move an order into this run: each time keeps its distance from the day's start, divided by `speed`.

        Promises shrink with the rest, so that late means late at any speed.
        """
        return _with_times(order, lambda time: now + (time - self.start) / speed)

    def seconds_in(self, order: Order) -> float:
        """Tell how many people's seconds after the day's start an order is placed."""
        return (datetime.fromisoformat(order["placed_at"]) - self.start).total_seconds()


def _with_times(order: Order, turn: Any) -> Order:
    turned = {key: turn(datetime.fromisoformat(order[key])) for key in TIMES if key in order}
    return {**order, **{key: time.isoformat().replace("+00:00", "Z") for key, time in turned.items()}}


def fate(dice: Random, odds: Odds) -> Fate:
    """Throw what a shopper will do."""
    if happens(dice, odds.no_payment):
        return Fate(Payment.NEVER, 0)
    payment = Payment.LATE if happens(dice, odds.late_payment) else Payment.PROMPT
    cancels = dice.uniform(0, 30 * 60) if happens(dice, odds.cancel) else None
    return Fate(payment, dice.uniform(5, 60), cancels)
