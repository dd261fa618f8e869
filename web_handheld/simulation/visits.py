"""Who stands at the counter: riders, customers who collect, shoppers with their own cart, goods coming back."""

import queue
from dataclasses import dataclass
from enum import StrEnum


class Errand(StrEnum):
    """What somebody comes for."""

    FETCH = "fetch"
    COLLECT = "collect"
    CART = "cart"
    BRING_BACK = "bring_back"


@dataclass(frozen=True)
class Visit:
    """One person at the counter. `proof` is what is shown: the end of a rider's number, a pickup code."""

    errand: Errand
    order: str
    proof: str = ""
    tries: int = 0


class Counter:
    """The queue at the counter; safe to share."""

    def __init__(self) -> None:
        self._visits: queue.Queue[Visit] = queue.Queue()

    def come(self, visit: Visit) -> None:
        """Stand in the queue."""
        self._visits.put(visit)

    def next_visit(self) -> Visit | None:
        """Give whoever is first, if anybody waits."""
        try:
            return self._visits.get_nowait()
        except queue.Empty:
            return None

    def __len__(self) -> int:
        return self._visits.qsize()
