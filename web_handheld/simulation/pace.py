"""How long things take: people's seconds, made shorter by the speed of the run; every wait ends when the run does."""

import threading
from random import Random


class Pace:
    """Turns people's seconds into real ones and waits; one for all players."""

    def __init__(self, speed: float, stop: threading.Event) -> None:
        self.speed = speed
        self._stop = stop

    @property
    def is_over(self) -> bool:
        """Tell whether the run has ended."""
        return self._stop.is_set()

    def take(self, seconds: float) -> bool:
        """Let people's seconds go by; False when the run ended meanwhile."""
        return self.wait(seconds / self.speed)

    def wait(self, real_seconds: float) -> bool:
        """Let real seconds go by; False when the run ended meanwhile."""
        return not self._stop.wait(real_seconds)


def about(dice: Random, seconds: float) -> float:
    """Give a time near the usual one: nobody is a clock."""
    return seconds * dice.uniform(0.6, 1.5)
