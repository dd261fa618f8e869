"""Sends the pushes of committed transactions to their rooms, in the order of their numbers."""

import logging
import queue
import threading
import time
from collections.abc import Callable

from flask_socketio import SocketIO

from picking.foundation.tables import Json
from picking.foundation.transactions import Committed, Pushed
from web_handheld.figures import Figures
from web_handheld.live.rooms import BOARD, namespaces_of
from web_handheld.live.wording import Wording

BOARD_SECONDS = 0.25
log = logging.getLogger(__name__)


class Publisher:
    """Takes what a commit leaves and sends it from a thread of its own: nobody's answer waits for other screens."""

    def __init__(self, live: SocketIO, wording: Wording, figures: Figures) -> None:
        self._live = live
        self._wording = wording
        self._figures = figures
        self._waiting: queue.SimpleQueue[tuple[Pushed, ...] | None] = queue.SimpleQueue()
        self._boards_told_at = 0.0
        self._wake: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Send from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Send what waits and go."""
        self._waiting.put(None)
        self._thread.join()

    def wake_with_outbox(self, wake: Callable[[], None]) -> None:
        """Call somebody whenever a commit has put something into the outbox."""
        self._wake.append(wake)

    def committed(self, committed: Committed) -> None:
        """Take what a transaction leaves; called after each commit."""
        if committed.pushes:
            self._waiting.put(committed.pushes)
        if committed.outbox:
            for wake in self._wake:
                wake()

    def _run(self) -> None:
        while True:
            batch = self._batch()
            # Two commits may hand over in the other order than they were numbered.
            for pushed in sorted((p for p in batch if p is not None), key=lambda p: (p.room, p.seq)):
                self._send(pushed)
            self._tell_boards(batch)
            if None in batch:
                return

    def _batch(self) -> list[Pushed | None]:
        batch: list[Pushed | None] = []
        while not batch or not self._waiting.empty():
            taken = self._waiting.get()
            batch.extend([None] if taken is None else taken)
        return batch

    def _tell_boards(self, batch: list[Pushed | None]) -> None:
        """Say that something changed, not what: boards are open to everybody, and ask for their picture themselves."""
        now = time.monotonic()
        if batch != [None] and now - self._boards_told_at >= BOARD_SECONDS:
            self._boards_told_at = now
            self._live.emit("changed", namespace=BOARD)

    def _send(self, pushed: Pushed) -> None:
        try:
            body = push_body(pushed, self._wording)
            for namespace in namespaces_of(pushed.room):
                self._live.emit(pushed.name, body, to=pushed.room, namespace=namespace)
            self._figures.pushes.labels(pushed.name).inc()
        except Exception:  # one push that cannot be sent must not end all others; a client finds the gap by its number
            log.exception("push %s %d of %s could not be sent", pushed.name, pushed.seq, pushed.room)


def push_body(pushed: Pushed, wording: Wording) -> Json:
    """Write a push as it goes over the wire: room, number, time, and the body in the room's language."""
    body = wording.in_words(pushed.room, pushed.body)
    return {"room": pushed.room, "seq": pushed.seq, "at": pushed.at.isoformat(), "body": body}
