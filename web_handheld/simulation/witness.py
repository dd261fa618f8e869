"""Writes down what all players saw: counts, refusals by code, who picked what, and every broken promise."""

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

SETTLED = frozenset({"CANCELLED", "CANCELLED_UNPAID", "DELIVERED", "COLLECTED", "CLOSED", "RETURNED"})


class Witness:
    """Safe to share between players; what is counted here goes into the report."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._pickers: dict[str, str] = {}
        self._orders: dict[str, str] = {}
        self._states: dict[str, str] = {}
        self._unpaid: set[str] = set()
        self._broken: list[str] = []

    def count(self, what: str) -> None:
        """Count something that happened."""
        with self._lock:
            self._counts[what] += 1

    def refused(self, code: str) -> None:
        """Count a refusal by its stable code."""
        with self._lock:
            self._refused[code] += 1

    def broken(self, what: str) -> None:
        """Write down a promise that the store broke: the run has failed."""
        with self._lock:
            self._broken.append(what)

    def placed(self, order_id: str, order: Mapping[str, Any]) -> None:
        """Write down an order that the store has taken."""
        with self._lock:
            self._orders[order_id] = order["mode"]

    def stands(self, order_id: str, state: str) -> None:
        """Write down where an order stands, as the store's webhooks say."""
        with self._lock:
            self._states[order_id] = state

    def will_not_pay_soon(self, order_id: str) -> None:
        """Write down an order that nobody pays within this run, or too late."""
        with self._lock:
            self._unpaid.add(order_id)

    @property
    def unsettled(self) -> list[str]:
        """The orders that still have a way to go."""
        with self._lock:
            return [
                order_id
                for order_id in self._orders
                if self._states.get(order_id) not in SETTLED and order_id not in self._unpaid
            ]

    def is_for_riders(self, order_id: str) -> bool:
        """Tell whether an order is to be delivered."""
        with self._lock:
            return self._orders.get(order_id) == "delivery"

    def has_in_hand(self, line_id: str, person: str) -> None:
        """Write down whose screen shows a line as the one to pick; a line belongs to nobody else until it is left."""
        with self._lock:
            other = self._pickers.setdefault(line_id, person)
            if other != person:
                self._broken.append(f"line {line_id} was in the hands of {other} and of {person}")

    def has_left(self, person: str) -> None:
        """Write down that somebody has no line in hand any more: given back, parked, finished or taken over."""
        with self._lock:
            self._pickers = {line: holder for line, holder in self._pickers.items() if holder != person}

    def same_answer(self, first: object, second: object, what: str) -> None:
        """Hold the second answer to the same message against the first."""
        if first != second:
            self.broken(f"{what}: the second answer was another one than the first")

    @property
    def counts(self) -> Counter[str]:
        """What happened, and how often."""
        with self._lock:
            return Counter(self._counts)

    @property
    def refusals(self) -> Counter[str]:
        """Refusals by code."""
        with self._lock:
            return Counter(self._refused)

    @property
    def orders(self) -> dict[str, str]:
        """The modes of the orders that the store has taken, by id."""
        with self._lock:
            return dict(self._orders)

    @property
    def broken_promises(self) -> list[str]:
        """What the store broke."""
        with self._lock:
            return list(self._broken)
