"""What has to be done when: a heap of deeds with their times, played by one thread."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

from web_handheld.simulation.pace import Pace

Deed = Callable[[], None]
IDLE_SECONDS_MAX = 0.05


class Agenda:
    """Deeds to be done at real times of the monotonic clock; deeds may add more."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._order = itertools.count()
        self._deeds: list[tuple[float, int, Deed]] = []
        self._lock = threading.Lock()

    def add(self, real_seconds: float, deed: Deed) -> None:
        """Have a deed done so many real seconds from now."""
        with self._lock:
            heapq.heappush(self._deeds, (self._now() + max(0.0, real_seconds), next(self._order), deed))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is left to do."""
        with self._lock:
            return not self._deeds

    def seconds_to_next(self) -> float:
        """Tell how long until the next deed, `IDLE_SECONDS_MAX` at most."""
        with self._lock:
            due = self._deeds[0][0] - self._now() if self._deeds else IDLE_SECONDS_MAX
        return min(max(due, 0.0), IDLE_SECONDS_MAX)

    def play(self, pace: Pace) -> None:
        """Do everything in its time until the run is over."""
        while not pace.is_over:
            self.do_what_is_due()
            pace.wait(self.seconds_to_next())

    def do_what_is_due(self) -> int:
        """Do every deed whose time has come, in order; tell how many."""
        done = 0
        while deed := self._take_due():
            deed()
            done += 1
        return done

    def _take_due(self) -> Deed | None:
        with self._lock:
            if self._deeds and self._deeds[0][0] <= self._now():
                return heapq.heappop(self._deeds)[2]
        return None
