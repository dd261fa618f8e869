"""Sends one store's outbox: instructions and wishes to the broker, webhooks to the channels."""

import logging
import threading

from sqlalchemy.exc import OperationalError

from web_handheld.floor.instructions import Instructions
from web_handheld.floor.webhooks import Webhooks
from web_handheld.floor.wishes import Wishes

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.5  # for repeats and back-offs; what is new wakes it at once


class Dispatcher:
    """A thread that looks whenever something was queued, and twice a second for what must be repeated."""

    def __init__(self, store: str, instructions: Instructions, wishes: Wishes, webhooks: Webhooks) -> None:
        self._store = store
        self._instructions = instructions
        self._wishes = wishes
        self._webhooks = webhooks
        self._awake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"dispatcher-{store}", daemon=True)

    def start(self) -> None:
        """Send from now on."""
        self._thread.start()

    def wake(self) -> None:
        """Look now: a transaction has left something in the outbox."""
        self._awake.set()

    def stop(self) -> None:
        """Finish what is being sent and go."""
        self._stop.set()
        self._awake.set()
        self._thread.join()
        self._webhooks.stop()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._send():
                self._awake.wait(LOOK_SECONDS)
            self._awake.clear()

    def _send(self) -> bool:
        """Send what is due; tells whether more is due already."""
        try:
            self._instructions.send()
            self._wishes.send()
            self._webhooks.send()
            return self._wishes.more()
        except OperationalError as away:
            log.error("store %s: the outbox waits for the database: %s", self._store, away.orig)  # noqa: TRY400 - known
        except Exception:
            log.exception("store %s: the outbox could not be sent", self._store)
        return False
