"""Lets the lamps of the served stores follow what happens: after a commit, in a thread of its own, so nobody waits."""

import logging
import threading
from collections.abc import Callable, Collection

from sqlalchemy.exc import OperationalError

from picking.foundation.actor import system
from picking.foundation.transactions import Committed, Transactions
from picking.reactions.lamps import FOLLOWED, light_the_floor, must_light

log = logging.getLogger(__name__)
ANYHOW_SECONDS = 5.0  # for what other processes of the service have changed


class Lamps:
    """One thread; lamps are a level, so what was missed is put right by the next look."""

    def __init__(self, transactions: Transactions, served: Callable[[], Collection[str]]) -> None:
        self._transactions = transactions
        self._served = served
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lamps", daemon=True)

    def start(self) -> None:
        """Follow from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Leave the lamps as they are."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def committed(self, committed: Committed) -> None:
        """Hear what has happened; it only takes note."""
        if any(thing in FOLLOWED for thing, _ in committed.steps):
            self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(ANYHOW_SECONDS)
            self._wake.clear()
            for store in sorted(self._served()):
                if not self._stop.is_set():
                    self._look(store)

    def _look(self, store: str) -> None:
        try:
            with self._transactions.reading() as books:
                differs = must_light(books, store)
            if differs:
                self._transactions.run(system(store), light_the_floor)
        except OperationalError as away:
            log.error("store %s: the lamps wait for the database: %s", store, away.orig)  # noqa: TRY400 - known
        except Exception:
            log.exception("store %s: the lamps could not be set", store)
