"""Sheets that went out and of which nobody has said what became of them: which to ask about now."""

from datetime import datetime, timedelta

from picking.devices.queries import unsaid_prints
from picking.foundation.transactions import Transactions

ASKED_FOR = timedelta(hours=24)
LOOK = timedelta(seconds=5)  # the books are asked no oftener: every scan wakes whoever sends
PAUSE, PAUSE_MAX = timedelta(seconds=10), timedelta(seconds=60)


class Unsaid:
    """Remembers when it asked; after a restart it begins anew."""

    def __init__(self, store: str, transactions: Transactions) -> None:
        self._store = store
        self._transactions = transactions
        self._next_look: datetime | None = None
        self._asked: dict[str, tuple[datetime, timedelta]] = {}  # instruction -> when, how long to wait after that

    def due(self, now: datetime) -> list[str]:
        """Give the instructions to ask about now, each less often the longer it has no answer."""
        if self._next_look is not None and now < self._next_look:
            return []
        self._next_look = now + LOOK
        with self._transactions.reading() as books:
            open_ones = unsaid_prints(books, self._store, now - ASKED_FOR)
        self._asked = {key: self._asked.get(key, (now, PAUSE)) for key in open_ones}
        found = [key for key, (at, pause) in self._asked.items() if now >= at + pause]
        for key in found:
            self._asked[key] = (now, min(2 * self._asked[key][1], PAUSE_MAX))
        return found
