"""Counts the bytes that belong to no frame: one fault a run of them, however the line splits it."""

from device_drivers.messages import Fault


class Stray:
    """A run begins with the first stray byte and ends with the next good frame."""

    def __init__(self, what: str = "bytes outside a frame") -> None:
        self._what = what
        self._in_run = False

    def seen(self) -> list[Fault]:
        """Take in a stray byte, or several: the first of a run is a fault."""
        told, self._in_run = self._in_run, True
        return [] if told else [Fault("garbage", self._what)]

    def ended(self) -> None:
        """Take in that a good frame came."""
        self._in_run = False
