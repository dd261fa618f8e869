"""The line to a simulator in the same process; unplugging it behaves as with a real one."""

from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.transport import TransportError


class Loopback:
    """Reads what the simulator sends and hands it what is written."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def open(self) -> None:
        """Begin a connection, if the simulated plug is in."""
        if not self._simulator.connect():
            raise TransportError("unplugged", "the simulated plug is out")

    def read(self, seconds: float) -> bytes:
        """Wait for what the simulator sends."""
        data = self._simulator.sent(seconds)
        if data is None:
            raise TransportError("unplugged", "the simulated plug was pulled")
        return data

    def write(self, data: bytes) -> None:
        """Hand bytes to the simulator."""
        if not self._simulator.hear(data):
            raise TransportError("unplugged", "the simulated plug was pulled")

    def close(self) -> None:
        """End the connection."""
        self._simulator.disconnect()
