"""How many concerns hold up an order, counted once for all desks that ask within a few seconds."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from picking.foundation.transactions import Transactions
from picking.reports.concerns import AT_ONCE, Concern, Looking, concerns

KEPT = timedelta(seconds=5)  # no desk looks at it again sooner


@dataclass
class HoldUps:
    """The counts of all stores; who asks while another counts waits for that count."""

    transactions: Transactions
    _known: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)

    def of(self, store_id: str) -> int:
        """Give a store's count, at most a few seconds old."""
        with self._turns.setdefault(store_id, threading.Lock()):
            now = self.transactions.clock.now()
            at, count = self._known.get(store_id, (None, 0))
            if at is None or not timedelta(0) <= now - at < KEPT:
                count = self._count(store_id, now)
            return count

    def seen(self, store_id: str, at: datetime, found: list[Concern]) -> int:
        """Take the count out of a list that was read anyhow."""
        count = sum(each.due_at is not None for each in found)
        self._known[store_id] = (at, count)
        return count

    def _count(self, store_id: str, now: datetime) -> int:
        settings = self.transactions.settings_of(store_id)
        with self.transactions.reading() as books:
            return self.seen(store_id, now, concerns(Looking(books, store_id, now, settings), AT_ONCE))
