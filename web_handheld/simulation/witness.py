"""Writes down what all players saw: counts, refusals by code, who picked what, and every broken promise."""

import threading
from collections import Counter


class Witness:
    """Safe to share between players; what is counted here goes into the report."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._pickers: dict[str, str] = {}
        self._orders: dict[str, str] = {}
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

    def placed(self, order_id: str, external_id: str) -> None:
        """Write down an order that the store has taken."""
        with self._lock:
            self._orders[order_id] = external_id

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
        """Order ids with the channel's own."""
        with self._lock:
            return dict(self._orders)

    @property
    def broken_promises(self) -> list[str]:
        """What the store broke."""
        with self._lock:
            return list(self._broken)
