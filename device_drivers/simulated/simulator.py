"""A simulated device: it speaks the real protocol in bytes, and does on request what a person would do to it."""

import threading
from collections import deque
from collections.abc import Callable, Mapping

Facts = Mapping[str, object]
Deed = Callable[[Facts], dict[str, object]]
REMEMBERED_MAX = 1000


class UnknownDeedError(ValueError):
    """Nobody can do this to the device, or a fact is missing."""


class Simulator:
    """The base of all: plug and buffer. A kind adds `heard(data)` and its deeds in `deeds()`.

    `do` is called by the simulation, the other methods by the line; one lock keeps them apart.
    """

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._plugged = True
        self._listened_to = False
        self._out = bytearray()

    def deeds(self) -> dict[str, Deed]:
        """What can be done to it, by name."""
        return {}

    def heard(self, data: bytes) -> None:
        """Take bytes from the gateway; the lock is held."""

    def connected(self) -> None:
        """A line was opened; what was half heard is forgotten. The lock is held."""

    def idle(self) -> None:
        """Say what a device says by itself: somebody listened for a while and heard nothing. The lock is held."""

    def do(self, deed: str, facts: Facts) -> dict[str, object]:
        """Do what a person would do and tell what is seen; raise UnknownDeedError."""
        deeds: dict[str, Deed] = {"unplug": self._unplug, "plug": self._plug, **self.deeds()}
        if deed not in deeds:
            raise UnknownDeedError(f"{deed!r} is none of {', '.join(sorted(deeds))}")
        with self._lock:
            found = deeds[deed](facts)
            self._lock.notify_all()
        return found

    def connect(self) -> bool:
        """Open a line; False while the plug is out."""
        with self._lock:
            self._out.clear()
            self._listened_to = self._plugged
            if self._plugged:
                self.connected()
            return self._plugged

    def disconnect(self) -> None:
        """End a line."""
        with self._lock:
            self._listened_to = False

    def sent(self, seconds: float) -> bytes | None:
        """Wait for bytes of the device; None when the plug is out."""
        with self._lock:
            self._lock.wait_for(lambda: self._out or not self._plugged, seconds)
            if not self._out:
                self.idle()
            data = bytes(self._out)
            self._out.clear()
            return data if self._plugged else None

    def hear(self, data: bytes) -> bool:
        """Take bytes from the gateway; False when the plug is out."""
        with self._lock:
            if self._plugged:
                self.heard(data)
                self._lock.notify_all()
            return self._plugged

    def check_listened_to(self) -> None:
        """Refuse a deed whose bytes nobody would hear: a simulation must know, where a person would see no light."""
        if not self._listened_to:
            raise UnknownDeedError("nobody listens to this device now")

    def say(self, data: bytes) -> None:
        """Send bytes to the gateway; the lock is held."""
        self._out += data

    def _unplug(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - a plug has no facts
        self._plugged = False
        return {}

    def _plug(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - as above
        self._plugged = True
        return {}


def text_fact(facts: Facts, key: str, default: str | None = None) -> str:
    """Give a text fact; raise UnknownDeedError when it is missing."""
    value = facts.get(key, default)
    if not isinstance(value, str):
        raise UnknownDeedError(f"{key}: a text is wanted")
    return value


def memory() -> deque[object]:
    """Remember the last thousand things: a simulator may run for days."""
    return deque(maxlen=REMEMBERED_MAX)
